"""Alerts: each fires, stays quiet and recovers, asks for what is measured, and has a way out."""

import subprocess
from itertools import chain
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from deploy.local.packages import promtool
from deploy.local.places import ROOT
from tests.measured import names_in, of_backends, of_services, recorded

MONITORING = ROOT / "deploy" / "monitoring"
RULES = sorted((MONITORING / "rules").glob("*.yml"))
TESTS = sorted((MONITORING / "tests").glob("*.yml"))


def _groups() -> list[dict[str, Any]]:
    read = (yaml.safe_load(file.read_text()) for file in RULES)
    return list(chain.from_iterable(document["groups"] for document in read))


ALL = [rule for group in _groups() for rule in group["rules"]]
ALERTS = [rule for rule in ALL if "alert" in rule]


def test_every_rule_is_one_that_prometheus_takes() -> None:
    said = subprocess.run(
        [promtool(), "check", "rules", *map(str, RULES)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.stem)
def test_every_alert_fires_stays_quiet_and_recovers(file: Any) -> None:
    said = subprocess.run(
        [promtool(), "test", "rules", str(file)], capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize("alert", ALERTS, ids=lambda rule: rule["alert"])
def test_an_alert_is_seen_quiet_before_firing_and_quiet_after(alert: dict[str, Any]) -> None:
    tried = [
        [bool(check["exp_alerts"]) for check in test["alert_rule_test"]]
        for file in TESTS
        for test in yaml.safe_load(file.read_text())["tests"]
        if test["name"] == alert["alert"]
    ]
    assert tried == [[False, True, False]]


@pytest.mark.parametrize("alert", ALERTS, ids=lambda rule: rule["alert"])
def test_an_alert_says_how_bad_it_is_and_where_to_read_on(alert: dict[str, Any]) -> None:
    assert alert["labels"]["severity"] in ("page", "ticket")
    runbook = (ROOT / "docs" / "runbook.md").read_text()
    assert f"\n### {alert['annotations']['runbook']}\n" in runbook


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.get("alert") or rule["record"])
def test_a_rule_asks_for_what_is_measured(rule: dict[str, Any]) -> None:
    assert names_in(rule["expr"]) <= of_services() | of_backends() | recorded() | {"up"}
