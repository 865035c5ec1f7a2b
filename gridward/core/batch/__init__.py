"""The batch room of the core: one relational expression over millions of rows, on any engine.

Nouns: Job 作业 (a pure function from tables to an expression with a fixed output schema), Engine
引擎 (DuckDB, PostgreSQL, Spark, Sail), Snapshot 快照 (dated Parquet files of a jurisdiction,
without names and document numbers), Run 运算 (one job over one snapshot; written once), Step (what
a run does at a time and never does twice), Fingerprint (a hash of all rows in any order).

No domain lives here: rooms declare jobs and sources in their pure rules, web/batch.py lists them.
Explained in docs/explanation/batch.md.
"""
