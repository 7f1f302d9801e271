"""`python -m deploy.local.control stop|status|logs|doctor|reset`: from outside a running stack.

Standard library only: it works whatever state the virtual environment is in.
"""

import argparse
import asyncio
import os
import shutil
import sys
from pathlib import Path

from deploy.local.doctor import examine
from deploy.local.environment import SERVICES
from deploy.local.instance import running
from deploy.local.logs import follow, last_of
from deploy.local.places import SAMPLES, State
from deploy.local.ports import Ports
from deploy.local.trouble import SetupError
from deploy.local.web import answers


def stop(state: State) -> None:
    """End the running stack, if one runs."""
    if instance := running(state):
        instance.stop(state)
    else:
        print(f"Nothing runs from {state.folder}.")


def status(state: State) -> None:
    """Say what runs and whether it is ready."""
    instance = running(state)
    if instance is None:
        print(f"Nothing runs from {state.folder}.")
        return
    ports = Ports.above(instance.base_port)
    print(f"The stack runs (process {instance.pid}) at http://127.0.0.1:{ports.gateway}/")
    for name in SERVICES:
        ready = asyncio.run(answers(f"http://127.0.0.1:{getattr(ports, name)}/readyz"))
        print(f"  {name:14} {'ready' if ready else 'NOT READY: see ' + str(state.log(name))}")


def logs(state: State) -> None:
    """Show the services' logs and what is added to them; SERVICE names a single one."""
    chosen = os.environ.get("SERVICE", "")
    files = [state.log(name) for name in ([chosen] if chosen else SERVICES)]
    if not any(file.exists() for file in files):
        known = ", ".join(sorted(file.stem for file in state.logs.glob("*.log"))) or "none yet"
        raise SetupError(
            f"There is no log of {chosen or 'the services'} in {state.logs}; there are: {known}.",
            "make run   or   make logs SERVICE=catalogue",
        )
    for line in last_of(files):
        print(line)
    for line in follow(files):
        print(line, flush=True)


def doctor(state: State) -> None:
    """Say what stands in the way of a stack on this machine, and how to mend it."""
    findings = examine(state, os.environ)
    for finding in findings:
        print(finding)
    wrong = sum(bool(finding.mend) for finding in findings)
    if wrong:
        raise SystemExit(f"{wrong} of {len(findings)} need mending.")
    print("Nothing stands in the way.")


def reset(state: State) -> None:
    """Forget every local datum: stop what runs, remove the state folder and the samples."""
    stop(state)
    for folder in (state.folder, SAMPLES):
        shutil.rmtree(folder, ignore_errors=True)
    print("All local data is forgotten.")


COMMANDS = {command.__name__: command for command in (stop, status, logs, doctor, reset)}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.local.control")
    parser.add_argument("--state", type=Path, default=State().folder, help="where the data lies")
    parser.add_argument("command", choices=COMMANDS)
    chosen = parser.parse_args()
    try:
        COMMANDS[chosen.command](State(chosen.state.resolve()))
    except SetupError as trouble:
        print(trouble, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
