"""Runs a service that tells its facts to a meddler: `MEDDLED=services.x python -m tests.meddled`.

The service listens where it always does; only where it tells is changed, so that every fact passes
through the meddler's hands before it reaches anybody.
"""

import os
import runpy

from kernel import bus

TOLD_TO_THE_MEDDLER = "expo.told"

if __name__ == "__main__":
    vars(bus)["EXCHANGE"] = TOLD_TO_THE_MEDDLER
    runpy.run_module(os.environ["MEDDLED"], run_name="__main__")
