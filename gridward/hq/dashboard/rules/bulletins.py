"""What a bulletin may say: figures, never persons (domain 5.4, 14)."""

import re
from collections.abc import Iterable, Mapping

from gridward.core.decision import Decision, Reason
from gridward.hq.dashboard.choices import BulletinState

TRANSITIONS: Mapping[str, frozenset[str]] = {
    BulletinState.DRAFT: frozenset({BulletinState.PUBLISHED}),
    BulletinState.PUBLISHED: frozenset(),
}
_PHONE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_DOCUMENT = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·. ]?[A-Z0-9]{5,6}"
)
_ROOM = re.compile(r"\d+[栋幢号楼座][^，。；]{0,6}?\d+[室户]")
# Checked in this order; what was found is not repeated in the answer.
_PATTERNS = (
    (_PHONE, Reason.of("The text contains a phone number.")),
    (_DOCUMENT, Reason.of("The text contains a document number.")),
    (_PLATE, Reason.of("The text contains a number plate.")),
    (_ROOM, Reason.of("The text contains a room.")),
)


def leaks(text: str, names: Iterable[str] = ()) -> list[Reason]:
    """What speaks against publishing `text`; `names` are registered names that occur in it."""
    found = [reason for pattern, reason in _PATTERNS if pattern.search(text)]
    named = sorted(set(names))
    if named:
        masked = "、".join(name[:1] + "某" * (len(name) - 1) for name in named[:5])
        found.append(Reason.of("The text contains names of residents: {names}.", names=masked))
    return found


def may_edit(state: str) -> Decision:
    if state != BulletinState.DRAFT:
        return Decision.no(
            Reason.of("A published bulletin is not changed; correct it in the next.")
        )
    return Decision.yes()


def may_publish(state: str, text: str, names: Iterable[str], *, user_id: int | None) -> Decision:
    """A person publishes a draft whose text names nobody."""
    against = list(may_edit(state).because) + leaks(text, names)
    if user_id is None:
        against.append(Reason.of("Only a person can publish a bulletin."))
    return Decision.unless(against)
