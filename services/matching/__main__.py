"""`python -m services.matching` serves matching."""

from kernel.service import run
from services.matching.app import create

run(create)
