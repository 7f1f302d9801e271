"""The API of badges: register, at home or at the gate; the office lists, issues anew, revokes."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from kernel.callers import Asking
from kernel.imports import Edition
from kernel.pages import After, Limit, Page, cursor, read_cursor
from kernel.paths import Segment
from kernel.problems import Invalid
from kernel.service import provided
from services.gateway.badges.actions import Registry, owner_of
from services.gateway.badges.model import (
    Name,
    NoRegistration,
    Place,
    Registration,
    RegistrationForm,
)
from services.gateway.badges.store import Registrations
from services.gateway.gates.asking import AtGate
from services.gateway.pages.references import References
from services.gateway.requests import SmallBodyRoute
from services.gateway.sessions.api import EVERYBODY
from services.gateway.throttling.actions import Throttle
from services.gateway.throttling.origins import Coming

router = APIRouter(prefix="/api/v1", route_class=SmallBodyRoute, tags=["badges"])

R = Annotated[Registry, provided(Registry)]


class RegistrationAnswer(BaseModel):
    """A registration as the office sees it, and as its owner does."""

    id: str
    name: str
    organisation: str
    place: Place
    badge: str
    consent_version: str
    consented_at: datetime | None
    shares_name: bool
    registered_at: datetime

    @classmethod
    def of(cls, registration: Registration) -> "RegistrationAnswer":
        return cls.model_validate(registration.model_dump(include=set(cls.model_fields)))


class WithKey(RegistrationAnswer):
    """The same with the key that opens the badge's page, told this once."""

    key: str


class KeyForm(BaseModel):
    """The key that a registration was answered with."""

    key: Annotated[str, Field(min_length=1, max_length=64)]


class GateForm(BaseModel):
    """What is asked at the gate."""

    name: Name


@router.post("/editions/{edition}/registrations", status_code=201)
async def register(
    edition: Edition,
    form: RegistrationForm,
    caller: Asking,
    registry: R,
    coming: Coming,
    throttle: Annotated[Throttle, provided(Throttle)],
    references: Annotated[References, provided(References)],
) -> WithKey:
    """Register before the expo; who is signed in registers once."""
    await throttle.expect_few("registration", coming)
    await references.edition(edition)
    if not form.consent_version:
        raise no_consent()
    registration, key = await registry.register(edition, form, owner_of(caller))
    return WithKey(key=key, **RegistrationAnswer.of(registration).model_dump())


@router.post("/gate-registrations", status_code=201)
async def register_at_gate(form: GateForm, device: AtGate, registry: R) -> WithKey:
    """Register somebody who stands at the gate, by name alone."""
    registration, key = await registry.at_gate(device.edition, form.name)
    return WithKey(key=key, **RegistrationAnswer.of(registration).model_dump())


@router.get("/editions/{edition}/registrations")
async def list_registrations(
    edition: Edition,
    caller: Asking,
    registrations: Annotated[Registrations, provided(Registrations)],
    q: Annotated[str, Query(max_length=200)] = "",
    after: After = None,
    limit: Limit = 50,
) -> Page[RegistrationAnswer]:
    """Who has registered, the last first; by beginnings of words or by a badge's code."""
    caller.must_be("organiser")
    behind = read_cursor(after, 1)[0] if after else None
    found = await registrations.among(edition, q, limit + 1, behind)
    further = cursor(found[limit - 1].id) if len(found) > limit else None
    return Page(items=[RegistrationAnswer.of(one) for one in found[:limit]], next=further)


@router.get("/editions/{edition}/registrations/own")
async def own_registration(
    edition: Edition, caller: Asking, registry: R
) -> RegistrationAnswer | None:
    """The caller's own, null before they have registered."""
    caller.must_be(*EVERYBODY)
    own = await registry.own(edition, caller)
    return RegistrationAnswer.of(own) if own else None


@router.post("/editions/{edition}/registrations/own")
async def bind_registration(
    edition: Edition, form: KeyForm, caller: Asking, registry: R
) -> RegistrationAnswer:
    """Let a registration that was made without an account be the caller's."""
    caller.must_be(*EVERYBODY)
    registration = await registry.with_key(form.key)
    if registration.edition != edition:
        raise NoRegistration()
    return RegistrationAnswer.of(await registry.bind(registration, caller))


@router.post("/editions/{edition}/registrations/{registration_id}/badge", status_code=201)
async def reissue(
    edition: Edition, registration_id: Segment, caller: Asking, registry: R
) -> RegistrationAnswer:
    """Issue another badge; the one before lets nobody in any more."""
    registration = await registry.get(edition, registration_id, caller)
    return RegistrationAnswer.of(await registry.reissue(registration))


@router.delete("/editions/{edition}/registrations/{registration_id}/badge")
async def revoke(
    edition: Edition, registration_id: Segment, caller: Asking, registry: R
) -> RegistrationAnswer:
    """Revoke a badge."""
    registration = await registry.get(edition, registration_id, caller)
    return RegistrationAnswer.of(await registry.revoke(registration))


def no_consent() -> Invalid:
    """The refusal of a registration without consent."""
    return Invalid(
        "Centang persetujuan agar pendaftaran Anda boleh disimpan.",
        "Tick the consent so that your registration may be kept.",
        code="no-consent",
    )
