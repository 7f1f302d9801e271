"""The compose file's promises: hardened, closed, without a secret, and watched where it listens."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from deploy import secret_files
from deploy.local.places import ROOT
from tests.environment import SETTINGS, variables

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ROOMS = ("catalogue", "matching", "notifications", "gateway")
CREATES = """
import asyncio
from services.{room}.app import create
async def made(): return create()
asyncio.run(made())
"""


@pytest.mark.parametrize("name", SERVICES)
def test_no_container_can_write_its_files_gain_rights_or_take_the_machine(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"mem_limit", "cpus", "pids_limit"} <= set(service)


def test_only_these_doors_open_and_only_on_this_machine() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert set(published) == {"gateway", "mailcatcher", "prometheus", "alertmanager", "grafana"}
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)


def test_rooms_and_backends_have_no_way_out() -> None:
    assert COMPOSE["networks"]["inside"]["internal"] is True
    for name in ("catalogue", "matching", "notifications", "rabbitmq", "mongo", "replica-set"):
        assert SERVICES[name]["networks"] == ["inside"]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_starts_after_what_it_leans_on_is_healthy(room: str) -> None:
    needs = SERVICES[room]["depends_on"]
    assert needs["rabbitmq"] == {"condition": "service_healthy"}
    assert needs["replica-set"] == {"condition": "service_completed_successfully"}


@pytest.mark.parametrize("name", ["rabbitmq", "mongo"])
def test_a_backend_has_a_health_check(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


def test_every_secret_is_a_file_that_make_secrets_writes() -> None:
    files = {name: Path(said["file"]) for name, said in COMPOSE["secrets"].items()}
    assert {path.parent for path in files.values()} == {secret_files.FOLDER}
    assert {path.name for path in files.values()} == set(files)
    assert set(files) == set(secret_files.made_up(""))
    assert f"{secret_files.FOLDER}/" in (ROOT / ".gitignore").read_text().split()


@pytest.mark.parametrize("name", SERVICES)
def test_no_environment_holds_a_secret(name: str) -> None:
    environment = SERVICES[name].get("environment", {})
    telling = re.compile("password|passwd|secret|token|amqp", re.IGNORECASE)
    told = {key: value for key, value in environment.items() if telling.search(f"{key} {value}")}
    assert {value for value in told.values() if not str(value).startswith("/run/secrets")} == set()


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_reads_its_secrets_by_the_names_of_its_settings(room: str) -> None:
    assert {name.upper() for name in SERVICES[room]["secrets"]} <= variables(SETTINGS[room])
    assert SERVICES[room]["environment"]["SECRETS_DIR"] == "/run/secrets"


def test_what_may_be_chosen_is_explained_with_its_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    chosen = dict(re.findall(r"\$\{(\w+):-([^}]*)\}", text))
    example = (ROOT / ".env.example").read_text()
    assert dict(re.findall(r"^#(\w+)=(.*)$", example, re.MULTILINE)) == chosen


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_told_only_what_it_reads(room: str) -> None:
    told = set(SERVICES[room]["environment"])
    assert told <= variables(SETTINGS[room]) | {"SECRETS_DIR"}


@pytest.mark.parametrize("room", ["catalogue", "matching", "notifications"])
def test_a_room_may_run_more_than_once(room: str) -> None:
    assert not {"container_name", "ports", "hostname"} & set(SERVICES[room])


def test_watching_is_a_profile_that_alerts_reach() -> None:
    watching = {name for name, service in SERVICES.items() if "profiles" in service}
    assert watching == {"prometheus", "alertmanager", "grafana", "mongodb-exporter"}
    folder = ROOT / "deploy" / "monitoring"
    (asked,) = yaml.safe_load((folder / "prometheus.yml").read_text())["alerting"]["alertmanagers"]
    assert asked["static_configs"] == [{"targets": ["alertmanager:9093"]}]
    alerting = yaml.safe_load((folder / "alertmanager.yml").read_text())
    mail = SERVICES["mailcatcher"]["environment"]["MAILCATCHER_SMTP_PORT"]
    assert alerting["global"]["smtp_smarthost"] == f"mailcatcher:{mail}"


@pytest.mark.parametrize("room", ROOMS)
def test_prometheus_watches_each_room_where_it_listens(room: str) -> None:
    config = yaml.safe_load((ROOT / "deploy/monitoring/prometheus.yml").read_text())
    (job,) = (job for job in config["scrape_configs"] if job["job_name"] == "pendopo")
    port = int(SERVICES[room]["environment"][f"{room.upper()}_PORT"])
    watched = {name: each["port"] for each in job["dns_sd_configs"] for name in each["names"]}
    assert watched[room] == port


@pytest.mark.parametrize("room", ROOMS)
def test_the_image_holds_all_that_its_room_needs(room: str, tmp_path: Path) -> None:
    *_, stage = (ROOT / "deploy/docker/Dockerfile").read_text().split("\nFROM ")
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", stage, re.MULTILINE):
        for source in sources.replace("${SERVICE}", room).split():
            copy(source, tmp_path)
    code = CREATES.format(room=room)
    run = [sys.executable, "-c", code]
    told = {"MONGO_URL": "mongodb://127.0.0.1:1", "AMQP_URL": "amqp://127.0.0.1:1"}
    said = subprocess.run(run, cwd=tmp_path, env=told, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr


def copy(source: str, into: Path) -> None:
    """Copy like an image's build does, into the same place below another root."""
    target = into / source
    target.parent.mkdir(parents=True, exist_ok=True)
    if (ROOT / source).is_dir():
        shutil.copytree(ROOT / source, target)
    else:
        shutil.copy(ROOT / source, target)


def test_the_image_runs_as_nobody_in_particular() -> None:
    dockerfile = (ROOT / "deploy/docker/Dockerfile").read_text()
    stages = dockerfile.split("\nFROM ")[1:]
    runnable = [stage for stage in stages if "\nCMD" in stage]
    assert len(runnable) == 2
    assert all("\nUSER 10001:10001\n" in stage for stage in runnable)


def test_images_install_only_pins_with_hashes() -> None:
    dockerfile = (ROOT / "deploy/docker/Dockerfile").read_text()
    installs = re.findall(r"pip install.*", dockerfile)
    assert installs
    assert all("--require-hashes" in install for install in installs)
