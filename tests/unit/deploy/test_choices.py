"""What a person may choose, and what each process is told because of it."""

from pathlib import Path

import pytest

from deploy.local.choices import Choices
from deploy.local.environment import environments
from deploy.local.greeting import greeting
from deploy.local.places import State
from deploy.local.trouble import SetupError

STATE = State(Path("/anywhere"))
SECRET = "s3cret"
GIVEN_BROKER = f"amqp://me:{SECRET}@broker.example/"


def told(env: dict[str, str]) -> dict[str, dict[str, str]]:
    return environments(Choices.of(env), STATE, "mongodb://m", "amqp://a")


def test_choosing_nothing_starts_everything_on_the_first_ports() -> None:
    needed = Choices.of({}).ports_needed()
    assert {"rabbitmq", "epmd", "mongod", "mail", "gateway", "catalogue"} <= set(needed)
    assert needed["gateway"] == 21080


def test_a_given_database_needs_no_port_for_mongod() -> None:
    needed = Choices.of({"MONGO_URL": "mongodb://elsewhere"}).ports_needed()
    assert "mongod" not in needed
    assert "rabbitmq" in needed


def test_a_given_broker_needs_no_port_for_rabbitmq_or_epmd() -> None:
    needed = Choices.of({"AMQP_URL": GIVEN_BROKER}).ports_needed()
    assert not [name for name in needed if name.startswith(("rabbitmq", "epmd"))]
    assert "mongod" in needed


def test_an_unknown_sample_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SetupError, match=r"uve-2021, h2o-2022 and none"):
        Choices.of({"SAMPLE": "expo-1851"})


def test_every_service_hears_where_the_backends_and_the_keys_are() -> None:
    environment = told({"PENDOPO_BASE_PORT": "22000"})
    for service in ("catalogue", "matching", "notifications", "gateway"):
        assert environment[service]["MONGO_URL"] == "mongodb://m"
        assert environment[service]["AMQP_URL"] == "amqp://a"
        assert environment[service]["KEYS_URL"] == "http://127.0.0.1:22080/.well-known/jwks.json"


def test_the_gateway_finds_each_room_where_that_room_listens() -> None:
    environment = told({"PENDOPO_BASE_PORT": "22000"})
    for room in ("catalogue", "matching", "notifications"):
        port = environment[room][f"{room.upper()}_PORT"]
        assert environment["gateway"][f"GATEWAY_{room.upper()}_URL"] == f"http://127.0.0.1:{port}"


def test_mail_goes_to_the_catcher_and_links_back_to_the_gateway() -> None:
    environment = told({"PENDOPO_BASE_PORT": "22000"})
    smtp_port = environment["mailcatcher"]["MAILCATCHER_SMTP_PORT"]
    notifications = environment["notifications"]
    assert notifications["NOTIFICATIONS_SMTP_URL"] == f"smtp://127.0.0.1:{smtp_port}"
    assert notifications["NOTIFICATIONS_PUBLIC_URL"] == "http://127.0.0.1:22080"


def test_only_the_gateway_knows_the_demo_password() -> None:
    environment = told({"GATEWAY_DEMO_PASSWORD": SECRET})
    assert [name for name, told_it in environment.items() if SECRET in told_it.values()] == [
        "gateway"
    ]


def test_the_greeting_shows_addresses_and_sign_ins_but_no_given_secret() -> None:
    words = greeting(Choices.of({"AMQP_URL": GIVEN_BROKER}), STATE)
    assert "http://127.0.0.1:21080/" in words
    assert "http://127.0.0.1:21026/" in words
    assert "penyelenggara@pendopo.invalid" in words
    assert SECRET not in words
