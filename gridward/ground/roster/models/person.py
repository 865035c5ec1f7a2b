"""A person of the register."""

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.core.crypto import DigestField, EncryptedTextField
from gridward.core.scope import PathField
from gridward.ground.roster.choices import DocumentType, Residence, Sex
from gridward.ground.roster.models.household import Household


class Person(models.Model):
    """One person, at most one household at a time. Document number and phone stand encrypted."""

    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="persons")
    path = PathField()  # the household's leaf, or the village when the door is not known
    # C collation: a prefix is a range, which the index answers behind row-level security
    # (comparing text is leakproof, LIKE is not).
    name = models.CharField(max_length=50, db_collation="C")
    name_sound = models.CharField(max_length=120, blank=True, db_collation="C")  # zhangsanfeng
    name_initials = models.CharField(max_length=50, blank=True, default="", db_collation="C")  # zsf
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.UNKNOWN)
    birth_date = models.DateField(null=True)
    document_type = models.CharField(
        max_length=20, choices=DocumentType, default=DocumentType.RESIDENT_ID
    )
    document_no = EncryptedTextField(blank=True)
    document_digest = DigestField()
    phone = EncryptedTextField(blank=True)
    phone_digest = DigestField()
    residence = models.CharField(max_length=12, choices=Residence, default=Residence.REGISTERED)
    needs_help = models.BooleanField(default=False)  # old and alone, no phone: a door visit instead
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    imported_by = models.ForeignKey("roster.Import", models.PROTECT, null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="person_valid_forwards",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(valid_to__isnull=False),
                name="merged_person_has_left",
            ),
        )
        indexes = (
            models.Index(fields=["path", "id"], name="person_path"),
            models.Index(fields=["name"], name="person_name"),
            models.Index(fields=["name_sound"], name="person_sound"),
            models.Index(fields=["name_initials"], name="person_initials"),
            models.Index(fields=["document_digest"], name="person_document"),
            models.Index(fields=["phone_digest"], name="person_phone"),
        )

    class Privacy:
        personal = {
            "name": privacy.IDENTITY, "name_sound": privacy.IDENTITY,
            "name_initials": privacy.IDENTITY, "sex": privacy.IDENTITY,
            "birth_date": privacy.IDENTITY, "document_type": privacy.IDENTIFIER,
            "document_no": privacy.IDENTIFIER, "document_digest": privacy.IDENTIFIER,
            "phone": privacy.CONTACT, "phone_digest": privacy.CONTACT,
            "household": privacy.DWELLING, "residence": privacy.IDENTITY,
            "needs_help": privacy.HEALTH, "merged_into": privacy.IDENTITY,
        }  # fmt: skip
        plain = ("id", "path", "valid_from", "valid_to", "imported_by")

    def __str__(self) -> str:
        return self.name
