"""Which policy applies where, since when, and on what legal ground."""

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.core.scope import PathField


class PolicyEdition(models.Model):
    """A policy pack as it was when it was first used or brought in: its texts never change again.

    `digest` is `rules.pack_file.digest_of` of both texts. `brought_by` is empty for a pack that
    ships with the system.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    code = models.CharField(max_length=60)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    toml = models.TextField()
    table = models.TextField()
    kept_at = models.DateTimeField()
    brought_by = models.BigIntegerField(null=True)
    brought_by_name = models.CharField(max_length=150, blank=True)

    class Privacy:
        personal = {"brought_by_name": privacy.AUDIT}
        plain = (
            "digest", "code", "title_zh", "title_en", "toml", "table", "kept_at", "brought_by",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.code


class PolicyAdoption(models.Model):
    """An edition put into force for a path from an hour on by a person, on a dated legal basis.

    Which one applies is worked out (`rules.terms`): the next one of the same path supersedes it,
    `ends_at` says that it was retired, `withdrawn_at` that it was taken back before its hour.
    """

    edition = models.ForeignKey(PolicyEdition, models.PROTECT, related_name="adoptions")
    path = PathField()
    legal_basis = models.CharField(max_length=300)  # issuer and title of the order
    basis_date = models.DateField()
    basis_number = models.CharField(max_length=100, blank=True)
    basis_clause = models.CharField(max_length=200, blank=True)
    basis_decided_by = models.CharField(max_length=150, blank=True)  # a person or a meeting
    isolates = models.BooleanField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    adopted_by = models.BigIntegerField()
    adopted_by_name = models.CharField(max_length=150)
    adopted_at = models.DateTimeField()
    retired_by = models.BigIntegerField(null=True)
    retired_by_name = models.CharField(max_length=150, blank=True)
    retired_reason = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.BigIntegerField(null=True)
    withdrawn_by_name = models.CharField(max_length=150, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(legal_basis=""), name="no_policy_without_legal_basis"
            ),
            models.CheckConstraint(
                condition=Q(isolates=False)
                | ~(Q(basis_number="") | Q(basis_clause="") | Q(basis_decided_by="")),
                name="no_isolation_without_an_order",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="adoption_valid_forwards",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__lt=F("starts_at")),
                name="adoption_withdrawn_before",
            ),
        )
        indexes = (models.Index(fields=["path", "starts_at"], name="adoption_path"),)

    class Privacy:
        personal = {
            "adopted_by_name": privacy.AUDIT, "retired_by_name": privacy.AUDIT,
            "withdrawn_by_name": privacy.AUDIT, "basis_decided_by": privacy.AUDIT,
        }  # fmt: skip
        plain = (
            "id", "edition", "path", "legal_basis", "basis_date", "basis_number", "basis_clause",
            "isolates", "starts_at", "ends_at", "adopted_by", "adopted_at", "retired_by",
            "retired_reason", "withdrawn_at", "withdrawn_by", "withdrawn_reason",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.edition_id} {self.path}"

    @property
    def order(self) -> str:
        """The order as a paper quotes it: title, number, clause, date."""
        parts = (self.legal_basis, self.basis_number, self.basis_clause)
        return f"{' '.join(part for part in parts if part)} ({self.basis_date.isoformat()})"
