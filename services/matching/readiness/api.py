"""The HTTP door of readiness: gap reports, ladders, what is said of goods, buyers' terms."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field

from contracts.scopes import Scope
from kernel.callers import Asking
from kernel.editing import SeenVersion, tag
from kernel.imports import Edition
from kernel.pages import After, Limit
from kernel.problems import Invalid
from kernel.service import provided
from services.matching.matches import Matches
from services.matching.model import buyer_id
from services.matching.readiness import actions, reporting, statistics
from services.matching.readiness.answers import GapReport, LadderAnswer, Standings
from services.matching.readiness.beside import GapsBeside, gaps_of
from services.matching.readiness.desk import Desk, expect_owner, expect_to_change
from services.matching.readiness.found import Summaries
from services.matching.readiness.model import Dossier, StatementForm, Terms, TermsForm
from services.matching.readiness.openers import Openers
from services.matching.readiness.portrait import Portrait, portray
from services.matching.readiness.reporting import Supposed
from services.matching.readiness.statistics import Progress, Statistics
from services.matching.store import Buyers, Demands

router = APIRouter()

K = Annotated[Desk, provided(Desk)]
D = Annotated[Demands, provided(Demands)]
S = Annotated[Summaries, provided(Summaries)]
Code = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
MarketCode = Annotated[str, Query(max_length=10, description="LT, LM, IN, X:*, X:NL or X:EU")]
Given = Annotated[str, Field(max_length=80)]
Held = Annotated[
    list[Given],
    Query(alias="with", max_length=50, description="papers or requirements taken to be held"),
]
Answered = Annotated[
    list[Given],
    Query(max_length=50, description="answers taken as given, such as home_made:yes"),
]
Things = Literal["exhibitors", "products", "demands"]
STATISTICS: Scope = "statistics:read"
TRUTHS = {"yes": True, "no": False}


class Answers(BaseModel):
    """Answers by question; null takes one back."""

    answers: dict[str, bool | None]


@router.get("/v1/editions/{edition}/readiness/products/{code}")
async def get_gaps(
    edition: Edition,
    code: Code,
    caller: Asking,
    desk: K,
    demands: D,
    market: MarketCode = "",
    demand: Annotated[str, Query(max_length=40)] = "",
    held: Held = [],  # noqa: B006
    answers: Answered = [],  # noqa: B006
) -> GapReport:
    """What stands between a product and a market, or a buyer's demand."""
    supposed = _supposed(held, answers)
    if demand:
        return await reporting.report_gaps_to_demand(
            edition, code, demand, caller, desk, demands, supposed
        )
    return await reporting.report_gaps(edition, code, market, caller, desk, supposed)


@router.get("/v1/editions/{edition}/readiness/products/{code}/ladder")
async def get_ladder(
    edition: Edition,
    code: Code,
    caller: Asking,
    desk: K,
    abroad: MarketCode = "X:*",
    at_home: bool = False,
    held: Held = [],  # noqa: B006
    answers: Answered = [],  # noqa: B006
) -> LadderAnswer:
    """Where a product stands, and the smallest set of requirements to the next rung.

    The ladder ends abroad, or `at_home`.
    """
    top = "" if at_home else abroad
    return await reporting.climb(edition, code, top, caller, desk, _supposed(held, answers))


def _supposed(held: list[str], answers: list[str]) -> Supposed:
    given = dict(answer.partition(":")[::2] for answer in answers)
    if not set(given.values()) <= TRUTHS.keys():
        raise Invalid(
            "Jawaban ditulis seperti home_made:yes atau home_made:no.",
            "An answer is written like home_made:yes or home_made:no.",
            code="no-answer",
        )
    return Supposed(held, {question: TRUTHS[value] for question, value in given.items()})


@router.get("/v1/editions/{edition}/readiness/demands/{code}/gaps")
async def get_gaps_beside(
    edition: Edition,
    code: Code,
    caller: Asking,
    desk: K,
    demands: D,
    product: Annotated[list[Given], Query(max_length=200)],
) -> GapsBeside:
    """What several products lack for a demand, to its buyer and the office."""
    demand = await demands.get(edition, code)
    expect_owner(caller, demand.buyer)
    return await gaps_of(demand, product, desk)


@router.get("/v1/editions/{edition}/readiness/exhibitors/{code}")
async def list_standings(
    edition: Edition,
    code: Code,
    caller: Asking,
    desk: K,
    summaries: S,
    after: After = None,
    limit: Limit = 50,
) -> Standings:
    """How far each product of a firm is from each rung of the ladder."""
    exhibitor = f"exhibitor:{edition}:{code}"
    expect_owner(caller, exhibitor)
    return await statistics.how_far(exhibitor, after, limit, desk, summaries)


@router.get("/v1/editions/{edition}/readiness/exhibitors/{code}/portrait")
async def get_portrait(
    edition: Edition, code: Code, desk: K, market: MarketCode = "LM"
) -> Portrait:
    """What everybody may see of a firm: what its goods meet in a market, and what shows it."""
    return await portray(f"exhibitor:{edition}:{code}", market, desk)


@router.get("/v1/editions/{edition}/readiness/{things}/{code}/dossier")
async def get_dossier(
    edition: Edition,
    things: Things,
    code: Code,
    caller: Asking,
    response: Response,
    desk: K,
    demands: D,
) -> Dossier:
    """What is answered and stated of a firm, a product or a demand; its version is the ETag."""
    id_, party = await _about(edition, things, code, desk, demands)
    expect_owner(caller, party)
    dossier = await desk.dossiers.get(id_)
    tag(response, dossier.version)
    return dossier


@router.put("/v1/editions/{edition}/readiness/{things}/{code}/answers")
async def answer(
    edition: Edition,
    things: Things,
    code: Code,
    form: Answers,
    seen: SeenVersion,
    caller: Asking,
    desk: K,
    demands: D,
) -> Dossier:
    """Answer questions; those not named keep their answers."""
    id_, party = await _about(edition, things, code, desk, demands)
    expect_to_change(caller, party)
    return await actions.answer(id_, form.answers, seen, desk)


@router.put("/v1/editions/{edition}/readiness/{things}/{code}/statements/{requirement}")
async def state(
    edition: Edition,
    things: Things,
    code: Code,
    requirement: Code,
    form: StatementForm,
    seen: SeenVersion,
    caller: Asking,
    desk: K,
    demands: D,
) -> Dossier:
    """State how a requirement is met, or that it is being worked on."""
    id_, party = await _about(edition, things, code, desk, demands)
    expect_to_change(caller, party)
    return await actions.state(id_, requirement, form, seen, caller, desk)


@router.delete("/v1/editions/{edition}/readiness/{things}/{code}/statements/{requirement}")
async def take_back(
    edition: Edition,
    things: Things,
    code: Code,
    requirement: Code,
    seen: SeenVersion,
    caller: Asking,
    desk: K,
    demands: D,
) -> Dossier:
    """Take back what was stated of a requirement."""
    id_, party = await _about(edition, things, code, desk, demands)
    expect_to_change(caller, party)
    return await actions.take_back(id_, requirement, seen, desk)


async def _about(
    edition: str, things: Things, code: str, desk: Desk, demands: Demands
) -> tuple[str, str]:
    """The id of what a dossier is about, and whose it is. Raises NotFound."""
    if things == "demands":
        demand = await demands.get(edition, code)
        return demand.id, demand.buyer
    if things == "products":
        goods = await desk.shelf.get(edition, code)
        return goods.id, goods.exhibitor
    exhibitor = f"exhibitor:{edition}:{code}"
    return exhibitor, exhibitor


@router.get("/v1/editions/{edition}/readiness/buyers/{code}/terms")
async def get_terms(
    edition: Edition, code: Code, caller: Asking, response: Response, desk: K
) -> Terms:
    """What a buyer adds to the rules and waives; its version is the ETag."""
    expect_owner(caller, buyer_id(edition, code))
    terms = await desk.terms.get(buyer_id(edition, code))
    tag(response, terms.version)
    return terms


@router.put("/v1/editions/{edition}/readiness/buyers/{code}/terms")
async def set_terms(
    edition: Edition,
    code: Code,
    form: TermsForm,
    seen: SeenVersion,
    caller: Asking,
    desk: K,
    buyers: Annotated[Buyers, provided(Buyers)],
) -> Terms:
    """Say what a buyer adds and waives; law cannot be waived."""
    expect_to_change(caller, buyer_id(edition, code))
    buyer = await buyers.get(edition, code)
    return await actions.set_terms(buyer.id, form, seen, caller, desk)


@router.get("/v1/editions/{edition}/readiness/statistics")
async def count_lacking(
    edition: Edition,
    caller: Asking,
    desk: K,
    summaries: S,
    market: MarketCode = "LM",
    by: Literal["", "regency", "category"] = "",
    requirement: Annotated[str, Query(max_length=40)] = "",
) -> Statistics:
    """How many products and firms lack each requirement in a market."""
    caller.must_be("organiser", "assistant", "ops", scope=STATISTICS)
    return await statistics.count_lacking(edition, market, by, requirement, desk, summaries)


@router.get("/v1/editions/{edition}/readiness/openers")
async def find_openers(
    edition: Edition,
    caller: Asking,
    desk: K,
    summaries: S,
    demands: D,
    matches: Annotated[Matches, provided(Matches)],
) -> Openers:
    """Which single paper would open most demand, in rupiah a month."""
    caller.must_be("organiser", "assistant", "ops", scope=STATISTICS)
    return await statistics.find_openers(edition, desk, summaries, demands, matches)


@router.get("/v1/editions/{edition}/readiness/progress")
async def get_progress(edition: Edition, caller: Asking, desk: K) -> Progress:
    """How far goods have been looked through since rules, papers or answers changed."""
    caller.must_be("organiser", "assistant", "ops", scope=STATISTICS)
    return await statistics.progress(edition, desk)
