"""How people come in: by a letter whose link works once, for two weeks, unless taken back."""

import asyncio
from datetime import timedelta
from unittest.mock import patch

import pytest

from kernel.clock import now
from kernel.mongo import Mongo
from services.gateway.accounts.actions import Guests
from services.gateway.model import Person
from services.gateway.store import Accounts
from tests.integration.gateway.conftest import Office
from tests.integration.gateway.desks import GOOD, KOP, Desk, accepts, desk, signs_in
from tests.integration.gateway.running import BUYER, EDITION, EXHIBITOR, OPS, ORGANISER


async def test_an_invited_person_chooses_a_password_and_signs_in_with_it(office: Office) -> None:
    organiser = await desk(office)
    person = await organiser.invites("sri@koperasi.id")
    assert (person["standing"], person["member"]) == ("invited", False)
    assert await signs_in(office, "sri@koperasi.id", GOOD) == 401

    letter = await office.letters.next_to("sri@koperasi.id")
    assert letter.purpose == "invitation"
    assert letter.told["by"] == "Penyelenggara (contoh)"
    status, joined = await accepts(office, letter.secret)
    assert (status, joined["standing"], joined["name"]) == (200, "joined", "Sri Wahyuni")
    assert await signs_in(office, "sri@koperasi.id", GOOD) == 201


async def test_a_link_opens_once(office: Office) -> None:
    await (await desk(office)).invites("once@koperasi.id")
    key = (await office.letters.next_to("once@koperasi.id")).secret
    answers = await asyncio.gather(*(accepts(office, key) for _ in range(4)))
    assert sorted(status for status, _ in answers) == [200, 410, 410, 410]
    status, body = await accepts(office, key, password="Another password altogether")
    assert (status, body["code"]) == (410, "link-spent")
    assert await signs_in(office, "once@koperasi.id", GOOD) == 201


async def test_a_forged_link_opens_nothing(office: Office) -> None:
    await (await desk(office)).invites("forged@koperasi.id")
    key = (await office.letters.next_to("forged@koperasi.id")).secret
    for forged in ("", "x", key[:-1], key + "x", key.swapcase()):
        status, body = await accepts(office, forged)
        assert (status, body["code"]) == (410, "link-spent")


async def test_a_link_ends_after_two_weeks(office: Office) -> None:
    await (await desk(office)).invites("late@koperasi.id")
    key = (await office.letters.next_to("late@koperasi.id")).secret
    later = now() + timedelta(days=14, seconds=1)
    with patch("services.gateway.letters.opening.now", lambda: later):
        status, body = await accepts(office, key)
    assert (status, body["code"]) == (410, "link-spent")


async def test_another_letter_replaces_the_link_before(office: Office) -> None:
    organiser = await desk(office)
    person = await organiser.invites("again@koperasi.id")
    first = (await office.letters.next_to("again@koperasi.id")).secret
    status, _ = await organiser.asks("POST", f"people/{person['id']}/invitation")
    assert status == 200
    second = (await office.letters.next_to("again@koperasi.id", 2)).secret
    assert (await accepts(office, first))[0] == 410
    assert (await accepts(office, second))[0] == 200


async def test_an_invitation_that_was_taken_back_opens_nothing(office: Office) -> None:
    organiser = await desk(office)
    person = await organiser.invites("back@koperasi.id")
    key = (await office.letters.next_to("back@koperasi.id")).secret
    status, body = await organiser.asks("DELETE", f"people/{person['id']}/invitation")
    assert (status, body["standing"]) == (200, "waiting")
    assert (await accepts(office, key))[0] == 410


async def test_who_has_joined_is_not_asked_in_again(office: Office) -> None:
    organiser = await desk(office)
    person = await organiser.invites("joined@koperasi.id")
    await accepts(office, (await office.letters.next_to("joined@koperasi.id")).secret)
    for method in ("POST", "DELETE"):
        status, body = await organiser.asks(method, f"people/{person['id']}/invitation")
        assert (status, body["code"]) == (409, "already-joined")


async def test_a_weak_password_leaves_the_link_to_be_used(office: Office) -> None:
    await (await desk(office)).invites("weak@koperasi.id")
    key = (await office.letters.next_to("weak@koperasi.id")).secret
    for weak in ("short", "weakkoperasi", "Password123456", "1234512345", "x" * 201):
        status, body = await accepts(office, key, password=weak)
        assert (status, body["code"]) in ((422, "weak-password"), (422, "invalid")), weak
    assert (await accepts(office, key))[0] == 200


async def test_killed_between_accepting_and_saving_the_link_still_opens(office: Office) -> None:
    await (await desk(office)).invites("killed@koperasi.id")
    key = (await office.letters.next_to("killed@koperasi.id")).secret
    door = office.gateway.provided(Guests)
    with (
        patch.object(Accounts, "keep", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        await door.come_in(key, "Sri", "id", GOOD)
    assert (await accepts(office, key))[0] == 200


@pytest.mark.parametrize(
    ("email", "role", "party"),
    [
        (BUYER.email, "exhibitor", KOP),
        (EXHIBITOR.email, "exhibitor", KOP),
        (EXHIBITOR.email, "organiser", ""),
        (EXHIBITOR.email, "ops", ""),
        (ORGANISER, "ops", ""),
        (ORGANISER, "visitor", ""),
    ],
)
async def test_nobody_asks_in_whom_they_may_not(
    office: Office, email: str, role: str, party: str
) -> None:
    caller = await desk(office, email)
    given = {"email": "x@koperasi.id", "name": "X", "role": role, "party": party}
    status, body = await caller.asks("POST", "invitations", given)
    assert (status, body["code"]) == (403, "not-yours-to-invite")


async def test_the_owner_of_a_party_asks_its_team_in_and_the_team_nobody(office: Office) -> None:
    owner = await desk(office, EXHIBITOR.email)
    person = await owner.invites("anggota@koperasi.id", party=EXHIBITOR.party)
    assert person["member"]
    key = (await office.letters.next_to("anggota@koperasi.id")).secret
    assert (await accepts(office, key))[0] == 200
    given = {"email": "anggota@koperasi.id", "password": GOOD}
    _, signed_in = await Desk(office, {}).asks("POST", "sessions", given)
    member = Desk(office, {"authorization": f"Bearer {signed_in['token']}"})
    again = {"email": "y@koperasi.id", "name": "Y", "role": "exhibitor", "party": EXHIBITOR.party}
    status, body = await member.asks("POST", "invitations", again)
    assert (status, body["code"]) == (403, "not-yours-to-invite")


async def test_others_people_cannot_be_reached_by_their_id(office: Office) -> None:
    person = await (await desk(office)).invites("hidden@koperasi.id")
    for email, expected in ((BUYER.email, 404), (EXHIBITOR.email, 404)):
        caller = await desk(office, email)
        for method in ("POST", "DELETE"):
            status, _ = await caller.asks(method, f"people/{person['id']}/invitation")
            assert status == expected
    assert (await Desk(office, {}).asks("POST", f"people/{person['id']}/invitation"))[0] == 401


async def test_an_address_of_another_party_is_not_taken_over(office: Office) -> None:
    status, body = await (await desk(office)).asks(
        "POST",
        "invitations",
        {"email": BUYER.email, "name": "X", "role": "exhibitor", "party": KOP},
    )
    assert (status, body["code"]) == (409, "address-taken")
    status, body = await (await desk(office, OPS)).asks(
        "POST", "invitations", {"email": BUYER.email, "name": "X", "role": "organiser"}
    )
    assert (status, body["code"]) == (409, "address-taken")


@pytest.mark.parametrize(
    "more",
    [
        {"email": "not an address"},
        {"name": " "},
        {"role": "king"},
        {"party": ""},
        {"party": "buyer:h2o-2026:BUY-01"},
        {"party": "exhibitor:h2o-2026:a/b"},
        {"language": "jv"},
    ],
)
async def test_a_broken_invitation_is_refused(office: Office, more: dict[str, str]) -> None:
    given = {"email": "z@koperasi.id", "name": "Z", "role": "exhibitor", "party": KOP, **more}
    status, body = await (await desk(office)).asks("POST", "invitations", given)
    assert (status, body["code"]) == (422, "invalid")


async def test_imported_people_are_asked_in_at_once_each_once(office: Office) -> None:
    edition = "akbar-2027"
    people = [
        Person(
            email=f"orang{n}@koperasi.id",
            name=f"Orang {n}",
            role="exhibitor",
            party=f"exhibitor:{edition}:K-{n}",
        )
        for n in range(7)
    ]
    await office.gateway.opens(*people)
    organiser = await desk(office)
    path = f"editions/{edition}/invitations"
    assert await organiser.asks("GET", path) == (200, {"letters": 7})
    with patch("services.gateway.accounts.actions.AT_ONCE", 3):
        answers = await asyncio.gather(*(organiser.asks("POST", path) for _ in range(2)))
    assert sum(body["letters"] for _, body in answers) == 7
    assert await organiser.asks("GET", path) == (200, {"letters": 0})
    for person in people:
        await office.letters.next_to(person.email)
    assert [len(office.letters.to(person.email)) for person in people] == [1] * 7


async def test_people_are_found_by_beginnings_of_words_and_by_standing(office: Office) -> None:
    edition = "cari-2027"
    await office.gateway.opens(
        *(
            Person(
                email=f"{name.split()[1].lower()}@koperasi.id",
                name=name,
                role="buyer",
                party=f"buyer:{edition}:B-{n}",
            )
            for n, name in enumerate(("Bu Ratih", "Pak Ratno", "Pak Darmo"))
        )
    )
    organiser = await desk(office)

    async def found(query: str) -> list[str]:
        status, body = await organiser.asks("GET", f"editions/{edition}/people?{query}")
        assert status == 200, body
        return [person["name"] for person in body["items"]]

    assert await found("q=rat") == ["Bu Ratih", "Pak Ratno"]
    assert await found("q=PAK%20rat") == ["Pak Ratno"]
    assert await found("q=atih") == []
    assert await found("q=.*") == ["Bu Ratih", "Pak Ratno", "Pak Darmo"]
    assert await found("standing=joined") == []
    assert await found("role=exhibitor") == []
    _, page = await organiser.asks("GET", f"editions/{edition}/people?limit=2")
    assert (len(page["items"]), page["total"]) == (2, 3)
    assert await found(f"limit=2&after={page['next']}") == ["Pak Darmo"]


async def test_only_the_office_sees_the_list(office: Office) -> None:
    for email in (BUYER.email, EXHIBITOR.email):
        status, _ = await (await desk(office, email)).asks("GET", f"editions/{EDITION}/people")
        assert status == 403


async def test_no_secret_is_kept_or_told_in_the_clear(office: Office) -> None:
    await (await desk(office)).invites("secret@koperasi.id")
    letter = await office.letters.next_to("secret@koperasi.id")
    assert letter.secret not in str(letter.told)
    mongo = office.gateway.provided(Mongo)
    for collection in ("links", "accounts", "outbox", "wanted_letters"):
        kept = [str(document) async for document in mongo[collection].find()]
        assert letter.secret not in "".join(kept)


async def test_the_first_organiser_is_asked_in_by_the_house_itself_once(office: Office) -> None:
    door = office.gateway.provided(Guests)
    for _ in range(2):
        await door.open_the_office("kepala@dinas.id")
    letter = await office.letters.next_to("kepala@dinas.id")
    status, body = await accepts(office, letter.secret)
    assert (status, body["role"]) == (200, "organiser")
    await door.open_the_office("kepala@dinas.id")
    await asyncio.sleep(0.6)
    assert len(office.letters.to("kepala@dinas.id")) == 1
