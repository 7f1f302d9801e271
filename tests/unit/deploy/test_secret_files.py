"""Secrets of containers are made once, read by the settings, and their folder is its owner's."""

import subprocess
import sys
from pathlib import Path

import pytest

from deploy import secret_files
from deploy.local.places import ROOT

READS = """
from services.gateway.settings import GatewaySettings
settings = GatewaySettings()
print(settings.amqp_url, settings.demo_password and settings.demo_password.get_secret_value())
"""


def read_by_a_gateway(folder: Path) -> list[str]:
    env = {"SECRETS_DIR": str(folder), "MONGO_URL": "mongodb://database"}
    said = subprocess.run(
        [sys.executable, "-c", READS], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    return said.stdout.split()


@pytest.mark.parametrize(("demo", "read"), [("", "None"), ("pendopo-contoh", "pendopo-contoh")])
def test_a_service_reads_them(tmp_path: Path, demo: str, read: str) -> None:
    made = secret_files.made_up(demo)
    secret_files.write(tmp_path, made)
    assert read_by_a_gateway(tmp_path) == [made["amqp_url"], read]


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    first = secret_files.made_up("")
    assert secret_files.write(folder, first) == list(first)
    assert secret_files.write(folder, secret_files.made_up("other")) == []
    assert {name: (folder / name).read_text() for name in first} == first
    assert folder.stat().st_mode & 0o077 == 0


def test_the_broker_and_its_address_agree_on_a_password_that_nobody_else_has() -> None:
    made, other = secret_files.made_up(""), secret_files.made_up("")
    password = made["broker_user"].split("default_pass = ")[1].strip()
    assert f":{password}@" in made["amqp_url"]
    assert made["amqp_url"] != other["amqp_url"]
    assert made["grafana_password"] != other["grafana_password"]
