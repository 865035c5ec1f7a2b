"""Phones with a collection app that sign in by themselves."""

from django.db import models
from django.db.models import Q

from gridward.core import privacy
from gridward.core.crypto import DigestField, EncryptedTextField
from gridward.ground.xforms.choices import DeviceKind


class Device(models.Model):
    """What a phone signs in with, for one posting: a key in the address, or name and password.

    The key stands here as a digest; of the password only HA1 (RFC 2617), encrypted. Scope is that
    of the posting, on the day of each request.
    """

    posting = models.ForeignKey("access.Posting", models.PROTECT, related_name="devices")
    kind = models.CharField(max_length=8, choices=DeviceKind)
    key_digest = DigestField()
    username = models.CharField(max_length=40, blank=True)
    ha1 = EncryptedTextField(blank=True)
    given_at = models.DateTimeField()
    given_by = models.BigIntegerField(null=True)
    seen_at = models.DateTimeField(null=True)
    device_id = models.CharField(max_length=80, blank=True)  # as the app last told it
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["key_digest"], condition=~Q(key_digest=""), name="one_device_per_key"
            ),
            models.UniqueConstraint(
                fields=["username"], condition=~Q(username=""), name="one_device_per_name"
            ),
            models.CheckConstraint(
                condition=Q(kind="key", username="", ha1="") & ~Q(key_digest="")
                | (Q(kind="password", key_digest="") & ~Q(username="") & ~Q(ha1="")),
                name="device_has_what_it_signs_in_with",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False),
                name="device_revoked_at_some_time",
            ),
        )

    class Privacy:
        personal = {
            "device_id": privacy.STAFF, "key_digest": privacy.STAFF, "username": privacy.STAFF,
            "ha1": privacy.STAFF,
        }  # fmt: skip
        plain = (
            "id", "posting", "kind", "given_at", "given_by", "seen_at", "revoked_at", "revoked_by",
        )  # fmt: skip

    # Filled for a list by the view.
    place: str = ""

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"
