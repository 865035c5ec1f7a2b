"""What changed between two runs of a job over one snapshot: an expression like any other."""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir


def changes(before: ir.Table, after: ir.Table, key: str, columns: Sequence[str]) -> ir.Table:
    """One row per `key` whose `columns` differ: ``<column>_before`` and ``<column>_after``.

    A row that only one side has stands for somebody who had, or has now, the default: NULLs.
    """
    left = before.select(key, **{f"{each}_before": before[each] for each in columns})
    right = after.select(key, **{f"{each}_after": after[each] for each in columns})
    both = left.outer_join(right, key)
    same = ibis.and_(
        *(both[f"{each}_before"].identical_to(both[f"{each}_after"]) for each in columns)
    )
    changed = both.filter(~same)
    named = {
        f"{each}{end}": changed[f"{each}{end}"] for end in ("_before", "_after") for each in columns
    }
    return changed.select(**{key: ibis.coalesce(changed[key], changed[f"{key}_right"])}, **named)
