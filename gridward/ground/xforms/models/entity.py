"""Entity lists: what phones look things up in without a signal, and how it changed.

Properties of people stand encrypted, one text for each entity; phones get them as CSV, of which the
part of one place (`EntitySegment`) is kept ready, encrypted too.
"""

from django.db import models
from django.db.models import Q

from gridward.core import privacy
from gridward.core.crypto import DigestField, EncryptedBinaryField, EncryptedTextField
from gridward.core.scope import PathField
from gridward.ground.xforms.choices import ConflictKind, EntitySource, Settlement
from gridward.ground.xforms.models.submission import Submission


class EntityList(models.Model):
    """One list, such as ``households``: the name of its CSV. `properties` only ever grow.

    `permission` is what one must have at a place to get the entities of that place; `by_room` says
    that a register above keeps it, so that forms may propose changes and not make them there.
    """

    name = models.CharField(max_length=100, unique=True)
    properties = models.JSONField(default=list)
    permission = models.CharField(max_length=40)
    by_room = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = ("id", "name", "properties", "permission", "by_room", "created_at")

    def __str__(self) -> str:
        return self.name


class Entity(models.Model):
    """One thing a form is about, at its present version.

    `content` is JSON ``[label, {property: text}]``. `fed_digest` and `fed_version`: what the
    register above last said, and the version that made; the same row again changes nothing.
    `fed_content` is what it said in full, where the version holds changes of phones too.
    """

    list = models.ForeignKey(EntityList, models.PROTECT, related_name="entities")
    uuid = models.UUIDField(unique=True)
    path = PathField()
    content = EncryptedTextField()
    version = models.PositiveIntegerField(default=1)
    fed_digest = DigestField()
    fed_version = models.PositiveIntegerField(default=0)
    fed_content = EncryptedTextField(blank=True, default="")
    conflict = models.CharField(max_length=4, choices=ConflictKind, default=ConflictKind.NONE)
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["list", "path", "uuid"], condition=Q(deleted_at=None), name="entity_place"
            ),
            models.Index(
                fields=["path", "changed_at"], condition=~Q(conflict="none"), name="entity_conflict"
            ),
        )

    class Privacy:
        personal = {"content": privacy.ANSWERS, "fed_content": privacy.ANSWERS}
        plain = (
            "id", "list", "uuid", "path", "version", "fed_digest", "fed_version", "conflict",
            "changed_at", "deleted_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.uuid)


class EntitySegment(models.Model):
    """The part of a list that lies at one place. `seq` goes up with every change there.

    `body` is the CSV of the part (deflated), made at `built_seq` with `built_columns` properties.
    """

    list = models.ForeignKey(EntityList, models.CASCADE, related_name="segments")
    path = PathField()
    seq = models.BigIntegerField(default=1)
    built_seq = models.BigIntegerField(default=0)
    built_columns = models.PositiveIntegerField(default=0)
    body = EncryptedBinaryField(default=b"")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["list", "path"], include=["seq"], name="one_segment_per_place"
            ),
        )

    class Privacy:
        personal = {"body": privacy.ANSWERS}
        plain = ("id", "list", "path", "seq", "built_seq", "built_columns")

    def __str__(self) -> str:
        return f"{self.list_id} {self.path}"


class EntityVersion(models.Model):
    """One version of an entity, whole, with where it came from.

    `base_version` is the version the sender had before them (on the server's count), `branch_id`,
    `trunk_version` and `branch_base` tell the place in a chain of changes made without a signal.
    `touched` are the properties that were sent, `clashing` those on which two senders disagree.
    """

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="versions")
    path = PathField()
    version = models.PositiveIntegerField()
    content = EncryptedTextField()
    source = models.CharField(max_length=6, choices=EntitySource)
    submission = models.ForeignKey(
        Submission, models.SET_NULL, null=True, related_name="entity_versions"
    )
    place = models.CharField(max_length=200, blank=True)  # in the submission: "", "person[2]"
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    base_version = models.PositiveIntegerField(null=True)
    trunk_version = models.PositiveIntegerField(null=True)
    branch_id = models.UUIDField(null=True)
    branch_base = models.PositiveIntegerField(null=True)
    touched = models.JSONField(default=list)
    conflict = models.CharField(max_length=4, choices=ConflictKind, default=ConflictKind.NONE)
    clashing = models.JSONField(default=list)
    forced = models.BooleanField(default=False)  # applied before what it builds on had arrived
    settled_by = models.BigIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_how = models.CharField(max_length=8, choices=Settlement, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["entity", "version"], name="one_state_per_version"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, settled_how="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(settled_how="")),
                name="conflict_settled_by_a_person",
            ),
        )
        indexes = (
            models.Index(fields=["submission"], name="version_submission"),
            models.Index(fields=["branch_id"], name="version_branch"),
        )

    class Privacy:
        personal = {"content": privacy.ANSWERS, "settled_by": privacy.STAFF}
        plain = (
            "id", "entity", "path", "version", "source", "submission", "place", "by", "at",
            "base_version", "trunk_version", "branch_id", "branch_base", "touched", "conflict",
            "clashing", "forced", "settled_at", "settled_how",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.entity_id} v{self.version}"


class HeldSubmission(models.Model):
    """A change made without a signal that came before the one it builds on."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="held")
    path = PathField()
    place = models.CharField(max_length=200, blank=True)
    entity_uuid = models.UUIDField()
    branch_id = models.UUIDField()
    base_version = models.PositiveIntegerField()
    held_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["submission", "place"], name="held_once"),)
        indexes = (
            models.Index(fields=["entity_uuid"], name="held_entity"),
            models.Index(fields=["held_at"], name="held_since"),
        )

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "submission", "path", "place", "entity_uuid", "branch_id", "base_version",
            "held_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.submission_id} {self.place}"
