"""Starts the gateway as a process of its own."""

from kernel.service import run
from services.gateway.app import create

run(create)
