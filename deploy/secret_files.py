"""Makes the passwords of docker-compose.yml, as files: `python -m deploy.secret_files [DEMO]`.

The folder is its owner's alone; the files in it are readable, as containers run as nobody in
particular and see single files. What is there already is kept: servers remember their passwords.
"""

import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(".secrets")
USER = "pendopo"


def made_up(demo_password: str) -> dict[str, str]:
    """What each file says; an empty demo password means that there are no demo accounts."""
    broker = secrets.token_urlsafe(24)
    return {
        "amqp_url": f"amqp://{USER}:{broker}@rabbitmq:5672/?heartbeat=10",
        "broker_user": f"default_user = {USER}\ndefault_pass = {broker}\n",
        "gateway_demo_password": demo_password,
        "grafana_password": secrets.token_urlsafe(24),
    }


def write(folder: Path, contents: Mapping[str, str]) -> list[str]:
    """Write all files, or none where there are some; the names of what was written."""
    if any((folder / name).exists() for name in contents):
        return []
    folder.mkdir(mode=0o700, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_text(content)
        (folder / name).chmod(0o444)
    return list(contents)


def main() -> None:
    """Say what was made, or that nothing was touched."""
    written = write(FOLDER, made_up(" ".join(sys.argv[1:])))
    if written:
        print(f"{FOLDER}/ holds {', '.join(written)}. Keep it to yourself.")
    else:
        print(f"{FOLDER}/ has secrets already, so nothing was touched.")


if __name__ == "__main__":
    main()
