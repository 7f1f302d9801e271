"""Making one mongod the primary of a replica set of one: transactions and streams need a set.

`python -m deploy.replica_set mongo:27017` does it once for a container beside the database.
"""

import sys
import time
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

SET_NAME = "pendopo"
ALREADY_INITIALIZED = 23
PATIENCE_SECONDS = 60.0

Client = MongoClient[dict[str, Any]]


def leads(address: str) -> bool:
    """Whether the server takes writes; one that is outside its set is put into it on the way."""
    alone = f"mongodb://{address}/?directConnection=true&serverSelectionTimeoutMS=1000"
    client: Client
    try:
        with MongoClient(alone) as client:
            hello = client.admin.command("hello")
            if "setName" not in hello:
                join_set(client, address)
            return bool(hello["isWritablePrimary"])
    except PyMongoError:
        return False


def join_set(client: Client, address: str) -> None:
    """Found the set, or teach a set founded under another address where its member lives now."""
    member = {"_id": 0, "host": address}
    settings = {"electionTimeoutMillis": 2000}
    founding = {"_id": SET_NAME, "members": [member], "settings": settings}
    try:
        client.admin.command("replSetInitiate", founding)
    except OperationFailure as refusal:
        if refusal.code != ALREADY_INITIALIZED:
            raise
        config = client.admin.command("replSetGetConfig")["config"]
        config["members"][0] |= member
        config["version"] += 1
        client.admin.command("replSetReconfig", config, force=True)


def main(address: str) -> int:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not leads(address):
        if time.monotonic() > deadline:
            print(f"{address} did not become a primary", file=sys.stderr)
            return 1
        time.sleep(0.2)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
