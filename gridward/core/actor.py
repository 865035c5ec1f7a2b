"""Who acts: a frozen value handed to every action, never a request.

Pure Python, so that rules and tests need no database to ask "may they?".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from gridward.core.decision import Reason
from gridward.core.errors import NotAllowed
from gridward.core.paths import EVERYWHERE, covers, widest
from gridward.core.permissions import Permission


@dataclass(frozen=True, slots=True)
class Grant:
    """A permission on a path and everything below it."""

    permission: Permission
    path: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the system) with what they may do and where.

    `user_id` is None for the system and for residents, who have no account.
    """

    user_id: int | None
    name: str
    grants: frozenset[Grant] = frozenset()
    channel: str = "console"

    @classmethod
    def system(cls, name: str = "system") -> Self:
        """The machine itself: jobs and reactions. It may do everything except decide for a person:
        rules that need a human approver ask for `user_id`."""
        grants = frozenset(Grant(permission, EVERYWHERE) for permission in Permission)
        return cls(user_id=None, name=name, grants=grants, channel="system")

    @classmethod
    def resident(cls, path: str, name: str = "resident") -> Self:
        """Somebody without an account who came through a public link valid for `path`."""
        return cls(
            user_id=None,
            name=name,
            grants=frozenset({Grant(Permission.FORMS_FILL, path)}),
            channel="self",
        )

    def may(self, permission: Permission, path: str) -> bool:
        return any(g.permission == permission and covers(g.path, path) for g in self.grants)

    def require(self, permission: Permission, path: str) -> None:
        """Raise `NotAllowed` unless a grant covers `path`."""
        if not self.may(permission, path):
            raise NotAllowed(
                Reason.of("This needs the permission {permission}.", permission=permission)
            )

    def require_somewhere(self, permission: Permission) -> None:
        """For what has no place in the tree (accounts): raise `NotAllowed` without any grant."""
        if not self.paths(permission):
            raise NotAllowed(
                Reason.of("This needs the permission {permission}.", permission=permission)
            )

    def paths(self, permission: Permission) -> tuple[str, ...]:
        """The widest paths on which the actor has `permission`; empty means nowhere."""
        return widest(g.path for g in self.grants if g.permission == permission)

    def reach(self) -> tuple[str, ...]:
        """The widest paths on which the actor may do anything at all (the second wall's scope)."""
        return widest(g.path for g in self.grants)


def grants(permissions: Iterable[Permission], path: str) -> frozenset[Grant]:
    """The grants of one role on one path."""
    return frozenset(Grant(permission, path) for permission in permissions)
