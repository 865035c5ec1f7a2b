"""Reading imports, and what an import needs to know of the tree and the register."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from gridward.core import tables
from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.core.scope import visible, within
from gridward.ground.grid import queries as grid
from gridward.ground.roster.choices import ImportState, RowOutcome
from gridward.ground.roster.models import Household, Import, ImportRow
from gridward.ground.roster.queries.joined import with_second_sheet
from gridward.ground.roster.rules.doors import Village
from gridward.ground.roster.rules.reading import DoorKey, Home
from gridward.ground.roster.rules.tree import Tree

SAMPLE = 300


def imports_visible_to(actor: Actor) -> QuerySet[Import]:
    """Imports the actor may see; the file itself is not loaded."""
    rows = visible(Import.objects.all(), actor, Permission.PEOPLE_IMPORT)
    return rows.defer("content").order_by("-id")


def rows_visible_to(actor: Actor) -> QuerySet[ImportRow]:
    return visible(ImportRow.objects.all(), actor, Permission.PEOPLE_IMPORT).order_by("number")


def head_of(content: bytes, count: int = SAMPLE) -> list[tables.Numbered]:
    """The first rows of a file."""
    found: list[tables.Numbered] = []
    for numbered in tables.rows(content):
        found.append(numbered)
        if len(found) >= count:
            break
    return found


def body_of(item: Import) -> Iterator[tables.Numbered]:
    """The rows below the heading, each with its rows of the second sheet behind it."""
    header = int(item.mapping["header_row"])
    rows = (row for row in tables.rows(bytes(item.content or b"")) if row[0] > header)
    return with_second_sheet(item, rows)


def remembered(target: str, layout_digest: str) -> list[str] | None:
    """How the columns of such a list were mapped the last time."""
    last = (
        Import.objects.filter(target=target, layout_digest=layout_digest)
        .exclude(state=ImportState.UPLOADED)
        .order_by("-id")
        .values_list("mapping", flat=True)
        .first()
    )
    return None if last is None else list(last["fields"])[: last.get("own")]


def tree_of(path: str, *, on: date) -> Tree:
    """The part of the grid tree at `path` and below, with the grids of known estates."""
    villages = [Village(n.path, n.name) for n in grid.villages(under=path, on=on)]
    if not villages:  # the scope is a village or a grid: its own village must be there to be named
        node = grid.node_at("/".join(path.split("/")[:2]) + "/", on=on)
        villages = [Village(node.path, node.name)] if node else []
    leaves = dict(grid.leaves(under=path, on=on).values_list("path", "name"))
    return Tree(villages, leaves, _neighbours(path, [v.path for v in villages]))


def _neighbours(under: str, villages: Collection[str]) -> dict[tuple[str, str, str], str]:
    counted = (
        Household.objects.filter(within([under]), valid_to=None)
        .exclude(estate="", building="")
        .values_list("path", "estate", "building")
        .annotate(count=Count("id"))
    )
    votes: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for path, estate, building, count in counted:
        village = next((v for v in villages if path.startswith(v)), "")
        votes[village, estate, building][path] += count
    return {key: paths.most_common(1)[0][0] for key, paths in votes.items()}


def homes_at(keys: Iterable[DoorKey], villages: Sequence[str]) -> dict[DoorKey, list[Home]]:
    """The households in force behind these doors."""
    wanted = set(keys)
    found: dict[DoorKey, list[Home]] = defaultdict(list)
    if not wanted:
        return found
    rows = Household.objects.filter(
        within({key[0] for key in wanted}), valid_to=None, room__in={key[4] for key in wanted}
    )
    for pk, path, *door in rows.values_list("pk", "path", "estate", "building", "unit", "room"):
        village = next((v for v in villages if path.startswith(v)), "")
        key = (village, door[0], door[1], door[2], door[3])
        if key in wanted:
            found[key].append((pk, path))
    return found


def known_digests(digests: Collection[str], target: str) -> set[str]:
    """Those of these rows that an import has already brought in."""
    rows = ImportRow.objects.filter(
        digest__in=digests, source__target=target,
        outcome__in=(
            RowOutcome.ADDED, RowOutcome.UNCHANGED, RowOutcome.RETURNED, RowOutcome.MENDED,
        ),
    )  # fmt: skip
    return set(rows.values_list("digest", flat=True))


def headings_of(item: Import) -> list[str]:
    """The cells of the heading row."""
    header = item.mapping.get("header_row", 1)
    return next(
        (cells for number, cells in tables.rows(bytes(item.content or b"")) if number == header), []
    )


def summary(item: Import) -> Mapping[str, int]:
    """How many rows came to which end, counted from the rows themselves."""
    counted = item.rows.values_list("outcome").annotate(Count("id"))
    return dict(counted)


def running_imports() -> list[int]:
    return list(Import.objects.filter(state=ImportState.RUNNING).values_list("pk", flat=True))


def refusals(actor: Actor, item: Import) -> QuerySet[ImportRow]:
    """Rows of an import that were refused, or could not be taken back."""
    rows = rows_visible_to(actor).select_related("source").defer("source__content")
    return rows.filter(source=item).exclude(findings=[])


def kept_after_undo(item: Import) -> int:
    return item.rows.filter(outcome=RowOutcome.ADDED).count()


@dataclass(frozen=True, slots=True)
class Guess:
    """One column of a file on the mapping page."""

    number: int
    heading: str
    field: str
    samples: Sequence[str]


def guesses(item: Import) -> list[Guess]:
    """The columns of a file with what they are taken for and a few of their contents."""
    header = item.mapping["header_row"]
    head = head_of(bytes(item.content or b""), SAMPLE)
    headings = next((cells for number, cells in head if number == header), [])
    below = [cells for number, cells in head if number > header]
    fields = item.mapping["fields"]
    return [
        Guess(
            n, heading, fields[n] if n < len(fields) else "",
            [cells[n] for cells in below if n < len(cells) and cells[n].strip()][:3],
        )
        for n, heading in enumerate(headings)
    ]  # fmt: skip
