"""The matcher as compiled loops over flat arrays: `judge_all` is the door.

`tables` says what the arrays hold, `gridward.ground.places.rules.index` builds them. Everything
here is compiled by numba when it is called first (half a minute, once a machine; see `compiled`).
"""

from gridward.ground.places.rules.kernel.batch import judge_all
from gridward.ground.places.rules.kernel.desk import Desk, new_desk

__all__ = ["Desk", "judge_all", "new_desk"]
