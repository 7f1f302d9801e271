"""Pages are made of templates; each language has its own environment with its words and forms."""

from functools import cache, partial
from typing import Any

from fastapi import Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from contracts import lists
from kernel.clock import now
from kernel.switches import Switches
from services.gateway.assets import STYLESHEET, assets
from services.gateway.caching.staleness import stale_since
from services.gateway.cookies import Cookies
from services.gateway.model import LanguageCode
from services.gateway.pages import formats, navigation
from services.gateway.pages.language import languages
from services.gateway.pages.visit import Visit

FORMS = (
    *(formats.number, formats.money, formats.market),
    *(formats.day, formats.period, formats.moment),
)


def render(visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
    """A page of this visit; who comes for the first time gets the stylesheet with it."""
    switches: Switches = visit.request.app.state.provided[Switches]
    page = _environment(visit.language.code).get_template(template)
    cookies: Cookies = visit.request.app.state.provided[Cookies]
    style = assets()[STYLESHEET]
    has_style = visit.wants_part or cookies.style(visit.request.cookies) == style.digest
    body = page.render(
        visit=visit,
        link=visit.link,
        here=getattr(visit.request.scope.get("route"), "name", ""),
        other=languages()["en" if visit.language.code == "id" else "id"],
        stale_since=stale_since(),
        switched=[switch.name for switch in switches.all() if switch.on],
        today=now().astimezone(formats.JAKARTA).date(),
        audience=navigation.audience_of(visit),
        is_part=visit.wants_part,
        theme=cookies.theme(visit.request.cookies),
        style="" if has_style else Markup(style.body.decode()),  # noqa: S704 our own file
        **values,
    )
    response = HTMLResponse(body, status, {"content-language": visit.language.code})
    if not has_style:
        cookies.keep_style(response, style.digest)
    return response


@cache
def _environment(code: LanguageCode) -> Environment:
    environment = Environment(
        loader=PackageLoader("services.gateway"),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(  # type: ignore[attr-defined]
        languages()[code].words, newstyle=True
    )
    for form in (
        formats.number,
        formats.money,
        formats.day,
        formats.period,
        formats.moment,
        formats.recorded,
        formats.month,
        formats.market,
        formats.weekday,
        formats.clock,
    ):
        environment.filters[form.__name__] = partial(form, language=code)
    environment.filters["month"] = partial(formats.month, language=code)
    environment.filters["calendar_month"] = partial(formats.calendar_month, language=code)
    environment.filters["points"] = formats.points
    environment.filters["cloth"] = formats.cloth
    environment.filters["family"] = formats.family
    environment.filters["unit"] = partial(_unit, code=code)
    environment.filters["said"] = partial(_said, code=code)
    environment.globals |= {
        "asset": _asset,
        "icon": _icon,
        "bar": navigation.bar,
        "menu": navigation.menu,
    }
    return environment


def _said(thing: object, field: str, code: LanguageCode) -> str:
    """A field in the reader's language, in Indonesian where it was not translated."""
    english = getattr(thing, f"{field}_en") if code == "en" else ""
    return english or getattr(thing, field)


def _unit(unit: str, code: LanguageCode) -> str:
    """A unit's word; in English as the list of units translates it."""
    known = lists.units().get(unit)
    return known.name_en if known and code == "en" else unit


def _asset(name: str) -> str:
    """The address of a file that never changes under it."""
    return assets()[name].address


@cache
def _icon(name: str) -> Markup:
    """A drawing beside words that say the same."""
    return Markup(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'
    ).format(_asset("icons.svg"), name)
