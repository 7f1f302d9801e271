"""When a webhook is tried again, when it is given up, where it may lead, and how it is signed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from standardwebhooks import Webhook as Reader
from standardwebhooks.webhooks import WebhookVerificationError

from contracts.catalogue import ProductWithdrawn
from contracts.webhooks import PUBLIC_FACTS
from kernel.clock import now
from kernel.envelope import Envelope
from services.notifications.webhooks.addresses import AddressRefused, expect_address, is_public
from services.notifications.webhooks.delivery import LOGGED, Delivery
from services.notifications.webhooks.handlers import events
from services.notifications.webhooks.messages import Message
from services.notifications.webhooks.model import (
    ATTEMPTS,
    OVERLAP,
    PATIENCE,
    Attempt,
    Outcome,
    Webhook,
    WebhookForm,
    pause,
)

MOMENT = datetime(2026, 11, 24, 9, tzinfo=UTC)
FIRST = timedelta(seconds=5)
FORM = WebhookForm(name="Mitra", address="https://mitra.example/kait", facts={PUBLIC_FACTS[2]})
WEBHOOK = Webhook.of("64b0000000000000000000f1", FORM, "office", MOMENT)
FAILURES: tuple[Outcome, ...] = ("answered-no", "timed-out", "unreachable", "not-public")


def attempt(outcome: Outcome = "answered-no", at: datetime = MOMENT) -> Attempt:
    return Attempt(at=at, outcome=outcome)


def waiting(attempts: int = 0) -> Delivery:
    return Delivery(
        webhook=WEBHOOK.id,
        message="64b0000000000000000000f2",
        type=PUBLIC_FACTS[2],
        attempts=attempts,
        asked_at=MOMENT,
        next_at=MOMENT,
    )


def test_a_signature_is_the_one_of_the_specification() -> None:
    message = Message(
        id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        type="test",
        body='{"test": 2432232314}',
        kept_at=MOMENT,
    )
    headers = message.headers(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], datetime.fromtimestamp(1614265330, UTC)
    )
    assert headers["webhook-timestamp"] == "1614265330"
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_while_a_secret_is_replaced_readers_of_either_know_us_and_then_only_of_the_new() -> None:
    moment = now()
    old = WEBHOOK.secrets[0].text
    rotated = WEBHOOK.rotated(moment)
    new = rotated.secrets[0].text
    message = Message.test("Mitra")
    both = message.headers(rotated.secrets_in_force(moment), moment)
    for secret in (old, new):
        assert Reader(secret).verify(message.body, both)["data"] == {"webhook": "Mitra"}
    later = message.headers(rotated.secrets_in_force(moment + OVERLAP), moment)
    assert Reader(new).verify(message.body, later)
    with pytest.raises(WebhookVerificationError):
        Reader(old).verify(message.body, later)
    assert len(rotated.rotated(moment).secrets) == 2


def test_a_message_tells_what_happened_and_not_how_it_went_through_the_house() -> None:
    fact = ProductWithdrawn(subject="h2o:P-1", version=3, edition="h2o", exhibitor="exhibitor:1")
    envelope = Envelope.of(fact, "catalogue")
    message = Message.of(envelope)
    said = Reader(WEBHOOK.secrets[0].text).verify(
        message.body, message.headers(WEBHOOK.secrets_in_force(now()), now())
    )
    assert message.id == envelope.id
    assert said.keys() == {"type", "timestamp", "data"}
    assert datetime.fromisoformat(said["timestamp"]) == envelope.time
    assert said["data"] == {
        "subject": "h2o:P-1",
        "version": 3,
        "edition": "h2o",
        "exhibitor": "exhibitor:1",
    }


def test_what_can_be_chosen_is_what_is_heard() -> None:
    assert set(PUBLIC_FACTS) == set(events.topology.types)


@given(attempts=some.integers(1, 1_000), chance=some.floats(0, 1))
def test_pauses_grow_and_are_never_longer_than_a_day_and_a_quarter(
    attempts: int, chance: float
) -> None:
    this, following = (pause(n, FIRST, chance) for n in (attempts, attempts + 1))
    assert FIRST * 0.75 <= this <= following <= timedelta(hours=30)


def test_a_delivery_is_tried_for_two_days_and_given_up_after_nine_attempts() -> None:
    delivery, moment = waiting(), MOMENT
    for n in range(1, ATTEMPTS):
        delivery = delivery.after(attempt(at=moment), FIRST, 0.5)
        assert (delivery.state, delivery.attempts, delivery.outcome) == ("waiting", n, "put_off")
        assert delivery.next_at > moment
        moment = delivery.next_at
    assert timedelta(days=2) < moment - MOMENT < timedelta(days=4)
    ended = delivery.after(attempt(at=moment), FIRST, 0.5)
    assert (ended.state, ended.outcome) == ("given-up", "failed")
    assert ended.again(moment).after(attempt("taken"), FIRST, 0).state == "delivered"
    assert len(ended.again(moment).after(attempt(), FIRST, 0).log) == LOGGED == ATTEMPTS + 1


@given(
    outcomes=some.lists(some.sampled_from((*FAILURES, "taken")), max_size=40),
    hours=some.integers(0, 12),
)
def test_an_address_is_disabled_by_nothing_but_failures_without_end(
    outcomes: list[Outcome], hours: int
) -> None:
    webhook, moment, failing = WEBHOOK, MOMENT, list[datetime]()
    for outcome in outcomes:
        webhook = webhook.after(attempt(outcome, moment), FIRST, 0)
        failing = [] if outcome == "taken" else [*failing, moment]
        is_given_up = len(failing) >= ATTEMPTS and failing[-1] - failing[0] >= PATIENCE
        assert (webhook.standing == "disabled") is is_given_up
        if is_given_up:
            assert webhook.cause == "unreachable"
            webhook, failing = webhook.activated(moment), []
        moment += timedelta(hours=hours)


def test_an_address_that_is_gone_is_disabled_at_once_and_one_that_fails_rests() -> None:
    gone = WEBHOOK.after(attempt("gone"), FIRST, 0.5)
    assert (gone.standing, gone.cause) == ("disabled", "gone")
    assert WEBHOOK.after(attempt("timed-out"), FIRST, 0.5).rests_until == MOMENT + FIRST
    assert WEBHOOK.after(attempt("taken"), FIRST, 0.5) is WEBHOOK


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.1.2.3", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "2002:7f00:1::", "2001::1"),
        *("localhost", "", "0x7f000001", "2130706433"),
    ],
)
def test_no_address_of_our_own_network_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "103.28.12.1", "2606:4700::1111"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "http://mitra.example",
            "ftp://mitra.example",
            "https://",
            "mitra.example",
            "//x.example",
        ),
        *("https://u:p@mitra.example", "https://mitra.example/#x", "https://mitra.example:0/"),
        *("https://mitra.example:99999", "https://10.0.0.1/", "https://[::1]/", "https://[::1"),
        *(
            "https://mitra.example/a b",
            "https://mitra.example/\r\nx: y",
            f"https://x.example/{'x' * 500}",
        ),
    ],
)
def test_an_address_that_may_lead_elsewhere_is_refused(address: str) -> None:
    with pytest.raises(AddressRefused):
        expect_address(address, private=False)


def test_a_trial_may_go_to_this_machine_and_others_only_to_https() -> None:
    expect_address("http://127.0.0.1:8000/kait", private=True)
    expect_address("https://mitra.example:8443/kait?x=1", private=False)
    expect_address("https://8.8.8.8/", private=False)
