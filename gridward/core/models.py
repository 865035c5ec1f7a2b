"""The ledger: what was done and looked at, and the chain that proves it was not changed."""

from django.db import models

from gridward.core import privacy
from gridward.core.ids import new_id
from gridward.core.scope import PathField


class LedgerEntry(models.Model):
    """One deed or one look. No foreign keys: it outlives what it speaks of.

    `seal` is an HMAC of the content, written with it; `LedgerLink` chains the seals.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    event = models.CharField(max_length=64)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)
    subject_type = models.CharField(max_length=64, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    path = PathField(blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)
    seal = models.CharField(max_length=64)

    class Meta:
        indexes = (
            models.Index(fields=["subject_type", "subject_id"], name="ledger_subject"),
            models.Index(fields=["event", "at"], name="ledger_event"),
            models.Index(fields=["path", "at"], name="ledger_path"),
            models.Index(fields=["recorded_at"], name="ledger_recorded"),
        )

    class Privacy:
        personal = {"actor_name": privacy.AUDIT, "data": privacy.AUDIT}
        plain = (
            "id", "at", "recorded_at", "event", "actor_id", "subject_type", "subject_id", "path",
            "purpose", "seal",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.event} {self.subject_type}:{self.subject_id}"


class LedgerLink(models.Model):
    """One link of the chain: ``hash = SHA-256(previous hash + seal of the entry)``.

    Entries are written without a lock and linked by a job in the order it meets them, so that no
    writer ever waits for another one because of the ledger.
    """

    position = models.BigIntegerField(primary_key=True)
    entry_id = models.UUIDField(unique=True)
    hash = models.CharField(max_length=64)

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = ("position", "entry_id", "hash")

    def __str__(self) -> str:
        return f"{self.position}: {self.hash[:12]}"
