"""Imports: a file, how its columns were read, and what became of each row."""

import json

from django.db import models

from gridward.core import privacy
from gridward.core.crypto import EncryptedBinaryField, EncryptedTextField
from gridward.core.scope import PathField
from gridward.ground.roster.choices import ImportState, RowOutcome, Target


class Import(models.Model):
    """One file. `mapping` is ``{"header_row": int, "fields": [str per column], "take_good": bool}``
    (see `roster.rules.columns`); remembered by `layout_digest`. ``"joined"`` in it is a second
    sheet whose rows belong to those of the first (see `queries.joined`).
    """

    target = models.CharField(
        max_length=40
    )  # household, person, enterprise, place, vehicle, pushed, form:<id>
    path = PathField()
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    layout_digest = models.CharField(max_length=64)
    content = EncryptedBinaryField(null=True)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)  # kept, though the form's checks found faults
    blank = models.PositiveIntegerField(default=0)  # rows that are no record: empty, a total
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["layout_digest"], name="import_layout"),)

    class Privacy:
        personal = {"content": privacy.ANSWERS}
        plain = (
            "id", "target", "path", "file_name", "file_digest", "layout_digest", "mapping", "state",
            "total", "done", "added", "unchanged", "refused", "returned", "blank", "created_by",
            "created_at", "finished_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_form(self) -> bool:
        """Whether its rows become submissions of a form."""
        return self.target.startswith("form:")

    @property
    def target_label(self) -> str:
        """What the list holds, in words."""
        return str(self.mapping.get("title") or dict(Target.choices).get(self.target, self.target))


class ImportRow(models.Model):
    """One row: its digest makes the same row twice a no-op; a refused one says why."""

    source = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    path = PathField()
    number = models.PositiveIntegerField()  # as the user counts them in the file, from 1
    digest = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10, choices=RowOutcome)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    submission_id = models.UUIDField(null=True)  # what a row of a survey export became
    findings = models.JSONField(default=list)  # [{"column", "reason": Reason.as_json()}]
    content = EncryptedTextField(blank=True)  # JSON of a refused row, to be mended and tried again

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["source", "number"], name="one_result_per_row"),
        )
        indexes = (models.Index(fields=["digest"], name="import_row_digest"),)

    class Privacy:
        personal = {"content": privacy.ANSWERS, "findings": privacy.ANSWERS}
        plain = (
            "id", "source", "path", "number", "digest", "outcome", "subject_type", "subject_id",
            "submission_id",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"

    @property
    def told_findings(self) -> list[dict[str, object]]:
        """The findings with the values of the row, which stand encrypted beside them."""
        headings = self.source.mapping.get("headings", [])
        typed = json.loads(self.content) if self.content else []
        values = dict(zip(headings, typed, strict=False))
        return [{**each, "value": values.get(each["column"], "")} for each in self.findings]
