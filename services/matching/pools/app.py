"""Puts the sub-room of pools together, into matching."""

from kernel.service import Service
from services.matching.capacity.actions import Reservations
from services.matching.matches import Matches
from services.matching.pools import api
from services.matching.pools.actions import Pooling
from services.matching.pools.planning import Planner
from services.matching.pools.solver import Solver
from services.matching.pools.store import Pools
from services.matching.pools.upkeep import Upkeep
from services.matching.store import Demands, Offers


def furnish(
    service: Service,
    demands: Demands,
    matches: Matches,
    offers: Offers,
    reservations: Reservations,
) -> None:
    """Let matching's service know pools."""
    mongo, pools, solver = service.mongo, Pools(service.mongo, service.outbox), Solver()
    planner = Planner(offers, reservations, solver)
    pooling = Pooling(mongo, pools, demands, matches, reservations, planner)
    upkeep = Upkeep(mongo, pools, demands, reservations, planner)
    service.provide(pools, pooling, upkeep)
    service.prepares(pools.ensure)
    service.routes(api.router)
    service.runs(upkeep.run)
    service.finishes(solver.close)
