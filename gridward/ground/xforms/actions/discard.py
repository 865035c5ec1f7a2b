"""Taking back submissions that a list brought in and nobody has built on."""

from collections.abc import Collection
from uuid import UUID

from django.db import models, transaction
from django.db.models import ForeignObjectRel

from gridward.ground.xforms.choices import SubmissionChannel
from gridward.ground.xforms.models import Submission


@transaction.atomic
def discard(ids: Collection[UUID]) -> set[UUID]:
    """Remove submissions that came in by a list; returns those that are gone.

    One that a declaration, an entity or anything else refers to stays, and so does every submission
    that a person filled in themselves. Whoever calls this records the deed.
    """
    rows = Submission.objects.filter(pk__in=list(ids), channel=SubmissionChannel.IMPORT)
    free = set(rows.values_list("pk", flat=True)) - _used(ids)
    Submission.objects.filter(pk__in=free).delete()
    return free


def _used(ids: Collection[UUID]) -> set[UUID]:
    """Those to which a row of another table points that does not go with them."""
    found: set[UUID] = set()
    for relation in Submission._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.on_delete is not models.CASCADE:
            rows = relation.related_model._default_manager.filter(
                **{f"{relation.field.name}__in": list(ids)}
            )
            found.update(rows.values_list(relation.field.attname, flat=True))
    return found
