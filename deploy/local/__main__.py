"""`python -m deploy.local up`: everything real; `tools`: what the tests need besides.

`backup` and `restore` keep all data of the stack, and put it back.
"""

import argparse
import asyncio
import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from pymongo.errors import PyMongoError

from deploy.local.care import backup, restore
from deploy.local.choices import NO_SAMPLE, Choices
from deploy.local.greeting import greeting
from deploy.local.instance import only_one
from deploy.local.packages import (
    obtain_browser,
    obtain_mongod_libraries,
    obtain_promtool,
    obtain_rabbitmq,
)
from deploy.local.places import State
from deploy.local.stack import Stack
from deploy.local.trouble import NotReadyError, SetupError

NOT_STARTED = 2
BROKE = 1


def up(state: State) -> None:
    """Start everything and stay until Ctrl-C or `make stop`."""
    choices = Choices.of(os.environ)
    with only_one(state, choices.base_port):
        if not choices.amqp_url:
            obtain_rabbitmq()
        if not choices.mongo_url:
            obtain_mongod_libraries()
        asyncio.run(stay_up(choices, state))


async def stay_up(choices: Choices, state: State) -> None:
    asked = end_when_asked()
    stack = Stack(choices, state, say)
    try:
        await stack.start()
        if choices.sample != NO_SAMPLE:
            await stack.load_sample()
        print(greeting(choices, state), flush=True)
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        if not asked.is_set():
            raise
        say("Stopping everything; the data stays.")
    finally:
        await stack.stop()
    say("Everything has stopped.")


def end_when_asked() -> asyncio.Event:
    """Cancel the current task at the first SIGINT, SIGTERM or SIGHUP; later ones change nothing."""
    asked = asyncio.Event()
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("no task to end")

    def end() -> None:
        if not asked.is_set():
            asked.set()
            task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, end)
    return asked


def tools(state: State) -> None:
    """Get what the tests need beyond Python packages."""
    obtain_rabbitmq()
    obtain_mongod_libraries()
    obtain_browser()
    obtain_promtool()


def promtool(state: State) -> None:
    """Get what checks the alert rules."""
    obtain_promtool()


def say(text: str) -> None:
    print(f"{datetime.now().astimezone():%H:%M:%S}  {text}", flush=True)


COMMANDS = {command.__name__: command for command in (up, tools, promtool, backup, restore)}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    parser.add_argument("--state", type=Path, default=State().folder, help="where the data lies")
    parser.add_argument("command", choices=COMMANDS)
    chosen = parser.parse_args()
    try:
        COMMANDS[chosen.command](State(chosen.state.resolve()))
    except SetupError as trouble:
        print(trouble, file=sys.stderr)
        return NOT_STARTED
    except (NotReadyError, PyMongoError) as trouble:
        print(trouble, file=sys.stderr)
        return BROKE
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return 0


if __name__ == "__main__":
    sys.exit(main())
