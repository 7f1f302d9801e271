"""Verbs of badges: register, look up, issue anew, revoke."""

from kernel.callers import Caller
from kernel.clock import now
from kernel.ids import new_id
from kernel.problems import Unavailable
from services.gateway import metrics
from services.gateway.badges.model import (
    NOBODY,
    NoRegistration,
    OthersBadge,
    Owner,
    Place,
    Registration,
    RegistrationForm,
    new_key,
)
from services.gateway.badges.store import Registrations

TRIES = 5
"""Two of so many random codes are the same once in a lifetime; then another is drawn."""


class Registry:
    """Takes registrations and hands out badges."""

    def __init__(self, registrations: Registrations) -> None:
        self._registrations = registrations

    async def register(
        self,
        edition: str,
        form: RegistrationForm,
        owner: Owner,
        key: str = "",
        place: Place = "online",
    ) -> tuple[Registration, str]:
        """Somebody's registration and the key to its page; a form that is sent twice, or by an
        account that has registered, is one registration."""
        for _ in range(TRIES):
            key = key or new_key()
            known = await self._known(edition, form, owner, key)
            if known is not None:
                return known, key
            fresh = Registration.of(new_id(), edition, form, owner, key, place, now())
            if await self._registrations.add(fresh):
                channel = "onsite" if place == "gate" else "online"
                metrics.registrations.labels(channel, "visitor", "registered").inc()
                return fresh, key
            if await self._registrations.with_key(key) is not None:
                key = ""
        raise _no_code()

    async def at_gate(self, edition: str, name: str) -> tuple[Registration, str]:
        """The registration of somebody who stands at the gate, and the key to its page."""
        return await self.register(edition, RegistrationForm(name=name), NOBODY, place="gate")

    async def _known(
        self, edition: str, form: RegistrationForm, owner: Owner, key: str
    ) -> Registration | None:
        if owner.account:
            known = await self._registrations.of_account(edition, owner.account)
            if known is not None:
                return known
        sent = await self._registrations.with_key(key)
        is_same = sent is not None and sent.edition == edition and sent.name == form.name
        return sent if is_same else None

    async def with_key(self, key: str) -> Registration:
        """Raises NoRegistration."""
        return _found(await self._registrations.with_key(key))

    async def own(self, edition: str, caller: Caller) -> Registration | None:
        """The caller's own, None before they have registered."""
        if not caller.is_known:
            return None
        return await self._registrations.of_account(edition, caller.account)

    async def get(self, edition: str, id_: str, caller: Caller) -> Registration:
        """Anybody's, for the office. Raises NoRegistration."""
        caller.must_be("organiser")
        return _found(await self._registrations.get(edition, id_))

    async def bind(self, registration: Registration, caller: Caller) -> Registration:
        """Let a registration be the caller's, so that what stands scan is theirs too.

        Raises OthersBadge.
        """
        owner = owner_of(caller)
        if registration.account == owner.account:
            return registration
        if not await self._registrations.bind(registration, registration.bound(owner)):
            raise OthersBadge()
        return await self._again(registration)

    async def reissue(self, registration: Registration) -> Registration:
        """Another badge; the one before lets nobody in any more."""
        for _ in range(TRIES):
            after = registration.reissued()
            if await self._registrations.replace_badge(registration, after, now()):
                return await self._again(registration)
        raise _no_code()

    async def revoke(self, registration: Registration) -> Registration:
        """Take the badge back. Raises NoBadge."""
        after = registration.without_badge()
        await self._registrations.replace_badge(registration, after, now())
        return await self._again(registration)

    async def _again(self, registration: Registration) -> Registration:
        """As it stands now: somebody else may have been quicker."""
        return _found(await self._registrations.get(registration.edition, registration.id))


def owner_of(caller: Caller) -> Owner:
    """Whose registration a caller's is."""
    return Owner(caller.account, caller.party if caller.role in ("buyer", "broker") else "")


def _found(registration: Registration | None) -> Registration:
    if registration is None:
        raise NoRegistration()
    return registration


def _no_code() -> Unavailable:
    return Unavailable(
        "Kode lencana sedang tidak dapat dibuat; coba lagi sebentar lagi.",
        "No badge code can be made at the moment; try again shortly.",
    )
