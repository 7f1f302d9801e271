"""`python -m deploy.local.control stop|status|reset`: from outside a running stack.

Standard library only: it works whatever state the virtual environment is in.
"""

import argparse
import asyncio
import shutil
import sys
from pathlib import Path

from deploy.local.environment import SERVICES
from deploy.local.instance import running
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


def reset(state: State) -> None:
    """Forget every local datum: stop what runs, remove the state folder and the samples."""
    stop(state)
    for folder in (state.folder, SAMPLES):
        shutil.rmtree(folder, ignore_errors=True)
    print("All local data is forgotten.")


COMMANDS = {command.__name__: command for command in (stop, status, reset)}


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
    return 0


if __name__ == "__main__":
    sys.exit(main())
