"""The tables of accounts and postings."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.core.crypto import EncryptedTextField
from gridward.core.scope import PathField
from gridward.ground.access.choices import AccountState, Role


class User(AbstractBaseUser):
    """A member of staff. What they may do follows from their postings alone."""

    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=50)
    phone = EncryptedTextField(blank=True)
    organisation = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=AccountState, default=AccountState.INVITED)
    totp_secret = EncryptedTextField(blank=True)
    totp_last_step = models.BigIntegerField(default=0)  # a code is good once
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    must_change_password = models.BooleanField(default=True)
    large_text = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="zh-hans")

    USERNAME_FIELD = "username"
    objects = BaseUserManager["User"]()

    class Privacy:
        personal = {
            "username": privacy.STAFF, "name": privacy.STAFF, "phone": privacy.STAFF,
            "password": privacy.STAFF, "totp_secret": privacy.STAFF, "last_login": privacy.STAFF,
        }  # fmt: skip
        plain = (
            "id", "organisation", "state", "totp_last_step", "failures", "locked_until",
            "must_change_password", "large_text", "language",
        )  # fmt: skip

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django's sessions ask for this name
        return self.state in {AccountState.INVITED, AccountState.ACTIVE, AccountState.LOCKED}

    def __str__(self) -> str:
        return self.name


class Posting(models.Model):
    """Person + post + duty + from-to on a node: at once the responsibility and the rights."""

    user = models.ForeignKey(User, models.PROTECT, related_name="postings")
    node = models.ForeignKey("grid.Node", models.PROTECT, related_name="postings")
    path = PathField()
    role = models.CharField(max_length=20, choices=Role)
    post = models.CharField(max_length=100, blank=True)
    duty = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # the first day without it

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user", "node", "role"],
                condition=Q(valid_to=None),
                name="one_open_posting_per_role_and_node",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="posting_valid_forwards",
            ),
        )
        indexes = (models.Index(fields=["path", "role"], name="posting_path_role"),)

    class Privacy:
        personal = {"user": privacy.STAFF}
        plain = ("id", "node", "path", "role", "post", "duty", "valid_from", "valid_to")

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()} {self.node}"


class SignIn(models.Model):
    """One session of one user: shown to them, and how sessions are limited."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40)
    device = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["user", "ended_at"], name="sign_in_open"),)

    class Privacy:
        personal = {
            "user": privacy.AUDIT, "session_key": privacy.AUDIT, "device": privacy.AUDIT,
            "at": privacy.AUDIT,
        }  # fmt: skip
        plain = ("id", "ended_at")

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d %H:%M}"
