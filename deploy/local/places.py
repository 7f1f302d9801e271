"""Where the local stack keeps its things: everything under `.local/`, nothing outside the checkout.

.local/state/lock        held by the running launcher; its text is that launcher's process id
.local/state/broker/     the private RabbitMQ node: data, configuration, cookie, generated password
.local/state/database/   the private mongod's files
.local/state/mail/       every caught mail, one .eml each
.local/state/logs/       one log per process, the run before it beside it as .old
.local/rabbitmq/         RabbitMQ unpacked from Debian's packages, where nobody may install it
.local/prometheus/       promtool unpacked from Debian's package, which checks the alert rules
.local/backups/          what `make backup` has kept
.local/rehearsals/       what each `make rehearse` reported
.local/sample/           the generated spreadsheets of each sample expo
"""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / ".local"
SAMPLES = LOCAL / "sample"
UNPACKED_RABBITMQ = LOCAL / "rabbitmq"
UNPACKED_PROMETHEUS = LOCAL / "prometheus"


@dataclass(frozen=True)
class State:
    """One stack's folder; two stacks with two folders and two base ports never meet."""

    folder: Path = LOCAL / "state"

    @property
    def lock(self) -> Path:
        return self.folder / "lock"

    @property
    def broker(self) -> Path:
        return self.folder / "broker"

    @property
    def database(self) -> Path:
        return self.folder / "database"

    @property
    def mail(self) -> Path:
        return self.folder / "mail"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"
