"""What the core itself notes in the ledger: batch work."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Event(TextChoices):
    SNAPSHOT_TAKEN = "batch.snapshot_taken", _("Snapshot of the database taken")
    COPIES_DELETED = "batch.copies_deleted", _("Snapshots and runs past their day deleted")
    RECORDS_HANDED_ON = "batch.records_handed_on", _("Records packed for another level")
