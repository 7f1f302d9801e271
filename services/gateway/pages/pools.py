"""Pools: buyers propose and invite; cooperatives see their share and answer."""

from typing import Annotated, Literal

from fastapi import Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.gateway.pages.gaps import gaps_beside
from services.gateway.pages.pool_views import Invitation, Pool
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.typed import Typed
from services.gateway.pages.views import Listing
from services.gateway.pages.visit import Visiting
from services.gateway.requests import values_of

BUYING = ("buyer", "broker", "organiser", "assistant")
USUAL_DAYS = 7

After = Annotated[str, Query(max_length=200)]
News = Annotated[str, Query(max_length=20)]
PoolCode = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,48}$")]
Step = Annotated[Literal["undang", "bubarkan"], Path()]
Reply = Annotated[Literal["setuju", "tolak"], Path()]

router = page_router()


@page(router, "pools")
async def pools(visit: Visiting, setelah: After = "", kabar: News = "") -> Response:
    """A buyer's pools, all of them for the office, an exhibitor's invitations."""
    visit.caller.must_be(*BUYING, "exhibitor")
    if visit.side == "exhibitor":
        asked = await visit.ask_edition(
            Listing[Invitation], "matching", "pool-invitations", after=setelah
        )
        return render(visit, "pool_invitations.html", asked=asked, after=setelah, news=kabar)
    found = await visit.ask_edition(Listing[Pool], "matching", "pools", after=setelah)
    return render(visit, "pools.html", pools=found, after=setelah)


@page(router, "pool")
async def pool(visit: Visiting, code: PoolCode, kabar: News = "") -> Response:
    """A pool with its costs, its shares by month, and what happened to it."""
    visit.caller.must_be(*BUYING)
    found = await visit.ask_edition(Pool, "matching", f"pools/{code}")
    gaps = await gaps_beside(visit, found.demand_code, [one.product_code for one in found.present])
    return render(visit, "pool.html", pool=found, gaps=gaps, news=kabar, usual_days=USUAL_DAYS)


@page(router, "pool-proposal", "POST")
async def propose(visit: Visiting, request: Request, code: Code) -> Response:
    """Propose a pool for a demand; a cooperative does so for its buyer."""
    visit.caller.must_be(*BUYING, "exhibitor")
    typed = Typed(await values_of(request, 5))
    most = typed.number("anggota", "Anggota paling banyak")
    found = await visit.send_edition("pools", {"demand": code, "members_at_most": most})
    if visit.side == "exhibitor":
        news = "termasuk" if found["is_included"] else "tidak-termasuk"
        return RedirectResponse(visit.link("pools", {"kabar": news}), 303)
    return RedirectResponse(visit.link("pool", code=found["code"]), 303)


@page(router, "pool-step", "POST")
async def step(visit: Visiting, request: Request, code: PoolCode, step: Step) -> Response:
    """Invite the members of a proposal, or end a pool."""
    visit.caller.must_be(*BUYING)
    typed = Typed(await values_of(request, 5))
    if step == "undang":
        days = typed.number("hari", "Hari untuk menjawab") or USUAL_DAYS
        said: dict[str, int] | None = {"days_to_answer": days}
        path = f"pools/{code}/invitations"
    else:
        said, path = None, f"pools/{code}/dissolution"
    await visit.send_edition(path, said, seen=typed.text("versi"))
    return RedirectResponse(visit.link("pool", {"kabar": step}, code=code), 303)


@page(router, "pool-answer", "POST")
async def answer(
    visit: Visiting, request: Request, code: PoolCode, product: Code, reply: Reply
) -> Response:
    """A cooperative agrees to its share, or does not take part."""
    visit.caller.must_be("exhibitor")
    typed = Typed(await values_of(request, 5))
    path, seen = f"pools/{code}/members/{product}", typed.text("versi")
    if reply == "setuju":
        await visit.send_edition(f"{path}/acceptance", seen=seen)
    else:
        await visit.send_edition(f"{path}/refusal", {"reason": typed.text("alasan")}, seen=seen)
    return RedirectResponse(visit.link("pools", {"kabar": reply}), 303)
