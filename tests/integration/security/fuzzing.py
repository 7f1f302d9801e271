"""Requests that an OpenAPI document allows, sent as everybody; what is wrong with the answers."""

import random
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.openapi import from_dict
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
SILENCE_SECONDS = 5.0
AT_ONCE = 3


@dataclass
class Report:
    """What was asked, by how many requests, and a sentence for each answer that is wrong."""

    operations: int = 0
    requests: int = 0
    wrong: list[str] = field(default_factory=list)


def asked_of_everything(
    document: dict[str, Any],
    url: str,
    askers: Mapping[str, Mapping[str, str]],
    seconds: float,
    known: Mapping[str, str],
    without: Iterable[str] = (),
    seed_: int = 0,
) -> Report:
    """Which answers are a 5xx, not documented, or not as documented.

    Every operation is asked with what hypothesis makes up for it, but for the parameters of its
    path that are `known`; as AT_ONCE of the askers, who take turns, in an order drawn by the seed,
    for as many `seconds`. `without` are ids of operations not to ask.
    """
    report = Report()
    ends = time.monotonic() + seconds
    found: Iterable[Any] = from_dict(document).get_all_operations()
    operations = [each.ok() for each in found]
    asked = [one for one in operations if one.definition.raw["operationId"] not in set(without)]
    random.Random(seed_).shuffle(asked)
    with requests.Session() as session:
        turns = cycle(askers.items())
        for operation in asked:
            if time.monotonic() > ends:
                break
            _ask(operation, url, dict(islice(turns, AT_ONCE)), known, session, seed_, report)
    return report


def _ask(
    operation: Any,
    url: str,
    askers: Mapping[str, Mapping[str, str]],
    known: Mapping[str, str],
    session: requests.Session,
    seed_: int,
    report: Report,
) -> None:
    @seed(seed_)
    @settings(
        max_examples=1,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: "schemathesis.Case[Any]") -> None:
        case.path_parameters = {
            name: known.get(name, value) for name, value in (case.path_parameters or {}).items()
        }
        for name, headers in askers.items():
            answer = case.call(
                base_url=url, session=session, headers=dict(headers), timeout=SILENCE_SECONDS
            )
            report.requests += 1
            try:
                case.validate_response(answer, checks=CHECKS)
            except (Failure, FailureGroup) as failure:
                report.wrong.append(f"{operation.label} as {name}: {answer.status_code} {failure}")

    ask()
    report.operations += 1
