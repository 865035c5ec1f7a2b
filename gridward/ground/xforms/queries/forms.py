"""Which forms there are for whom, and their editions."""

import threading

from django.db import connection
from django.db.models import Count, Q, QuerySet

from gridward.core.actor import Actor
from gridward.core.errors import NotThere
from gridward.core.paths import EVERYWHERE, lineage
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.ground.grid import queries as grid
from gridward.ground.xforms.choices import FormState
from gridward.ground.xforms.models import Form, Media, Version

PUBLISHED = Q(published_at__isnull=False)  # drafts and editions on trial are nobody's business


def forms_visible_to(actor: Actor) -> QuerySet[Form]:
    """Forms the actor may fill, manage or read the answers of: those of their places and above."""
    held = {
        path
        for permission in (
            Permission.FORMS_FILL,
            Permission.FORMS_MANAGE,
            Permission.SUBMISSIONS_VIEW,
        )
        for path in actor.paths(permission)
    }
    return _covering(held)


def forms_to_fill(actor: Actor) -> QuerySet[Form]:
    """Open forms whose path covers, or lies in, the actor's places."""
    return _covering(set(actor.paths(Permission.FORMS_FILL))).filter(state=FormState.PUBLISHED)


def _covering(held: set[str]) -> QuerySet[Form]:
    above = {each for path in held for each in lineage(path)}
    if EVERYWHERE in held:
        return Form.objects.all()
    return Form.objects.filter(
        within(held) | Q(path__in=above) | (Q(path=EVERYWHERE) if held else Q(pk__in=()))
    )


def form_by_token(token: str) -> Form:
    """The public form behind a link, also a closed one. Raises `NotThere`."""
    form = (
        Form.objects.filter(token=token.lower(), public=True).exclude(state=FormState.DRAFT).first()
    )
    if form is None:
        raise NotThere
    return form


def in_force(form: Form) -> Version | None:
    """The edition that is handed out now, if any was ever published."""
    return form.versions.filter(PUBLISHED).order_by("-published_at", "-pk").first()


def latest(form: Form) -> Version:
    """The edition that is handed out now. Raises `NotThere` for a form that is a draft alone."""
    found = in_force(form)
    if found is None:
        raise NotThere
    return found


def latest_of(forms: QuerySet[Form]) -> list[Version]:
    """The present edition of each of these forms, without its XForm text."""
    rows = (
        Version.objects.filter(PUBLISHED, form__in=forms)
        .select_related("form").defer("xform", "xlsform")
    )  # fmt: skip
    newest = rows.order_by("form__form_id", "-published_at", "-pk").distinct("form__form_id")
    return list(newest)


def version_named(form_id: str, version: str) -> Version:
    """The edition a submission names, without its texts; also one that was taken back. Raises
    `NotThere`."""
    handed_out = PUBLISHED | Q(withdrawn_at__isnull=False)
    found = (
        Version.objects.filter(handed_out, form__form_id=form_id, version=version)
        .select_related("form").defer("xform", "xlsform").first()
    )  # fmt: skip
    if found is None:
        raise NotThere
    return found


def counted(forms: QuerySet[Form], actor: Actor) -> QuerySet[Form]:
    """The forms with `received` and `returned`: how many submissions the actor may read of each."""
    mine = within(actor.paths(Permission.SUBMISSIONS_VIEW), "versions__submissions__path")
    return forms.annotate(
        received=Count("versions__submissions", filter=mine),
        returned=Count(
            "versions__submissions", filter=mine & Q(versions__submissions__state="returned")
        ),
    )


def place_name(form: Form) -> str:
    """The name of the place that asks: the township or village of the form."""
    return grid.names({form.path}).get(form.path, "")


_ADDRESSED = """
SELECT v.id, v.version, v.md5, v.published_at, f.id, f.form_id, f.path, f.purpose, f.state,
  v.withdrawn_at
FROM xforms_version v JOIN xforms_form f ON f.id = v.form_id
WHERE f.form_id = %s AND v.version = %s
  AND (v.published_at IS NOT NULL OR v.withdrawn_at IS NOT NULL)
  AND (%s = '' OR (f.token = %s AND f.public))"""
_Address = tuple[str, str, str]
_addressed: dict[_Address, Version] = {}
_lock = threading.Lock()
_KEPT = 256


def addressed(form_id: str, version: str, *, token: str = "") -> Version:
    """The edition a submission names, with what the hot path needs of it. Raises `NotThere`.

    Also one that was taken back: some phone may have fetched it before. With `token` the form must
    be the public one behind it. Written as SQL: the same through the ORM costs more than the whole
    check of the answers.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ADDRESSED, [form_id, version, token, token])
        row = cursor.fetchone()
    if row is None:
        raise NotThere
    form = Form(id=row[4], form_id=row[5], path=row[6], purpose=row[7], state=row[8])
    return Version(
        id=row[0], version=row[1], md5=row[2], published_at=row[3], form=form, withdrawn_at=row[9]
    )


class NotRemembered(Exception):
    """Nobody has asked for this form since the process began."""


def remembered(form_id: str, version: str, *, token: str = "") -> Version:
    """As `addressed_before`, without asking the database. Raises `NotRemembered`."""
    with _lock:
        known = _addressed.get((form_id, version, token))
    if known is None:
        raise NotRemembered
    return known


def addressed_before(form_id: str, version: str, *, token: str = "") -> Version:
    """As `addressed`, out of memory when the form was open the last time somebody asked.

    Good for a submission only: storing it looks once more whether the form still is open.
    """
    address = (form_id, version, token)
    with _lock:
        known = _addressed.get(address)
    if known is not None:
        return known
    found = addressed(form_id, version, token=token)
    if found.form.state == FormState.PUBLISHED:
        with _lock:
            while len(_addressed) >= _KEPT:
                _addressed.pop(next(iter(_addressed)))
            _addressed[address] = found
    return found


def forget_addresses() -> None:
    """What was remembered is no longer so."""
    with _lock:
        _addressed.clear()


def media_of(version: Version) -> QuerySet[Media]:
    """The files of an edition without their content, by name."""
    return Media.objects.filter(version=version).defer("content").order_by("name")
