"""Two rounds of one campaign side by side: counts, and the doors behind each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from gridward.core.actor import Actor
from gridward.core.paths import EVERYWHERE, below
from gridward.core.permissions import Permission
from gridward.response.canvass import rules
from gridward.response.canvass.models import Round

# The register's number of the household, rental or person says that two doors are the same one.
_PAIRS = """
FROM (SELECT * FROM canvass_rounditem WHERE round_id = %(before)s AND ({scope})) b
FULL JOIN (SELECT * FROM canvass_rounditem WHERE round_id = %(now)s AND ({scope})) n
  ON n.subject_id = b.subject_id
"""
_COUNTS = f"SELECT b.state, n.state, count(*) {_PAIRS} GROUP BY 1, 2"
_LIST = f"""
SELECT coalesce(n.path, b.path), coalesce(n.code, b.code), coalesce(n.address, b.address),
    coalesce(n.label, b.label), b.state, n.state, n.id
{_PAIRS}
WHERE (coalesce(b.state, ''), coalesce(n.state, '')) IN
    (SELECT * FROM unnest(%(befores)s::text[], %(nows)s::text[]))
ORDER BY 1, coalesce(n.position, b.position) LIMIT %(limit)s OFFSET %(offset)s
"""  # noqa: S608 - no input


@dataclass(frozen=True, slots=True)
class Differing:
    """One door in two rounds; a state is None where it was not in that round."""

    path: str
    code: str
    address: str
    label: str
    before: str | None
    now: str | None
    pk: int | None  # the item of the later round
    place: str = ""
    before_word: str = ""
    now_word: str = ""


def earlier(sweep: Round) -> Round | None:
    """The round before this one in its campaign."""
    rows = Round.objects.filter(campaign=sweep.campaign_id, number__lt=sweep.number)
    return rows.order_by("-number").first()


def changes(before: Round, now: Round, actor: Actor, under: str = "") -> dict[rules.Change, int]:
    """How many doors stand how to the earlier round, in the actor's scope under a path."""
    found = dict.fromkeys(rules.Change, 0)
    for old, new, count in _run(_COUNTS, before, now, actor, under, {}):
        found[_change(old, new, now)] += count
    return found


def changed(
    before: Round, now: Round, actor: Actor, under: str, which: Sequence[rules.Change],
    *, limit: int | None = None, offset: int = 0,
) -> Iterator[Differing]:  # fmt: skip
    """The doors behind the counts of some changes, in walking order."""
    states = [None, *rules.UNSETTLED, *rules.SETTLED]
    pairs = [
        (old or "", new or "")
        for old in states
        for new in states
        if (old or new) and _change(old, new, now) in which
    ]
    given = {
        "befores": [old for old, _new in pairs], "nows": [new for _old, new in pairs],
        "limit": limit, "offset": offset,
    }  # fmt: skip
    for row in _run(_LIST, before, now, actor, under, given):
        yield Differing(*row)


def _change(old: str | None, new: str | None, now: Round) -> rules.Change:
    return rules.change(old, new, now.valid_results)


def _run(
    statement: str, before: Round, now: Round, actor: Actor, under: str, given: dict[str, Any]
) -> list[tuple[Any, ...]]:
    own = actor.paths(Permission.CANVASS_VIEW)
    values: dict[str, Any] = {"before": before.pk, "now": now.pk, **given}
    parts = []
    for n, path in enumerate([p for p in own if p != EVERYWHERE]):
        values |= {f"from{n}": path, f"upto{n}": below(path)}
        parts.append(f"(path >= %(from{n})s AND path < %(upto{n})s)")
    if EVERYWHERE in own:
        parts = ["true"]
    scope = " OR ".join(parts) or "false"
    if under:
        values |= {"under": under, "below": below(under)}
        scope = f"({scope}) AND path >= %(under)s AND path < %(below)s"
    with connection.cursor() as cursor:
        cursor.execute(statement.format(scope=scope), values)
        return list(cursor.fetchall())
