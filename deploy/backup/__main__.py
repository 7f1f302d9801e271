"""`python -m deploy.backup save FOLDER`, `... restore FOLDER [--overwrite]`, `... verify FOLDER`.

MONGO_URL and AMQP_URL say where, RABBITMQ_MANAGEMENT_URL (http://127.0.0.1:15672) whom to ask for
the broker's queues. `make backup` and `make restore` do it for the stack of this checkout.
"""

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from deploy.backup import manifest
from deploy.backup.broker import Broker
from deploy.backup.documents import Client
from deploy.backup.restoring import restore
from deploy.backup.saving import save
from deploy.local.environment import SERVICES
from deploy.local.trouble import SetupError


def main(arguments: list[str], env: Mapping[str, str] = os.environ) -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.backup", description=__doc__)
    parser.add_argument("what", choices=("save", "restore", "verify"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--overwrite", action="store_true", help="forget the data that is there")
    parser.add_argument("--databases", nargs="+", default=list(SERVICES))
    chosen = parser.parse_args(arguments)
    try:
        print(_done(chosen, env), flush=True)
    except (SetupError, PyMongoError, KeyError) as trouble:
        print(trouble, file=sys.stderr)
        return 2
    return 0


def _done(chosen: argparse.Namespace, env: Mapping[str, str]) -> str:
    folder: Path = chosen.folder.resolve()
    if chosen.what == "verify":
        kept = manifest.read(folder)
        return f"{folder} is whole: {kept.documents} documents of {kept.made_at}."
    broker = Broker(env["AMQP_URL"], env.get("RABBITMQ_MANAGEMENT_URL", "http://127.0.0.1:15672"))
    client: Client
    with MongoClient(env["MONGO_URL"]) as client:
        if chosen.what == "save":
            kept = save(client, broker, chosen.databases, folder, tell)
            return f"{kept.documents} documents are kept in {folder}; it holds keys: keep it safe."
        kept = restore(client, broker, folder, chosen.overwrite, tell)
        return f"Everything is as it was at {kept.made_at}: {kept.documents} documents."


def tell(text: str) -> None:
    print(f"  {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
