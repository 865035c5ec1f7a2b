"""The life of an import, and what may be done with it when."""

from collections.abc import Mapping

from gridward.core.decision import Decision, Reason
from gridward.ground.roster.choices import ImportState as S

TRANSITIONS: Mapping[S, frozenset[S]] = {
    S.UPLOADED: frozenset({S.MAPPED}),
    S.MAPPED: frozenset({S.MAPPED, S.RUNNING}),
    S.RUNNING: frozenset({S.DONE, S.STOPPED}),
    S.STOPPED: frozenset({S.MAPPED, S.RUNNING}),
    S.DONE: frozenset({S.UNDONE}),
    S.UNDONE: frozenset(),
}
_WHY: Mapping[S, Reason] = {
    S.MAPPED: Reason("The columns can no longer be changed: the import has run."),
    S.UNDONE: Reason("Only an import that is done can be undone."),
}
_NOT_NOW = Reason("This import cannot be started now.")


def may_become(state: str, wanted: S) -> Decision:
    """Whether an import in `state` may go to `wanted`."""
    if wanted in TRANSITIONS[S(state)]:
        return Decision.yes()
    return Decision.no(_WHY.get(wanted, _NOT_NOW))
