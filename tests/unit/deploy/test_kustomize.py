"""The manifests for Kubernetes: they render, are valid, and agree with each other and the code.

Nothing here asks a cluster. `kubectl kustomize` renders; a machine without it is told so, and
`make check-deploy` (which sets PENDOPO_CHECK_DEPLOY) fails there.
"""

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import kubernetes_validate  # type: ignore[import-untyped]
import pytest
import yaml  # type: ignore[import-untyped]
from fastapi import FastAPI

import services.matching.handlers
import services.matching.readiness.handlers
import services.notifications.handlers
from deploy.local.places import ROOT
from kernel.health import Health
from kernel.http import answer_ops
from kernel.settings import ServiceSettings
from tests.environment import SETTINGS, port, variables

KUSTOMIZE = ROOT / "deploy" / "kustomize"
OVERLAYS = ("kind", "regional", "national")
GROWING = ("regional", "national")
COMPONENTS = sorted(folder.name for folder in (KUSTOMIZE / "components").iterdir())
OF_OPERATORS = {"HTTPRoute", "RabbitmqCluster", "ScaledObject", "TriggerAuthentication"}
SUPPORTED = ("1.30", "1.37")
DRAIN_SECONDS = 20
QUEUES = {
    "matching": {
        services.matching.handlers.events.queue,
        services.matching.readiness.handlers.events.queue,
    },
    "notifications": {services.notifications.handlers.events.queue},
}

Object = dict[str, Any]


def kubectl() -> str:
    found = shutil.which("kubectl")
    if found is None:
        reason = "kubectl, which renders deploy/kustomize, is not on this machine"
        (pytest.fail if "PENDOPO_CHECK_DEPLOY" in os.environ else pytest.skip)(reason)
    return found


@cache
def rendered(folder: Path) -> tuple[Object, ...]:
    said = subprocess.run(
        [kubectl(), "kustomize", str(folder)], capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr
    return tuple(yaml.safe_load_all(said.stdout))


def overlay(name: str, kind: str) -> dict[str, Object]:
    """The rendered objects of one kind, by name."""
    every = rendered(KUSTOMIZE / "overlays" / name)
    return {item["metadata"]["name"]: item for item in every if item["kind"] == kind}


def pods(name: str) -> dict[str, Object]:
    return {
        room: made["spec"]["template"]["spec"] for room, made in overlay(name, "Deployment").items()
    }


def settings(name: str) -> dict[str, str]:
    (only,) = overlay(name, "ConfigMap").values()
    return dict(only["data"])


@pytest.mark.parametrize("version", SUPPORTED)
def test_every_object_is_valid_to_the_letter(version: str) -> None:
    every = [item for name in OVERLAYS for item in rendered(KUSTOMIZE / "overlays" / name)]
    unknown = set()
    for item in {yaml.safe_dump(item): item for item in every}.values():
        try:
            kubernetes_validate.validate(item, version, strict=True)
        except kubernetes_validate.SchemaNotFoundError:
            unknown.add(item["kind"])
    assert unknown == OF_OPERATORS


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_component_goes_with_any_other_since_it_only_adds(component: str, tmp_path: Path) -> None:
    folder = KUSTOMIZE / "components" / component
    written = yaml.safe_load((folder / "kustomization.yaml").read_text())
    assert set(written) == {"apiVersion", "kind", "resources"}
    alone = {
        "resources": [os.path.relpath(KUSTOMIZE / "base", tmp_path)],
        "components": [os.path.relpath(folder, tmp_path)],
    }
    (tmp_path / "kustomization.yaml").write_text(yaml.safe_dump(alone))
    assert len(rendered(tmp_path)) > len(rendered(KUSTOMIZE / "base"))


@pytest.mark.parametrize("name", OVERLAYS)
def test_no_two_objects_are_one_and_all_lie_in_one_namespace(name: str) -> None:
    every = rendered(KUSTOMIZE / "overlays" / name)
    names = [(item["kind"], item["metadata"]["name"]) for item in every]
    assert len(set(names)) == len(names)
    assert {item["metadata"].get("namespace", "pendopo") for item in every} == {"pendopo"}


@pytest.mark.parametrize("name", OVERLAYS)
def test_all_four_rooms_are_there_and_outlive_a_disruption(name: str) -> None:
    assert set(pods(name)) == set(SETTINGS)
    assert set(overlay(name, "Service")) == set(SETTINGS)
    for room, budget in overlay(name, "PodDisruptionBudget").items():
        chosen = budget["spec"]["selector"]["matchLabels"]
        labels = overlay(name, "Deployment")[room]["spec"]["template"]["metadata"]["labels"]
        assert chosen.items() <= labels.items()
        assert budget["spec"]["maxUnavailable"] == 1
    assert set(overlay(name, "PodDisruptionBudget")) == set(SETTINGS)


@pytest.mark.parametrize("room", SETTINGS)
@pytest.mark.parametrize("name", OVERLAYS)
def test_a_pod_can_do_little_and_takes_no_more_than_its_share(name: str, room: str) -> None:
    pod = pods(name)[room]
    (container,) = pod["containers"]
    assert (pod["securityContext"]["runAsUser"], pod["securityContext"]["runAsNonRoot"]) == (
        10001,
        True,
    )
    assert pod["automountServiceAccountToken"] is False
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "privileged": False,
        "readOnlyRootFilesystem": True,
    }
    assert {"cpu", "memory"} <= set(container["resources"]["requests"])
    assert {"cpu", "memory"} <= set(container["resources"]["limits"])


@pytest.mark.parametrize("room", SETTINGS)
@pytest.mark.parametrize("name", OVERLAYS)
def test_ports_agree_from_the_settings_to_the_entrance(name: str, room: str) -> None:
    (container,) = pods(name)[room]["containers"]
    assert container["ports"] == [{"name": "http", "containerPort": port(room)}]
    (opened,) = overlay(name, "Service")[room]["spec"]["ports"]
    assert (opened["port"], opened["targetPort"]) == (port(room), "http")
    (let_in,) = overlay(name, "NetworkPolicy")[room]["spec"]["ingress"]
    assert let_in["ports"] == [{"protocol": "TCP", "port": port(room)}]


@pytest.mark.parametrize("name", OVERLAYS)
def test_addresses_inside_name_a_service_and_its_port(name: str) -> None:
    told = settings(name)
    inside = {key: urlsplit(told[key]) for key in told if re.search(r"(?<!PUBLIC)_URL$", key)}
    assert set(inside) == {"KEYS_URL"} | {
        f"GATEWAY_{room.upper()}_URL" for room in SETTINGS if room != "gateway"
    }
    for key, address in inside.items():
        assert address.port == port(str(address.hostname)), key
    for reached in overlay(name, "NetworkPolicy")["gateway"]["spec"]["egress"]:
        room = reached["to"][0]["podSelector"]["matchLabels"]["app.kubernetes.io/name"]
        assert reached["ports"] == [{"protocol": "TCP", "port": port(room)}]


@pytest.mark.parametrize("name", OVERLAYS)
def test_every_variable_is_one_that_a_service_reads(name: str) -> None:
    known = set().union(*map(variables, SETTINGS.values()))
    assert set(settings(name)) <= known
    for room, pod in pods(name).items():
        (container,) = pod["containers"]
        given = {variable["name"] for variable in container["env"]}
        text = " ".join(variable.get("value", "") for variable in container["env"])
        woven_in = set(re.findall(r"\$\((\w+)\)", text))
        assert given - woven_in <= variables(SETTINGS[room])
        assert {"MONGO_URL", "AMQP_URL", *woven_in} <= given
        assert f"{room.upper()}_HOST" in settings(name)


@pytest.mark.parametrize("name", OVERLAYS)
def test_every_service_takes_what_it_is_told(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told = settings(name) | {"MONGO_URL": "mongodb://database", "AMQP_URL": "amqp://broker"}
    for variable, value in told.items():
        monkeypatch.setenv(variable, value)
    assert {made().host for made in SETTINGS.values()} == {"0.0.0.0"}


@pytest.mark.parametrize("name", OVERLAYS)
def test_cluster_variables_of_services_do_not_pass_for_settings(name: str) -> None:
    clash = {f"{room.upper()}_PORT" for room in SETTINGS}
    assert clash <= set().union(*map(variables, SETTINGS.values()))
    assert not any(pod["enableServiceLinks"] for pod in pods(name).values())


@pytest.mark.parametrize("name", OVERLAYS)
def test_secrets_are_named_and_never_written(name: str) -> None:
    assert overlay(name, "Secret") == {}
    named = {
        source["valueFrom"]["secretKeyRef"]["name"]
        for pod in pods(name).values()
        for source in pod["containers"][0]["env"]
        if "valueFrom" in source
    }
    assert named == {"database", "mail", "broker-default-user"}
    readme = (KUSTOMIZE / "README.md").read_text()
    assert all(f"`{secret}`" in readme for secret in named)
    assert not [key for key in settings(name) if re.search("PASSWORD|SECRET|MONGO|AMQP", key)]


def test_a_pod_is_asked_what_a_service_answers() -> None:
    app = FastAPI()
    answer_ops(app, Health())
    answered = {getattr(route, "path", "") for route in app.routes}
    for pod in pods("kind").values():
        (container,) = pod["containers"]
        probes = ("startupProbe", "livenessProbe", "readinessProbe")
        asked = [container[probe]["httpGet"]["path"] for probe in probes]
        assert asked == ["/livez", "/livez", "/readyz"]
        assert set(asked) <= answered


@pytest.mark.parametrize("name", OVERLAYS)
def test_a_pod_may_wait_and_drain_before_it_is_killed(name: str) -> None:
    longest = ServiceSettings.model_fields["longest_drain_seconds"].default
    assert longest < DRAIN_SECONDS
    for pod in pods(name).values():
        (container,) = pod["containers"]
        _, waits = container["lifecycle"]["preStop"]["exec"]["command"]
        assert pod["terminationGracePeriodSeconds"] >= float(waits) + DRAIN_SECONDS


@pytest.mark.parametrize("name", GROWING)
def test_each_room_grows_by_one_measure_and_names_no_number_itself(name: str) -> None:
    by_load = [
        item["spec"]["scaleTargetRef"]["name"]
        for item in overlay(name, "HorizontalPodAutoscaler").values()
    ]
    by_queue = [
        item["spec"]["scaleTargetRef"]["name"] for item in overlay(name, "ScaledObject").values()
    ]
    assert sorted(by_load) == ["catalogue", "gateway"]
    assert sorted(by_queue) == ["matching", "notifications"]
    assert not [item for item in overlay(name, "Deployment").values() if "replicas" in item["spec"]]


@pytest.mark.parametrize("name", GROWING)
def test_rooms_grow_with_queues_that_they_read(name: str) -> None:
    (broker,) = overlay(name, "RabbitmqCluster")
    for room, item in overlay(name, "ScaledObject").items():
        triggers = [trigger["metadata"] for trigger in item["spec"]["triggers"]]
        assert {trigger["queueName"] for trigger in triggers} == QUEUES[room]
        assert {urlsplit(trigger["host"]).hostname for trigger in triggers} == {
            f"{broker}.pendopo.svc"
        }


@pytest.mark.parametrize("name", OVERLAYS)
def test_nothing_comes_in_or_goes_out_unnamed(name: str) -> None:
    closed = overlay(name, "NetworkPolicy")["closed"]["spec"]
    assert closed == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


@pytest.mark.parametrize("name", GROWING)
def test_people_enter_where_the_pages_say_they_are(name: str) -> None:
    route = overlay(name, "HTTPRoute")["gateway"]["spec"]
    (hostname,) = route["hostnames"]
    public = {value for key, value in settings(name).items() if key.endswith("PUBLIC_URL")}
    assert public == {f"https://{hostname}"}
    (door,) = (rule["backendRefs"] for rule in route["rules"] if "backendRefs" in rule)
    assert door == [{"name": "gateway", "port": port("gateway")}]


def test_the_broker_outlives_a_node_where_it_matters() -> None:
    replicas = {
        name: overlay(name, "RabbitmqCluster")["broker"]["spec"]["replicas"] for name in OVERLAYS
    }
    assert replicas == {"kind": 1, "regional": 3, "national": 3}


@pytest.mark.parametrize("name", OVERLAYS)
def test_the_broker_keeps_the_rules_of_its_namespace(name: str) -> None:
    (space,) = overlay(name, "Namespace").values()
    assert space["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    broker = overlay(name, "RabbitmqCluster")["broker"]["spec"]
    pod = broker["override"]["statefulSet"]["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for container in pod["initContainers"] + pod["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
        }
