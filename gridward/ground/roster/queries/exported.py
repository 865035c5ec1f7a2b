"""What the roster gives to snapshots: when declarations were made and became known, and where."""

# declaration, path, at, received_at; places as in core.batch.source.
DECLARATIONS = """
SELECT d.id, d.path, d.at, s.received_at
FROM roster_declaration d JOIN xforms_submission s ON s.id = d.submission_id
WHERE d.path >= %(path)s AND d.path < %(below)s
  AND s.received_at < (%(on)s::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'"""
