"""What the gateway says of the accounts spreadsheet."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from contracts import lists
from kernel.callers import Caller
from kernel.cells import Line, YesNo, cell_error
from kernel.imports import Counts
from kernel.spreadsheets import CellFault
from services.gateway import actions
from services.gateway.model import LanguageCode, Person, address
from services.gateway.pages.references import References
from services.gateway.store import Accounts

SIDES = {"exhibitor": "exhibitor", "assistant": "exhibitor", "buyer": "buyer", "broker": "buyer"}


def _mail(written: str) -> str:
    try:
        return address(written)
    except ValueError as error:
        raise cell_error(
            "not-an-address",
            "Tulis alamat surel lengkap, misalnya nama@koperasi.id.",
            "Write a complete e-mail address, such as name@koperasi.id.",
        ) from error


class AccountRow(BaseModel):
    """A person of an exhibitor or a buyer; the address tells one row from another."""

    model_config = ConfigDict(extra="ignore")

    code: Annotated[Line, AfterValidator(_mail), Field(alias="email")]
    name: Annotated[Line, Field(alias="nama")]
    role: Annotated[Literal["exhibitor", "buyer", "broker", "assistant"], Field(alias="peran")]
    party_code: Annotated[
        str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,40}$"), Field(alias="kode_pihak")
    ]
    language: Annotated[LanguageCode, Field(alias="bahasa")] = "id"
    is_sample: Annotated[YesNo, Field(alias="contoh")] = False

    def person(self, edition: str) -> Person:
        """Whom the row describes."""
        return Person(
            email=self.code,
            name=self.name,
            role=self.role,
            party=f"{SIDES[self.role]}:{edition}:{self.party_code}",
            language=self.language,
            is_sample=self.is_sample,
        )


class AccountImport:
    """Accounts of an edition's exhibitors and buyers."""

    name: ClassVar[str] = "accounts"
    row: ClassVar[Any] = AccountRow
    unshared: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[Mapping[str, lists.Column]] = lists.columns("accounts")

    def __init__(self, accounts: Accounts, references: References) -> None:
        self._accounts, self._references = accounts, references

    async def expect_edition(self, edition: str) -> None:
        """Raises NotFound for an edition the catalogue does not know."""
        await self._references.edition(edition)

    async def faults(
        self, edition: str, rows: Sequence[AccountRow]
    ) -> Mapping[str, Sequence[CellFault]]:
        """An address that opens an account of the office cannot become somebody else's."""
        known = await self._accounts.with_emails([row.code for row in rows])
        return {
            email: [_of_the_office(email)]
            for email, account in known.items()
            if account.role in ("organiser", "ops")
        }

    async def save(self, edition: str, rows: Sequence[AccountRow], caller: Caller) -> Counts:
        """Open the accounts or bring them up to date, in the transaction at hand."""
        return await actions.open_accounts([row.person(edition) for row in rows], self._accounts)

    def remarks(self, rows: Sequence[AccountRow]) -> Mapping[str, Sequence[CellFault]]:
        return {}


def _of_the_office(email: str) -> CellFault:
    return CellFault(
        column="email",
        code="office-account",
        message="Alamat ini dipakai akun penyelenggara; pakai alamat lain.",
        message_en="This address belongs to an account of the organiser; use another.",
        value=email,
    )
