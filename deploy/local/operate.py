"""`make ops DO="…"`: what operations' page does, from a command line.

  status                                  how every service is
  letters [SERVICE]                       dead letters, and why they died
  replay SERVICE LETTER|all REASON        hand one back to its queue, or all of a service
  discard SERVICE LETTER REASON           give one up
  retell EDITION                          tell an edition again, and show how far it is
  switch read-only|delayed-matching on|off REASON

It signs in at PENDOPO_URL as OPS_EMAIL with OPS_PASSWORD, which are those of the local stack unless
given.
"""

import os
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from deploy.local.choices import Choices
from deploy.local.greeting import DEMO_ACCOUNTS
from deploy.local.organiser import LoadError, Organiser
from deploy.local.progress import Progress

BEHIND = ("catalogue", "matching", "notifications")
LOOK_EVERY = 0.5
PAGE = 200


class Operator:
    """Somebody of operations who has signed in."""

    def __init__(self, env: Mapping[str, str]) -> None:
        choices = Choices.of(env)
        url = env.get("PENDOPO_URL", f"http://127.0.0.1:{choices.ports.gateway}")
        password = env.get("OPS_PASSWORD", choices.demo_password)
        self._api = Organiser(url, password, env.get("OPS_EMAIL", DEMO_ACCOUNTS["operations"]))
        self._api.sign_in()

    def status(self) -> None:
        for service in BEHIND:
            said = self._api.get(f"ops/{service}/status")
            ready = "ready" if said["ready"] else f"NOT READY {said['checks']}"
            outbox, dead = said["outbox"], sum(said["dead_letters"].values())
            print(f"{service:14} {ready}, {outbox['pending']} facts wait, {dead} dead letters")
            for chore in said["chores"]:
                print(f"{'':14} {_told(chore)}")
            for switch in said["switches"]:
                if switch["on"]:
                    print(f"{'':14} {switch['name']} is on: {switch['reason']}")

    def letters(self, *services: str) -> None:
        for service in services or BEHIND:
            for letter in self._letters(service):
                print(f"{service} {letter['id']}  {letter['type']} {letter['subject']}")
                print(f"    {letter['error']}")

    def replay(self, service: str, letter: str, reason: str) -> None:
        ids = [each["id"] for each in self._letters(service)] if letter == "all" else [letter]
        for id_ in ids:
            self._settle(service, "replay", id_, reason)
        print(f"{len(ids)} letters were handed back.")

    def discard(self, service: str, letter: str, reason: str) -> None:
        self._settle(service, "discard", letter, reason)
        print("1 letter was given up.")

    def retell(self, edition: str) -> None:
        chore = self._api.post(f"ops/catalogue/retell/{edition}", {})
        with Progress() as progress:
            while chore["state"] != "done":
                progress.show(_told(chore))
                time.sleep(LOOK_EVERY)
                known = self._api.get("ops/catalogue/status")["chores"]
                chore = next(each for each in known if each["id"] == chore["id"])
            progress.finish(_told(chore))

    def switch(self, name: str, position: str, reason: str) -> None:
        wanted = {"on": {"on": True, "off": False}[position], "reason": reason}
        for service in BEHIND:
            self._api.put(f"ops/{service}/switches/{name}", wanted)
        self._api.put(f"ops/switches/{name}", wanted)
        print(f"{name} is {position} at every service.")

    def _settle(self, service: str, what: str, letter: str, reason: str) -> None:
        said = {"letter": letter, "reason": reason}
        self._api.post(f"ops/{service}/dead-letters/{what}", said)

    def _letters(self, service: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        after = ""
        while True:
            path = f"ops/{service}/dead-letters?limit={PAGE}&after={after}"
            page = self._api.get(path)
            found += page["items"]
            if page["next"] is None:
                return found
            after = page["next"]


def _told(chore: dict[str, Any]) -> str:
    what = f"{chore['kind']} {chore['argument']}".rstrip()
    return f"{what}: {chore['done']} of {chore['total']}, {chore['state']}"


def main(arguments: list[str]) -> int:
    commands = ("status", "letters", "replay", "discard", "retell", "switch")
    if not arguments or arguments[0] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        command: Callable[..., None] = getattr(Operator(os.environ), arguments[0])
        command(*arguments[1:])
    except LoadError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except (TypeError, KeyError):
        print(f"That is not how `{arguments[0]}` is said.\n{__doc__}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
