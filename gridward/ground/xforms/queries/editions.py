"""Editions of a form for those who write it: drafts, trials, what differs, which files lack."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext
from lxml import etree

from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import NotThere
from gridward.core.permissions import Permission
from gridward.core.scope import visible, within
from gridward.ground.access import queries as people
from gridward.ground.access.rules import ROLES
from gridward.ground.grid import queries as grid
from gridward.ground.xforms import rules
from gridward.ground.xforms.choices import EditionState, FormState
from gridward.ground.xforms.formats import assets
from gridward.ground.xforms.formats.completion import without_version
from gridward.ground.xforms.models import Form, Version, Workbook
from gridward.ground.xforms.queries.entities import lists_named
from gridward.ground.xforms.queries.forms import forms_visible_to, media_of
from gridward.ground.xforms.queries.reading import reading

_MOST = 5_000  # people on offer as testers


def workbooks_visible_to(actor: Actor) -> QuerySet[Workbook]:
    """Uploads on the places whose forms the actor manages."""
    return visible(Workbook.objects.all(), actor, Permission.FORMS_MANAGE)


def managed_by(actor: Actor) -> QuerySet[Form]:
    """Forms the actor may change."""
    return visible(Form.objects.all(), actor, Permission.FORMS_MANAGE)


def forms_listed_for(actor: Actor) -> QuerySet[Form]:
    """The forms of one's places; those that are drafts alone only for those who write them."""
    rows = forms_visible_to(actor)
    return rows.filter(~Q(state=FormState.DRAFT) | Q(pk__in=managed_by(actor)))


def editions(form: Form) -> QuerySet[Version]:
    """All editions, the newest first, with `received` and `tried`: how many filled it in."""
    rows = form.versions.defer("xform", "xlsform").annotate(
        received=Count("submissions", distinct=True), tried=Count("trials", distinct=True)
    )
    return rows.order_by("-made_at", "-published_at", "-pk")


def edition_to_try(actor: Actor, form_id: str, version: str) -> Version:
    """An edition on trial, for those who manage it and those who were asked. Else `NotThere`."""
    asked = Q(testers__user_id=actor.user_id or 0)
    found = (
        Version.objects.filter(form__form_id=form_id, version=version, state=EditionState.TEST)
        .filter(Q(form__in=managed_by(actor)) | asked)
        .select_related("form").first()
    )  # fmt: skip
    if found is None:
        raise NotThere
    return found


def to_try(actor: Actor) -> QuerySet[Version]:
    """The editions on trial that this person was asked to try."""
    rows = Version.objects.filter(state=EditionState.TEST, testers__user_id=actor.user_id or 0)
    return rows.select_related("form").defer("xform", "xlsform").order_by("form__title", "pk")


def possible_testers(form: Form, actor: Actor, *, on: date) -> list[tuple[int, str]]:
    """Who could try a form: ``(user id, name, place and post)`` of who fills its forms."""
    fillers = [role for role, given in ROLES.items() if Permission.FORMS_FILL in given]
    rows = people.visible_to(actor).filter(within([form.path]), role__in=fillers)
    found = list(people.in_force(rows, on).order_by("path", "user__name")[:_MOST])
    places = grid.full_names({posting.path for posting in found})
    return list({
        p.user_id: f"{p.user.name} · {places[p.path]} {p.get_role_display()}" for p in found
    }.items())  # fmt: skip


def same_edition(form: Form, text: str) -> Version | None:
    """The edition that says the same, whatever its version: the newest five are compared."""
    for each in form.versions.order_by("-made_at", "-published_at", "-pk")[:5]:
        if without_version(each.xform) == text:
            return each
    return None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file the form asks for, or one that is there unasked."""

    name: str
    kind: str
    size: int = 0
    is_there: bool = False
    is_list: bool = False
    is_entities: bool = False  # a list of this system's own, always fresh
    is_asked: bool = True


def files_of(version: Version) -> list[Wanted]:
    """The checklist: what the form asks for and whether it is there; what is there unasked."""
    there = {each.name: each for each in media_of(version)}
    asked = assets.wanted(reading(version).form.root)
    own = _entity_lists([each.name for each in asked])
    found = [
        Wanted(
            each.name, each.kind, there[each.name].size if each.name in there else 0,
            is_there=each.name in there or each.name in own, is_list=each.is_list,
            is_entities=each.name in own and each.name not in there,
        )
        for each in asked
    ]  # fmt: skip
    names = {each.name for each in asked}
    found += [
        Wanted(each.name, each.content_type, each.size, is_there=True, is_asked=False)
        for each in there.values()
        if each.name not in names
    ]
    return found


def _entity_lists(names: list[str]) -> set[str]:
    lists = lists_named([name.removesuffix(".csv") for name in names if name.endswith(".csv")])
    return {f"{name}.csv" for name in lists}


def reasons_against(
    version: Version, root: etree._Element, at: datetime
) -> list[dict[str, object]]:
    """What the check finds in a filled form, in the words of the form."""
    shape = reading(version)
    told = []
    for finding in rules.check(shape.definition, root, at=at):
        question = shape.form.question(finding.question)
        label = shape.form.told(question.labels) if question else ""
        said = shape.form.told(shape.form.message(shape.definition.said(finding.question)))
        told.append(rules.as_json(finding, label=label, said=said))
    return told


def sentence(stored: object) -> str:
    """A stored reason in the reader's language, reasons within it too."""
    assert isinstance(stored, dict)
    inner = {
        name: sentence(value) if isinstance(value, dict) else value
        for name, value in stored.get("values", {}).items()
    }
    return gettext(str(stored["message"])).format(**inner)


def reason_of(stored: object) -> Reason:
    """A `Reason` out of its stored form."""
    assert isinstance(stored, dict)
    values = {
        name: reason_of(value) if isinstance(value, dict) else value
        for name, value in stored.get("values", {}).items()
    }
    return Reason.of(str(stored.get("message", "")), **values)
