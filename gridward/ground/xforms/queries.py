"""Reading forms and what was sent in."""

import threading
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from django.db.models import Count, Q, QuerySet

from gridward.core.actor import Actor
from gridward.core.errors import NotThere
from gridward.core.paths import EVERYWHERE, lineage
from gridward.core.permissions import Permission
from gridward.core.scope import visible, within
from gridward.ground.xforms import rules
from gridward.ground.xforms.choices import FormState
from gridward.ground.xforms.formats import instance, xform
from gridward.ground.xforms.models import Form, Submission, Version

SHIPPED = ("screening", "household_visit", "temperature_round")
_KEPT = 64  # read forms in memory


@dataclass(frozen=True, slots=True)
class Reading:
    """A version as people see it (`form`) and as the checks see it (`definition`)."""

    form: xform.XForm
    definition: rules.Definition


_readings: dict[tuple[int, str], Reading] = {}
_lock = threading.Lock()


def visible_to(actor: Actor) -> QuerySet[Submission]:
    """Submissions the actor may read."""
    rows = Submission.objects.select_related("version__form")
    return visible(rows, actor, Permission.SUBMISSIONS_VIEW)


def forms_visible_to(actor: Actor) -> QuerySet[Form]:
    """Forms the actor may fill, manage or read the answers of: those of their places and above."""
    held = {
        path
        for permission in (Permission.FORMS_FILL, Permission.FORMS_MANAGE, Permission.SUBMISSIONS_VIEW)
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
    return Form.objects.filter(within(held) | Q(path__in=above) | (Q(path=EVERYWHERE) if held else Q(pk__in=())))


def form_by_token(token: str) -> Form:
    """The form behind a public link. Raises `NotThere` unless it is public; closed ones are told."""
    form = Form.objects.filter(token=token.lower(), public=True).exclude(state=FormState.DRAFT).first()
    if form is None:
        raise NotThere
    return form


def latest(form: Form) -> Version:
    """The edition that is handed out now."""
    found = form.versions.order_by("-published_at", "-pk").first()
    if found is None:
        raise NotThere
    return found


def latest_of(forms: QuerySet[Form]) -> list[Version]:
    """The present edition of each of these forms, without its XForm text."""
    rows = Version.objects.filter(form__in=forms).select_related("form").defer("xform", "xlsform")
    newest = rows.order_by("form__form_id", "-published_at", "-pk").distinct("form__form_id")
    return list(newest)


def version_named(form_id: str, version: str) -> Version:
    """The edition a submission names, without its texts. Raises `NotThere`."""
    found = (
        Version.objects.filter(form__form_id=form_id, version=version)
        .select_related("form").defer("xform", "xlsform").first()
    )  # fmt: skip
    if found is None:
        raise NotThere
    return found


def reading(version: Version) -> Reading:
    """The read form of a version; kept in memory, since an edition never changes."""
    key = (version.pk, version.md5)
    with _lock:
        found = _readings.get(key)
    if found is None:
        form = xform.read(version.xform.encode())
        labels = {
            q.name: {choice.value: form.told(choice.labels) for choice in q.choices}
            for q in form.questions
        }
        found = Reading(form, rules.read(form.root, labels))
        with _lock:
            while len(_readings) >= _KEPT:
                _readings.pop(next(iter(_readings)))
            _readings[key] = found
    return found


def answers(submission: Submission) -> instance.Answers:
    """``{question: text, repeat: [answers, ...]}`` of a submission."""
    root = instance.read(submission.xml.encode()).root
    return instance.answers(root, reading(submission.version).form.repeats)


def label_of(version: Version, question: str, language: str = "zh") -> str:
    """A question's words in a language; its name when the form says nothing."""
    form = reading(version).form
    found = form.question(question)
    return form.told(found.labels, language) if found else question


def counted(forms: QuerySet[Form], actor: Actor) -> QuerySet[Form]:
    """The forms with `received` and `returned`: how many submissions the actor may read of each."""
    mine = within(actor.paths(Permission.SUBMISSIONS_VIEW), "versions__submissions__path")
    return forms.annotate(
        received=Count("versions__submissions", filter=mine),
        returned=Count(
            "versions__submissions", filter=mine & Q(versions__submissions__state="returned")
        ),
    )


@lru_cache(maxsize=8)
def shipped(name: str) -> bytes:
    """The XLSForm of a form that comes with the project (`SHIPPED`)."""
    if name not in SHIPPED:
        raise KeyError(name)
    return (resources.files("gridward.ground.xforms") / "data" / f"{name}.xlsx").read_bytes()
