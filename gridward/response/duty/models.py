"""The table of tasks."""

from django.db import models
from django.db.models import Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.response.duty.choices import Kind, TaskState


class Task(models.Model):
    """Something one person must do by a time, about one subject of another room.

    `title` is a stored reason (``{"message", "values"}``), so that each reader sees it in their
    language; it names no person. `owner`, `done_by` are user ids. `href` leads to the subject.
    """

    kind = models.CharField(max_length=40)
    title = models.JSONField()
    path = PathField()
    subject_type = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    href = models.CharField(max_length=200, blank=True)
    owner = models.BigIntegerField(null=True)
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=TaskState, default=TaskState.OPEN)
    result = models.TextField(blank=True)
    done_by = models.BigIntegerField(null=True)  # empty when the system closed it
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id"],
                condition=Q(state__in=["open", "taken"]),
                name="one_running_task_per_subject",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "taken"], done_at=None, done_by=None)
                | (Q(state__in=["done", "cancelled"], done_at__isnull=False) & ~Q(result="")),
                name="task_closed_with_result",
            ),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(owner__isnull=False), name="task_taken_by_somebody"
            ),
        )
        indexes = (
            models.Index(
                fields=["path", "due_at"], condition=Q(state__in=["open", "taken"]),
                name="task_running",
            ),
            models.Index(fields=["owner", "due_at"], name="task_owner"),
            models.Index(fields=["subject_type", "subject_id"], name="task_subject"),
        )  # fmt: skip

    class Privacy:
        personal = {
            "result": privacy.ANSWERS, "owner": privacy.STAFF, "done_by": privacy.STAFF,
        }  # fmt: skip
        plain = (
            "id", "kind", "title", "path", "subject_type", "subject_id", "href", "due_at",
            "opened_at", "state", "done_at",
        )  # fmt: skip

    # Filled for a list by `queries.dressed`.
    place: str = ""
    owner_name: str = ""
    done_name: str = ""
    late: bool = False

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.subject_type}:{self.subject_id}"

    @property
    def kind_label(self) -> str:
        """The kind's name, or the stored word of a kind that has none here."""
        return str(Kind(self.kind).label) if self.kind in Kind.values else self.kind
