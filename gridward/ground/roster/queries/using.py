"""Whether anything was built on a row: then it is corrected, no longer taken back."""

from collections.abc import Collection

from django.db import models
from django.db.models import ManyToOneRel


def is_used(one: models.Model) -> bool:
    """Whether a row of any table points to this one."""
    return bool(used(type(one), [one.pk]))


def used(model: type[models.Model], ids: Collection[int]) -> set[int]:
    """Those to which a row of any table points."""
    found: set[int] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):  # one to one is a kind of it
            key = relation.field
            rows = relation.related_model._default_manager.filter(**{f"{key.name}__in": ids})
            found.update(rows.values_list(key.attname, flat=True))
    return found
