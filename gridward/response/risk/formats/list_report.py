"""What one file of risk areas holds, for people and for programs."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gridward.core.clock import local, local_date
from gridward.core.decision import Reason
from gridward.response.risk.formats.area_periods import is_history, parse_history
from gridward.response.risk.formats.risk_list import parse_list
from gridward.response.risk.formats.row_finding import NOTHING, RowFinding
from gridward.response.risk.formats.schemes import shipped_schemes
from gridward.response.risk.rules.schemes import scheme_on

Say = Callable[[Reason], str]
_LEVELS = {
    "high": Reason("High risk"), "medium": Reason("Medium risk"), "low": Reason("Low risk"),
    "listed": Reason("Named by a notice"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """What one file holds. `lists` is more than one for a history of lists."""

    series: str
    at: datetime
    lists: int
    rows: int
    counts: Mapping[str, int]
    findings: Sequence[RowFinding]

    @property
    def scheme(self) -> str:
        return scheme_on(shipped_schemes(), self.series, local_date(self.at))

    @property
    def kept(self) -> int:
        return sum(self.counts.values())

    def as_json(self) -> dict[str, object]:
        return {
            "series": self.series, "scheme": self.scheme, "listed_at": local(self.at).isoformat(),
            "lists": self.lists, "rows": self.rows, "kept": self.kept, "counts": self.counts,
            "findings": [finding.as_json() for finding in self.findings],
        }  # fmt: skip

    def lines(self, say: Say) -> Iterator[str]:
        """The report for people, a line at a time."""
        yield f"{self.scheme} · {local(self.at):%Y-%m-%d %H:%M}"
        for level, count in self.counts.items():
            yield f"{say(_LEVELS[level])}\t{count}"
        yield say(Reason.of("{kept} of {rows} rows kept.", kept=self.kept, rows=self.rows))
        yield say(Reason.of("{count} findings.", count=len(self.findings)))
        for each in self.findings:
            told = f"{each.where}\t{each.column}\t{each.value}\t{say(each.reason)}"
            yield told if each.todo == NOTHING else f"{told} {say(each.todo)}"


def read_report(content: bytes) -> Report:
    """Raises `BadList` when the file is neither a list nor a history of lists."""
    if not is_history(content):
        one = parse_list(content)
        return Report(one.series, one.at, 1, one.rows, one.counts(), one.findings)
    history = parse_history(content)
    counted = Counter(period.area.level for period in history.periods)
    counts = {level: counted[level] for level in _LEVELS if counted[level]}
    lists = len(history.moments())
    return Report("national", history.complete, lists, history.rows, counts, history.findings)
