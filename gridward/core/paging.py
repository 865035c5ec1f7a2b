"""Pages of a long list that never count the whole table twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)
SIZE = 50
COUNT_LIMIT = 10_000  # above it the page says "more than": counting is what makes lists slow


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """One page: its rows, its number from 1, and what is known of the whole."""

    rows: list[M]
    number: int
    size: int
    total: int
    capped: bool

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last_row(self) -> int:
        return (self.number - 1) * self.size + len(self.rows)


def page_of(rows: QuerySet[M], asked: Mapping[str, str], *, size: int = SIZE) -> Page[M]:
    """The page that ``?page=`` asks for; nonsense and past-the-end give the nearest page."""
    total = rows.order_by().values("pk")[: COUNT_LIMIT + 1].count()
    capped = total > COUNT_LIMIT
    total = min(total, COUNT_LIMIT)
    last = max(1, -(-total // size))
    wish = asked.get("page", "1")
    number = min(max(int(wish) if wish.isdecimal() else 1, 1), last)
    start = (number - 1) * size
    return Page(list(rows[start : start + size]), number, size, total, capped)
