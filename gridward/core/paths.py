"""Places in the grid tree as strings: ``430124105/008/03/``, always with a closing slash.

The first part is the township's 9 digits, then 3 digits of the village, then the grid. Because of
the closing slash a prefix test is the whole scope test: ``430124105/008/`` covers
``430124105/008/03/`` and never ``430124105/0081/``. The empty path covers everything.
"""

from collections.abc import Iterable

EVERYWHERE = ""


def covers(scope: str, path: str) -> bool:
    """Whether `path` lies in `scope` (or is it)."""
    return path.startswith(scope)


def below(scope: str) -> str:
    """The first string after everything covered by a non-empty `scope`.

    ``scope <= path < below(scope)`` is the same test as `covers` under the C collation; ``0`` is
    the character after ``/``. PostgreSQL uses an index for it, also behind row-level security,
    since the comparison of text is leakproof and ``LIKE`` is not.
    """
    return scope[:-1] + "0"


def parent(path: str) -> str:
    """The path one level up; the top's parent is the empty path."""
    return path[: path.rstrip("/").rfind("/") + 1]


def depth(path: str) -> int:
    """How many levels the path has: 1 township, 2 village, 3 grid, 4 micro grid."""
    return path.count("/")


def lineage(path: str) -> list[str]:
    """The path and all above it, topmost first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: n + 1]) + "/" for n in range(len(parts))]


def widest(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths without those that another one already covers, sorted."""
    kept: list[str] = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)
