"""The catalogue's event door: people who are to be forgotten."""

from collections.abc import Sequence

from contracts.catalogue import HistoryErased
from contracts.erasing import Gone, KeptByLaw
from contracts.gateway import ErasureRequested
from kernel.events import Events
from services.catalogue.privacy.store import Traces

events = Events("catalogue.privacy")

VERDICTS = KeptByLaw(
    what="Nama petugas pada hasil pemeriksaan dokumen, sebagai tugas jabatan.",
    what_en="The official's name on verdicts of papers, as an act of office.",
)


@events.on(ErasureRequested)
async def take_their_names_out_of_the_history(
    facts: Sequence[ErasureRequested], traces: Traces
) -> None:
    for fact in facts:
        gone = Gone(kind="history", count=await traces.forget(fact.account))
        await traces.confirm(
            HistoryErased(
                subject=fact.subject,
                version=fact.version,
                edition="",
                gone=(gone,),
                kept=(VERDICTS,),
            )
        )
