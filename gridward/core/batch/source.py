"""What of the database goes into a snapshot: declared by the rooms, in SQL, field by field."""

from dataclasses import dataclass

from ibis.expr.schema import Schema


@dataclass(frozen=True, slots=True)
class Source:
    """`query` gives the columns of `schema` in its order and nothing else: no name, no number of a
    document, no phone.

    Its places: ``%(path)s`` and ``%(below)s`` bound the jurisdiction (``path <= p < below``),
    ``%(on)s`` is the business date. A `shared` table says nothing of persons and is the same for
    all jurisdictions.
    """

    table: str
    schema: Schema
    query: str
    shared: bool = False


# Fragments of column names that have no business in a snapshot (checked when one is planned).
FORBIDDEN = ("name", "phone", "document", "identifier", "id_number", "address")


class Forbidden(Exception):
    """A source would carry what identifies a person outside of the system."""


def insist_on_numbers(source: Source) -> None:
    """Raises `Forbidden` when a column of a source of persons says who somebody is."""
    if source.shared:
        return
    told = [name for name in source.schema if any(part in name for part in FORBIDDEN)]
    if told:
        raise Forbidden(f"{source.table}: {', '.join(told)} may not leave the database")
