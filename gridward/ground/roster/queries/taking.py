"""The register as it leaves in a list: masked, row by row while it is read."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet

from gridward.core.privacy import mask_identifier, mask_name, mask_phone
from gridward.ground.grid import queries as grid
from gridward.ground.roster.choices import Residence, Sex
from gridward.ground.roster.models import Person

_AT_ONCE = 2_000  # rows in memory
_COLUMNS = ("name", "sex", "birth_date", "phone", "document_no", "path", "household__estate",
            "residence")  # fmt: skip
Line = list[str]  # name, sex, year of birth, phone, document number, place, estate, residence


def taken_out(rows: QuerySet[Person]) -> Iterator[Line]:
    """One line for each person, in the order of `rows`, in the language of the reader."""
    sexes = {value: str(label) for value, label in Sex.choices}
    kinds = {value: str(label) for value, label in Residence.choices}
    places: dict[str, str] = {}
    with transaction.atomic():  # a cursor of the server: outside it would first copy everything
        for name, sex, birth, phone, number, path, estate, kind in rows.values_list(
            *_COLUMNS
        ).iterator(_AT_ONCE):
            if path not in places:
                places |= grid.full_names({path})
            yield [
                mask_name(name), sexes[sex], str(birth.year) if birth else "", mask_phone(phone),
                mask_identifier(number), places[path], estate or "", kinds[kind],
            ]  # fmt: skip
