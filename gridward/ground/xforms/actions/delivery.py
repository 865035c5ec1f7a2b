"""Taking a submission in: read, check, file, keep. Its content is never a reason to refuse it."""

import hashlib
import mimetypes
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Protocol

from django.db import transaction

from gridward.core import scope
from gridward.core.actor import Actor
from gridward.core.crypto import encrypt, encrypt_bytes
from gridward.core.decision import Reason
from gridward.core.errors import (
    BadInput,
    BadRequest,
    Conflict,
    NotAllowed,
    TooLarge,
    insist,
)
from gridward.core.paths import widest
from gridward.core.permissions import Permission
from gridward.ground.xforms import queries, rules
from gridward.ground.xforms.actions.intake import Work, deliver
from gridward.ground.xforms.actions.store import Fate, File, Item, Outcome, store
from gridward.ground.xforms.choices import FormState, SubmissionState
from gridward.ground.xforms.formats import instance, multipart
from gridward.ground.xforms.formats.xml import BrokenXml
from gridward.ground.xforms.models import Submission, Version
from gridward.ground.xforms.queries.forms import NotRemembered, remembered

ACCEPTED = 100_000_000  # bytes of one delivery, as announced to clients
XML_ACCEPTED = 2_000_000
_LONG = 200_000  # bytes of a delivery that holds up nobody
_DEVICE = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """One filled form as plain answers: a row of a survey tool, a door of a simulated round.

    `answers`: text by question name, a repeat is a list of such mappings. The same `instance_id`
    twice is kept once.
    """

    answers: Mapping[str, object]
    instance_id: str = ""
    at: datetime | None = None
    path: str | None = None
    device: str = ""
    files: tuple[File, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Delivery:
    """A request as it came: its Content-Type and body, and what is known of the way."""

    content_type: str
    body: bytes
    channel: str
    device: str = ""


@transaction.atomic
def submit(
    *,
    version: Version,
    xml: bytes | str,
    attachments: Mapping[str, bytes],
    actor: Actor,
    channel: str,
    at: datetime,
    device: str = "",
    path: str | None = None,
) -> Submission:
    """Keep one submission of a known version; the same content once more changes nothing.

    `attachments`: content by file name. Raises `BadRequest` on broken XML, `Conflict` when another
    content stands under the instanceID, `WrongState` when the form is closed.
    """
    content = xml.encode() if isinstance(xml, str) else xml
    files = tuple(
        File(name, mimetypes.guess_type(name)[0] or "application/octet-stream", body)
        for name, body in attachments.items()
    )
    sent = Sent(read(content), content, files, channel, device, at)
    item = prepare(sent, version, actor=actor, path=path)
    outcome = _store([item])[0]
    _refuse(outcome)
    assert outcome.id is not None
    return Submission.objects.select_related("version__form").get(pk=outcome.id)


@transaction.atomic
def submit_many(
    *, version: Version, entries: Sequence[Entry], actor: Actor, channel: str, at: datetime
) -> list[Outcome]:
    """Keep many filled forms in a few statements; the outcomes are in the order of the entries.

    Raises `BadInput` when an entry answers a question that the form does not have.
    """
    items = []
    for number, entry in enumerate(entries, 1):
        try:
            xml = written(
                version, entry.answers, at=entry.at or at,
                instance_id=entry.instance_id or f"uuid:{uuid.uuid4()}",
            )  # fmt: skip
        except KeyError as unknown:
            raise BadInput(
                Reason.of(
                    "Row {row}: the form has no question {name}.", row=number, name=unknown.args[0]
                )
            ) from unknown
        sent = Sent(instance.read(xml), xml, entry.files, channel, entry.device, at, entry.at)
        items.append(prepare(sent, version, actor=actor, path=entry.path))
    return _store(items)


def written(
    version: Version, answers: Mapping[str, object], *, instance_id: str,
    at: datetime | None = None,
) -> bytes:  # fmt: skip
    """The submission XML of answers by question name. Raises KeyError for unknown questions.

    With `at`, the moment that ``today()`` means, what the form computes from them is added.
    """
    shape = queries.reading(version)
    definition, repeats = shape.definition, shape.form.repeats
    xml = instance.write(definition.data, answers, instance_id=instance_id, repeats=repeats)
    if at is None or not definition.computed_order:
        return xml
    filling = rules.Filling.of(definition, instance.read(xml).root, at=at)
    filling.settle()
    return filling.xml(instance_id=instance_id)


def receive(*, delivery: Delivery, actor: Actor, at: datetime) -> Outcome:
    """The hot path: one delivery as a client sent it, kept and committed when this returns.

    Raises what `submit` raises, `NotThere` for an unknown form or version, `TooLarge`.
    """
    return _delivered(delivery, at, actor=actor)


def receive_public(*, delivery: Delivery, token: str, at: datetime) -> Outcome:
    """As `receive`, from somebody without an account, for the form behind a public link alone."""
    return _delivered(delivery, at, actor=None, token=token.lower())


@dataclass(frozen=True, slots=True)
class Sent:
    """A delivery that could be read."""

    instance: instance.Instance
    xml: bytes
    files: tuple[File, ...]
    channel: str
    device: str
    received_at: datetime
    at: datetime | None = None
    incomplete: bool = False


def read(xml: bytes) -> instance.Instance:
    """The submission in `xml`. Raises `BadRequest`, `TooLarge`."""
    if len(xml) > XML_ACCEPTED:
        raise TooLarge(Reason.of("The submission is larger than {most} bytes.", most=XML_ACCEPTED))
    try:
        return instance.read(xml)
    except BrokenXml as wrong:
        raise BadRequest(
            Reason.of("The submission cannot be read: {problem}", problem=wrong)
        ) from wrong


def _delivered(given: Delivery, at: datetime, *, actor: Actor | None, token: str = "") -> Outcome:
    """File by what is remembered of the form; when that no longer holds, by what is so now."""
    if len(given.body) > ACCEPTED:
        raise TooLarge(Reason.of("The submission is larger than {most} bytes.", most=ACCEPTED))
    check = partial(_checked, given, at, actor, token)
    try:
        # Long ones are checked here: not in the thread that everybody waits for.
        outcome = deliver(
            _done(check(remembered)) if len(given.body) > _LONG else partial(check, remembered)
        )
        if outcome.fate is Fate.CLOSED:
            queries.forget_addresses()
    except NotRemembered:
        outcome = Outcome(Fate.CLOSED)
    if outcome.fate is Fate.CLOSED:
        outcome = deliver(_done(check(queries.addressed_before)))
    _refuse(outcome)
    return outcome


def _done(item: Item) -> Work:
    return lambda: item


class Find(Protocol):
    """How the edition is found that a submission names."""

    def __call__(self, form_id: str, version: str, *, token: str) -> Version: ...


def _checked(given: Delivery, at: datetime, actor: Actor | None, token: str, find: Find) -> Item:
    sent = _unpacked(given, at)
    version = find(sent.instance.form_id, sent.instance.version, token=token)
    who = actor or Actor.resident(version.form.path)
    return prepare(sent, version, actor=who, token=token)


def _unpacked(given: Delivery, at: datetime) -> Sent:
    try:
        sent = multipart.delivery(given.content_type, given.body)
    except multipart.BrokenMultipart as wrong:
        raise BadRequest(
            Reason.of("The submission cannot be read: {problem}", problem=wrong)
        ) from wrong
    files = tuple(File(part.name, part.content_type, part.content) for part in sent.files)
    return Sent(
        read(sent.xml), sent.xml, files, given.channel, given.device, at, incomplete=sent.incomplete
    )


def prepare(
    sent: Sent, version: Version, *, actor: Actor, path: str | None = None, token: str = ""
) -> Item:
    """Check, file and encrypt one delivery. Raises `NotThere`, `NotAllowed`, `WrongState`."""
    form = version.form
    if sent.instance.form_id != form.form_id:
        raise BadInput(Reason.of("The submission is not of the form {form}.", form=form.form_id))
    held = rules.fill_paths(form.path, actor.paths(Permission.FORMS_FILL))
    if not held:
        raise NotAllowed(
            Reason.of("This needs the permission {permission}.", permission=Permission.FORMS_FILL)
        )
    withdrawn = version.published_at is None
    insist(rules.may_take(state=form.state, withdrawn=withdrawn))
    shape = queries.reading(version)
    at = sent.at or rules.filled_at(sent.instance.root.findtext("end") or "", sent.received_at)
    found = rules.check(shape.definition, sent.instance.root, at=sent.received_at)
    reasons = [
        rules.as_json(finding, label=_label(shape, finding), said=_said(shape, finding))
        for finding in found
    ]
    if withdrawn:
        reasons.append({**rules.WITHDRAWN.as_json(), "place": "", "kind": "withdrawn"})
    is_in_order = not withdrawn and all(finding.mild for finding in found)
    return Item(
        instance_id=sent.instance.instance_id, version_id=version.pk, form_id=form.form_id,
        purpose=form.purpose, path=path or rules.filing_path(form.path, held),
        xml=encrypt(sent.xml.decode("utf-8", "replace")),
        digest=hashlib.sha256(sent.xml).hexdigest(),
        state=SubmissionState.SUBMITTED if is_in_order else SubmissionState.RETURNED,
        reasons=reasons,
        channel=sent.channel, device=sent.device[:_DEVICE], receipt=rules.receipt_number(), at=at,
        received_at=sent.received_at, actor=actor, files=tuple(map(_sealed, sent.files)),
        token=token, deprecates=sent.instance.deprecated_id[:80], incomplete=sent.incomplete,
        withdrawn=withdrawn,
    )  # fmt: skip


def _sealed(file: File) -> File:
    return File(file.name, file.content_type, encrypt_bytes(file.content))


def _label(shape: queries.Reading, finding: rules.Finding) -> str:
    question = shape.form.question(finding.question)
    return shape.form.told(question.labels) if question else ""


def _said(shape: queries.Reading, finding: rules.Finding) -> str:
    return shape.form.told(shape.form.message(shape.definition.said(finding.question)))


def _store(items: Sequence[Item]) -> list[Outcome]:
    if not items:
        return []
    with scope.row_scope(widest(item.path for item in items)):
        return store(items)


def _refuse(outcome: Outcome) -> None:
    if outcome.fate is Fate.DIFFERENT:
        raise Conflict(
            Reason.of("Another submission stands under the same number. It was not changed.")
        )
    if outcome.fate is Fate.CLOSED:  # closed between the look and the writing
        insist(rules.may_take(state=FormState.CLOSED))
