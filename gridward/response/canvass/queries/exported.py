"""What coverage is counted from, as a snapshot of the database: doors by number, no addresses."""

from gridward.core.batch.source import Source
from gridward.response.canvass.rules import rollup

_HERE = "{0}.path >= %(path)s AND {0}.path < %(below)s"
_UNTIL = "< (%(on)s::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'"
_ITEMS = f"""
SELECT i.id, i.round_id, r.kind, i.path, i.added_at, r.opened_at, r.closed_at
FROM canvass_rounditem i JOIN canvass_round r ON r.id = i.round_id
WHERE {_HERE.format("i")} AND r.opened_at {_UNTIL}"""  # noqa: S608 - constants of ours
_ATTEMPTS = f"""
SELECT a.id, a.item_id, a.at, a.recorded_at, a.outcome, a.part FROM canvass_attempt a
WHERE {_HERE.format("a")} AND a.recorded_at {_UNTIL}"""  # noqa: S608 - constants of ours
_VALID = f"""
SELECT r.id, v.result
FROM canvass_round r, jsonb_array_elements_text(r.valid_results) AS v (result)
WHERE {_HERE.format("r")} AND r.opened_at {_UNTIL}"""  # noqa: S608 - constants of ours

SOURCES = (
    Source("items", rollup.ITEMS, _ITEMS),
    Source("attempts", rollup.ATTEMPTS, _ATTEMPTS),
    Source("valid", rollup.VALID, _VALID),
)
