"""Exit code 0 while the service in this container answers that it is ready."""

import os
import sys
import urllib.error
import urllib.request

port = os.environ[f"{os.environ['SERVICE'].upper()}_PORT"]
try:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=3):
        sys.exit(0)
except urllib.error.HTTPError as answer:
    sys.exit(f"{answer.code}: {answer.read().decode(errors='replace')}")
except OSError as failure:
    sys.exit(str(failure))
