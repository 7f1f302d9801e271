"""`python -m services.catalogue` serves the catalogue."""

from kernel.service import run
from services.catalogue.app import create

run(create)
