"""Residents' group chats, and what was read out of them."""

from collections.abc import Sequence

from django.db import models
from django.db.models import Q

from gridward.core import privacy
from gridward.core.crypto import EncryptedTextField
from gridward.core.scope import PathField
from gridward.response.canvass.choices import CheckInKind, CheckInState


class GroupChat(models.Model):
    """One residents' group (微信群) of a place. `estate`, `building` and `unit` hold for every door
    of the chat that does not say otherwise. Pasting it again adds what is new at its end."""

    path = PathField()
    name = models.CharField(max_length=80)
    estate = models.CharField(max_length=60, blank=True)
    building = models.CharField(max_length=20, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)
    pasted_at = models.DateTimeField()  # the last time

    class Meta:
        constraints = (models.UniqueConstraint(fields=["path", "name"], name="one_group_per_name"),)

    class Privacy:
        personal = {
            "estate": privacy.DWELLING, "building": privacy.DWELLING, "unit": privacy.DWELLING,
        }  # fmt: skip
        plain = ("id", "path", "name", "created_at", "created_by", "pasted_at")

    place: str = ""  # the name of its place, put there by lists

    def __str__(self) -> str:
        return self.name


class GroupCheckIn(models.Model):
    """What one line of a chat says of one door, with the line as it was pasted.

    `line_digest` (a keyed digest of sender, time, words and how often they stood there before) and
    `part` (which of the doors of the line) make pasting the same chat again a no-op.
    `household_id` is no foreign key, as in `RoundItem`.
    """

    chat = models.ForeignKey(GroupChat, models.CASCADE, related_name="lines")
    path = PathField()
    line_digest = models.CharField(max_length=32)
    part = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveIntegerField()  # the order within the chat
    raw = EncryptedTextField()
    speaker = EncryptedTextField(blank=True)
    at = models.DateTimeField()  # when it was said, else when it was first pasted
    kind = models.CharField(max_length=10, choices=CheckInKind)
    estate = models.CharField(max_length=60, blank=True)
    building = models.CharField(max_length=20, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    room = models.CharField(max_length=20, blank=True)
    household_id = models.BigIntegerField(null=True)
    code = models.CharField(max_length=32, blank=True)
    people = models.PositiveSmallIntegerField(null=True)
    phone = EncryptedTextField(blank=True)
    name = EncryptedTextField(blank=True)
    heat = models.FloatField(null=True)  # degrees Celsius
    flags = models.JSONField(default=list)  # safe, fever, help, away, stranger
    confidence = models.PositiveSmallIntegerField()  # 0 to 100
    because = models.JSONField(default=list)  # Reason.as_json() of what is doubtful
    state = models.CharField(max_length=10, choices=CheckInState, default=CheckInState.WAITING)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    address: str = ""  # of the household, put there by lists
    homes: Sequence[tuple[str, str]] = ()  # code and address of each that fits, put there by lists
    open_task: int = 0

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["chat", "line_digest", "part"], name="one_reading_per_line_and_door"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted")
                | Q(household_id__isnull=False, decided_at__isnull=False),
                name="group_accepted_with_door",
            ),
        )
        indexes = (
            models.Index(fields=["chat", "state", "position"], name="group_review"),
            models.Index(fields=["household_id", "at"], name="group_household"),
        )

    class Privacy:
        personal = {
            "raw": privacy.ANSWERS, "speaker": privacy.IDENTITY, "name": privacy.IDENTITY,
            "phone": privacy.CONTACT, "household_id": privacy.DWELLING, "code": privacy.DWELLING,
            "estate": privacy.DWELLING, "building": privacy.DWELLING, "unit": privacy.DWELLING,
            "room": privacy.DWELLING, "people": privacy.ANSWERS, "heat": privacy.HEALTH,
            "flags": privacy.HEALTH, "because": privacy.ANSWERS,
        }  # fmt: skip
        plain = (
            "id", "chat", "path", "line_digest", "part", "position", "at", "kind", "confidence",
            "state", "decided_at", "decided_by",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.chat_id}/{self.position} {self.kind}"

    @property
    def door(self) -> str:
        """The door as the line has it: ``3-2-302``."""
        if not self.room:
            return ""
        parts = [self.building, self.unit, self.room]
        flat = "-".join(part for part in parts if part)
        return f"{self.estate} {flat}".strip()
