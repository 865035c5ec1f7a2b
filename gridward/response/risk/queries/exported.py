"""What a judgement reads, as a snapshot of the database: numbers, codes and days, no names.

The same persons, declarations and areas as `queries.evaluation`; that both come to the same
measures is tested. Whoever declared and is not in the register yet has the number of the
declaration above `NEWCOMERS`.
"""

from gridward.core.batch.source import Source
from gridward.response.risk.rules.published import INPUTS

NEWCOMERS = 500_000_000_000_000_000
_HERE = """
  p.path >= %(path)s AND p.path < %(below)s AND p.valid_from <= %(on)s::date
  AND (p.valid_to IS NULL OR p.valid_to > %(on)s::date)"""
_UNTIL = "d.at < (%(on)s::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'"
_NEW = f"{NEWCOMERS} + d.id"
# Accepted declarations of people who live here: person, number, moment, facts.
_TOLD = f"""
  SELECT d.person_id AS person, d.id, d.at, d.facts FROM roster_declaration d
  JOIN roster_person p ON p.id = d.person_id
  WHERE d.state = 'accepted' AND {_UNTIL} AND {_HERE}
  UNION ALL
  SELECT {_NEW}, d.id, d.at, d.facts FROM roster_declaration d
  WHERE d.state = 'accepted' AND {_UNTIL} AND d.person_id IS NULL
    AND d.path >= %(path)s AND d.path < %(below)s"""  # noqa: S608 - constants of ours
# 420000000000 -> 42: the digits of a division that say something (rules.significant).
_DIGITS = (
    "substring(coalesce(s.stay ->> 'code', '') FROM "
    r"'^(\d{2}(?=0*$)|\d{4}(?=0*$)|\d{6}(?=0*$)|\d{9}(?=0*$)|\d*)')"
)
_FROM, _TO = ("nullif(s.stay ->> 'from', '')::date", "nullif(s.stay ->> 'to', '')::date")

_PERSONS = f"""
SELECT p.id, p.path, p.birth_date, NULL::bigint, NULL::date, '' FROM roster_person p WHERE {_HERE}
UNION ALL
SELECT {_NEW}, d.path, NULL, NULL, NULL, '' FROM roster_declaration d
WHERE d.state = 'accepted' AND {_UNTIL} AND d.person_id IS NULL
  AND d.path >= %(path)s AND d.path < %(below)s"""  # noqa: S608 - constants of ours
_STAYS = f"""
SELECT told.id * 1000 + s.n, told.person, {_DIGITS},
  regexp_replace(left(s.stay ->> 'text', 200), '\\s', '', 'g'),
  least({_FROM}, coalesce({_TO}, {_FROM})),
  CASE WHEN {_TO} IS NULL THEN NULL ELSE greatest({_TO}, coalesce({_FROM}, {_TO})) END
FROM ({_TOLD}) AS told, jsonb_array_elements(
  CASE jsonb_typeof(told.facts -> 'stays') WHEN 'array' THEN told.facts -> 'stays' ELSE '[]' END
) WITH ORDINALITY AS s (stay, n)
WHERE coalesce(s.stay ->> 'text', '') <> ''"""  # noqa: S608 - constants of ours
_EXPOSURES = f"""
SELECT told.id, told.person, 'close', (told.facts ->> 'contact_on')::date FROM ({_TOLD}) AS told
WHERE coalesce(told.facts ->> 'contact_on', '') <> ''"""  # noqa: S608 - constants of ours
_REPORTS = f"""
SELECT DISTINCT ON (told.person) told.id, told.person,
  (told.at AT TIME ZONE 'Asia/Shanghai')::date,
  CASE WHEN jsonb_typeof(told.facts -> 'temperature') = 'number'
    AND (told.facts ->> 'temperature')::numeric BETWEEN 0 AND 99
    THEN (told.facts ->> 'temperature')::numeric(4, 1) END,
  coalesce((SELECT string_agg(word, ',' ORDER BY word) FROM jsonb_array_elements_text(
    CASE jsonb_typeof(told.facts -> 'symptoms') WHEN 'array' THEN told.facts -> 'symptoms'
    ELSE '[]' END) AS word WHERE word <> 'none'), '')
FROM ({_TOLD}) AS told ORDER BY told.person, told.at DESC, told.id DESC"""  # noqa: S608 - constants
_AREAS = """
SELECT id, scheme, level, code, coverage = 'whole', regexp_replace(text, '\\s', '', 'g'),
  valid_from, valid_to
FROM risk_sourcearea
WHERE code <> '' AND valid_from <= %(on)s::date
  AND (valid_to IS NULL OR valid_to > %(on)s::date - 60)"""
# Codes seen at gates come with the room of the checkpoints.
_CODES = "SELECT NULL::bigint, NULL::bigint, '', '', NULL::date WHERE %(on)s::date IS NULL"

SOURCES = (
    Source("areas", INPUTS["areas"], _AREAS, shared=True),
    Source("persons", INPUTS["persons"], _PERSONS),
    Source("stays", INPUTS["stays"], _STAYS),
    Source("exposures", INPUTS["exposures"], _EXPOSURES),
    Source("codes", INPUTS["codes"], _CODES),
    Source("reports", INPUTS["reports"], _REPORTS),
)
