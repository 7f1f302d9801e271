"""A private RabbitMQ node: its own name, ports, cookie, password and folders."""

import base64
import os
import secrets
import shutil
from pathlib import Path

from deploy.local.packages import RabbitMQ
from deploy.local.places import State
from deploy.local.ports import Ports
from deploy.local.processes import Process
from deploy.local.web import answers

USER = "pendopo"
FOLDERS = ("home", "mnesia", "log", "etc")


class Broker:
    """One RabbitMQ node and the epmd it registers with; both are children, so nothing is left."""

    name = "RabbitMQ"

    def __init__(self, state: State, ports: Ports) -> None:
        self.folder = state.broker
        self.ports = ports
        self._programs = RabbitMQ.find()
        self._password = prepare(self.folder, ports)
        env = node_environment(self.folder, ports, self._programs)
        self.epmd = Process(
            "epmd",
            [epmd_program(env["PATH"]), *epmd_arguments(ports)],
            log=state.log("epmd"),
            env=env,
            stop_limit=2,
        )
        self.node = Process(
            "rabbitmq",
            [str(self._programs.server)],
            log=state.log("rabbitmq"),
            env=env,
            ready=self._listens,
            stop_limit=20,
        )

    @property
    def processes(self) -> tuple[Process, Process]:
        return (self.epmd, self.node)

    @property
    def url(self) -> str:
        return address(self._password, self.ports)

    async def start(self) -> None:
        if not self.epmd.running:
            await self.epmd.start()
        await self.node.start()

    async def stop(self) -> None:
        await self.node.end()
        await self.epmd.end()

    async def kill(self) -> None:
        for process in reversed(self.processes):
            if process.running:
                await process.kill()

    async def _listens(self) -> bool:
        """RabbitMQ's own check that its AMQP listener is open."""
        check = f"health/checks/port-listener/{self.ports.rabbitmq}"
        sign_in = base64.b64encode(f"{USER}:{self._password}".encode()).decode()
        return await answers(
            f"http://127.0.0.1:{self.ports.rabbitmq_management}/api/{check}",
            {"Authorization": f"Basic {sign_in}"},
        )


def address(password: str, ports: Ports) -> str:
    return f"amqp://{USER}:{password}@127.0.0.1:{ports.rabbitmq}/?heartbeat=10"


def address_of(state: State, ports: Ports) -> str:
    """The address of a node that has been started from this state before."""
    return address((state.broker / "password").read_text(), ports)


def prepare(folder: Path, ports: Ports) -> str:
    """Lay the node's folders and configuration; the generated password survives restarts."""
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    password = kept_secret(folder / "password", 0o600)
    kept_secret(folder / "home" / ".erlang.cookie", 0o400)
    (folder / "etc" / "enabled_plugins").write_text("[rabbitmq_management,rabbitmq_prometheus].\n")
    (folder / "etc" / "rabbitmq.conf").write_text(configuration(ports, password))
    return password


def kept_secret(file: Path, mode: int) -> str:
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(16))
        file.chmod(mode)
    return file.read_text()


def configuration(ports: Ports, password: str) -> str:
    return f"""\
listeners.tcp.1 = 127.0.0.1:{ports.rabbitmq}
management.tcp.ip = 127.0.0.1
management.tcp.port = {ports.rabbitmq_management}
prometheus.tcp.ip = 127.0.0.1
prometheus.tcp.port = {ports.rabbitmq_metrics}
default_user = {USER}
default_pass = {password}
disk_free_limit.absolute = 200MB
vm_memory_high_watermark.absolute = 512MB
log.console = true
log.file = false
"""


def node_environment(folder: Path, ports: Ports, programs: RabbitMQ) -> dict[str, str]:
    """Everything RabbitMQ's scripts would otherwise take from /etc, /var and the user's home."""
    etc = folder / "etc"
    outer = {k: v for k, v in os.environ.items() if not k.startswith(("RABBITMQ_", "ERL_"))}
    return outer | {
        "PATH": f"{programs.erlang}:{outer['PATH']}",
        "HOME": str(folder / "home"),
        "ERL_CRASH_DUMP": str(folder / "log" / "erl_crash.dump"),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "ERL_EPMD_PORT": str(ports.epmd),
        "RABBITMQ_NODENAME": "pendopo@localhost",
        "RABBITMQ_DIST_PORT": str(ports.rabbitmq_distribution),
        "RABBITMQ_CTL_DIST_PORT_MIN": str(ports.rabbitmq_tools_first),
        "RABBITMQ_CTL_DIST_PORT_MAX": str(ports.rabbitmq_tools_last),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        "RABBITMQ_CONF_ENV_FILE": str(etc / "none"),  # a file that is not there: /etc has no say
        "RABBITMQ_CONFIG_FILE": str(etc / "rabbitmq.conf"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(etc / "advanced.config"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(etc / "enabled_plugins"),
        "RABBITMQ_GENERATED_CONFIG_DIR": str(etc / "generated"),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        # The start script then becomes the virtual machine, so signals reach it and no shell stays.
        "RUNNING_UNDER_SYSTEMD": "true",
    }


def epmd_program(path: str) -> str:
    return shutil.which("epmd", path=path) or "epmd"


def epmd_arguments(ports: Ports) -> list[str]:
    return ["-relaxed_command_check", "-address", "127.0.0.1", "-port", str(ports.epmd)]
