"""Start the notifications service."""

from kernel.service import run
from services.notifications.app import create

run(create)
