"""What a person is told when the stack cannot start."""

from pathlib import Path

LINES_SHOWN = 15


class SetupError(Exception):
    """A sentence that says what is wrong and the command that mends it."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(f"{problem}\n  To mend it: {mend}")


class NotReadyError(Exception):
    """A process that ended or stayed silent instead of becoming ready, with the end of its log."""

    def __init__(self, name: str, reason: str, log: Path) -> None:
        super().__init__(f"{name} {reason}. The end of {log}:\n{end_of(log)}")


def end_of(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join(f"  | {line}" for line in lines[-LINES_SHOWN:])
