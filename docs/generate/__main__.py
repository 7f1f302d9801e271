"""`python -m docs.generate`: bring the generated documents up to date with the code."""

import sys

from docs.generate.documents import documents, objections
from docs.generate.language import ROOT


def main() -> int:
    """Write what differs; refuse when a fact would break a promise of its snapshot.

    A fact that was never told outside of this checkout may change as it likes: delete its
    snapshot first.
    """
    if refused := objections():
        print("\n".join(refused), file=sys.stderr)
        return 2
    for path, text in documents().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
