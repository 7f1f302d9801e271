"""Matching's event door for people who are to be forgotten."""

from collections.abc import Sequence

from contracts.erasing import Gone, KeptByLaw
from contracts.gateway import ErasureRequested
from contracts.matching import LeadsErased
from kernel.clock import now
from kernel.events import Events
from kernel.privacy.forgotten import ForgottenPeople
from services.matching.privacy.store import Acquainted

events = Events("matching.privacy")

DEALS = KeptByLaw(
    what="Kesepakatan antarpihak sebagai dokumen perusahaan, tanpa nama orang (UU 8/1997).",
    what_en="Deals between parties as business documents, without names of people (Law 8/1997).",
)


@events.on(ErasureRequested)
async def let_go_of_their_leads(
    facts: Sequence[ErasureRequested], acquainted: Acquainted, forgotten: ForgottenPeople
) -> None:
    for fact in facts:
        await forgotten.add(fact.account)
        own, given = await acquainted.to_forget(fact.account)
        await acquainted.forget(own, given, now())
        numbers = await acquainted.numbers.forget(fact.account)
        await acquainted.confirm(
            LeadsErased(
                subject=fact.subject,
                version=fact.version,
                edition="",
                gone=(
                    Gone(kind="leads", count=len(own) + len(given)),
                    Gone(kind="whatsapp-numbers", count=numbers),
                ),
                kept=(DEALS,),
            )
        )
