"""Where submissions are filed."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction

from gridward.core.actor import Actor
from gridward.ground.xforms import queries
from gridward.ground.xforms.models import Attachment


@transaction.atomic
def refile(places: Mapping[str, Collection[UUID]]) -> None:
    """File submissions, and the pictures sent with them, under these paths: path -> ids."""
    submissions = queries.visible_to(Actor.system())
    for path, ids in places.items():
        submissions.filter(pk__in=ids).exclude(path=path).update(path=path)
        Attachment.objects.filter(submission__in=ids).exclude(path=path).update(path=path)
