"""Which policy applies where, since when, and on what legal ground."""

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.core.scope import PathField


class PolicyEdition(models.Model):
    """A policy pack as it was when it was first adopted: its texts never change again.

    `digest` is `rules.pack_file.digest_of` of both texts.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    code = models.CharField(max_length=60)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    toml = models.TextField()
    table = models.TextField()
    kept_at = models.DateTimeField()

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = ("digest", "code", "title_zh", "title_en", "toml", "table", "kept_at")

    def __str__(self) -> str:
        return self.code


class PolicyAdoption(models.Model):
    """An edition put into force for a path by a person, on a dated legal basis.

    The nearest adoption upwards applies; of several at one path the one adopted last.
    """

    edition = models.ForeignKey(PolicyEdition, models.PROTECT, related_name="adoptions")
    path = PathField()
    legal_basis = models.CharField(max_length=300)
    basis_date = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    adopted_by = models.BigIntegerField()
    adopted_by_name = models.CharField(max_length=150)
    adopted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(legal_basis="") & Q(basis_date__lte=F("valid_from")),
                name="no_policy_without_legal_basis",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="adoption_valid_forwards",
            ),
        )
        indexes = (models.Index(fields=["path", "valid_from"], name="adoption_path"),)

    class Privacy:
        personal = {"adopted_by_name": privacy.AUDIT}
        plain = (
            "id", "edition", "path", "legal_basis", "basis_date", "valid_from", "valid_to",
            "adopted_by", "adopted_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.edition_id} {self.path}"
