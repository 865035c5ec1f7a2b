"""``python3 -m tools.setup all | system | spark | bundle``."""

import fcntl
import sys

from tools.setup import bundle, front_end, packages, place_names, spark, system, texts
from tools.setup.steps import SetupRefused, say


def everything() -> None:
    """All steps, each only when its inputs changed; two set-ups at a time wait for each other."""
    with packages.LOCK.open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        packages.STEP.do()
        if not bundle.is_prebuilt():
            front_end.PACKAGES.do()
            front_end.BUILD.do()
        texts.STEP.do()
        place_names.STEP.do()


def main() -> int:
    deeds = {
        "all": everything,
        "system": system.provide,
        "spark": spark.provide,
        "bundle": bundle.make,
    }
    if len(sys.argv) != 2 or sys.argv[1] not in deeds:
        say(__doc__ or "")
        return 2
    try:
        deeds[sys.argv[1]]()
    except SetupRefused as refused:
        say(str(refused))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
