"""What lists handed down by superiors say about people."""

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.core.crypto import DigestField, EncryptedTextField
from gridward.core.scope import PathField
from gridward.ground.roster.models.household import Household
from gridward.ground.roster.models.intake import Import
from gridward.ground.roster.models.person import Person


class PushedEntry(models.Model):
    """One person of one list from above (协查、推送名单), matched to the register as far as it is
    certain. `place_text` is the place the list speaks of, with the days `since` to `until`.

    `path` is the grid of the person or door, else the village the list names, else the place of the
    import. Never changed after it came in; a later list adds a row.
    """

    path = PathField()
    source = models.CharField(max_length=80)  # who sent it: 省大数据局, 市疾控
    batch = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=40, blank=True)  # 密接, 涉疫地区来返 ...
    name = models.CharField(max_length=50, db_collation="C")
    document_no = EncryptedTextField(blank=True)
    document_digest = DigestField()
    phone = EncryptedTextField(blank=True)
    phone_digest = DigestField()
    address = models.CharField(max_length=200, blank=True)
    place_text = models.CharField(max_length=200, blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="pushed")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="pushed")
    pushed_at = models.DateTimeField()
    imported_by = models.ForeignKey(Import, models.PROTECT, null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="pushed_days_forwards",
            ),
        )
        indexes = (
            models.Index(fields=["path", "id"], name="pushed_path"),
            models.Index(fields=["document_digest"], name="pushed_document"),
        )

    class Privacy:
        personal = {
            "name": privacy.IDENTITY, "document_no": privacy.IDENTIFIER,
            "document_digest": privacy.IDENTIFIER, "phone": privacy.CONTACT,
            "phone_digest": privacy.CONTACT, "address": privacy.DWELLING,
            "place_text": privacy.WHEREABOUTS, "since": privacy.WHEREABOUTS,
            "until": privacy.WHEREABOUTS, "category": privacy.HEALTH, "note": privacy.ANSWERS,
            "person": privacy.IDENTITY, "household": privacy.DWELLING,
        }  # fmt: skip
        plain = ("id", "path", "source", "batch", "pushed_at", "imported_by")

    def __str__(self) -> str:
        return f"{self.source} {self.batch} {self.pk}"
