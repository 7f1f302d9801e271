from datetime import date
from pathlib import Path

import pytest

from sample.buyers import Buyer, buyers
from sample.demands import Demand, demands
from sample.exhibitors import Exhibitor, exhibitors
from sample.expo import write_set
from sample.papers import Registry
from sample.plan import Plan
from sample.products import Product, products
from sample.recipes import H2O_2022, RECIPES, UVE_2021
from sample.seeds import Seeds, read_seeds
from sample.supply import Supply
from sample.truth import Judgement, truth

TODAY = date(2026, 11, 1)


@pytest.fixture(scope="session")
def seeds() -> Seeds:
    return read_seeds()


@pytest.fixture(scope="session")
def h2o(seeds: Seeds) -> Plan:
    return Plan(H2O_2022, 2022, TODAY, seeds)


@pytest.fixture(scope="session")
def uve(seeds: Seeds) -> Plan:
    return Plan(UVE_2021, 2022, TODAY, seeds)


@pytest.fixture(scope="session", params=RECIPES)
def plan(request: pytest.FixtureRequest, seeds: Seeds) -> Plan:
    return Plan(RECIPES[request.param], 2022, TODAY, seeds)


@pytest.fixture(scope="session")
def sellers(plan: Plan) -> list[Exhibitor]:
    return list(exhibitors(plan))


@pytest.fixture(scope="session")
def goods(plan: Plan, sellers: list[Exhibitor]) -> list[Product]:
    registry = Registry(plan.chance("papers"), plan.today)
    return [product for seller in sellers for product in products(plan, seller, registry)]


@pytest.fixture(scope="session")
def supply(goods: list[Product]) -> Supply:
    noted = Supply()
    list(noted.noting(goods))
    return noted


@pytest.fixture(scope="session")
def customers(plan: Plan) -> list[Buyer]:
    return list(buyers(plan))


@pytest.fixture(scope="session")
def needs(plan: Plan, customers: list[Buyer], supply: Supply) -> list[Demand]:
    return list(demands(plan, customers, supply))


@pytest.fixture(scope="session")
def judgements(plan: Plan, needs: list[Demand], supply: Supply) -> list[Judgement]:
    return list(truth(needs, supply, plan.seeds))


@pytest.fixture(scope="session")
def written(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the set as comma-separated values."""
    out = tmp_path_factory.mktemp("sample")
    write_set(plan, out, "csv")
    return out / plan.recipe.id
