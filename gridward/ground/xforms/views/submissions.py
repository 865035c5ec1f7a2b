"""What was sent in: the list with its export, one submission in words."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import CharField, F, Func, Q, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gridward.core import clock
from gridward.core.clock import BUSINESS_ZONE
from gridward.core.errors import NotThere
from gridward.core.export import Cell, table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.ground.grid import queries as grid
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.choices import SubmissionChannel, SubmissionState
from gridward.ground.xforms.forms import SubmissionFilter
from gridward.ground.xforms.models import Submission, Version
from gridward.ground.xforms.queries.flat import Flat

COLUMNS = (
    ("receipt", gettext_lazy("Receipt number")), ("form", gettext_lazy("Form")),
    ("received_at", gettext_lazy("Received"), "sort"), ("state", gettext_lazy("State"), "sort"),
    ("place", gettext_lazy("Place in the grid"), "narrow"),
    ("channel", gettext_lazy("Received by"), "narrow"),
)  # fmt: skip
SORTS = {"received_at": "received_at", "state": "state"}
_PICTURE = "attachment"  # the name of a file may be the name of a person
_MOST = 100_000  # rows of one export
_AT_ONCE = 1_000  # rows in memory


@require_safe
@signed_in
def submissions(request: ActingRequest) -> HttpResponseBase:
    seen = queries.forms_visible_to(request.actor).order_by("title")
    titles = [(each.form_id, each.shown_title) for each in seen]
    asked = SubmissionFilter(request.GET, titles=titles)
    rows = _filtered(queries.visible_to(request.actor), asked)
    if kind := request.GET.get("format"):
        return _export(request, rows, kind)
    sort = request.GET.get("sort", "-received_at")
    field = SORTS.get(sort.removeprefix("-"), "received_at")
    rows = queries.linked(rows)
    page = page_of(rows.order_by(f"-{field}" if sort.startswith("-") else field, "pk"), request.GET)
    names = grid.full_names({row.path for row in page.rows})
    for row in page.rows:
        row.place = names[row.path]  # type: ignore[attr-defined]
    context = {
        "form": asked, "columns": COLUMNS, "page": page,
        "may_export": bool(request.actor.paths(Permission.PEOPLE_EXPORT)),
    }  # fmt: skip
    return render(request, "xforms/submissions.html", context)


def _filtered(rows: QuerySet[Submission], asked: SubmissionFilter) -> QuerySet[Submission]:
    if not asked.is_valid():
        return rows
    told = asked.cleaned_data
    if text := told["q"].strip():
        rows = rows.filter(Q(receipt__startswith=text.upper()) | Q(instance_id=text))
    if told["form"]:
        rows = rows.filter(version__form__form_id=told["form"])
    for name in ("state", "channel"):
        if told[name]:
            rows = rows.filter(**{name: told[name]})
    if told["since"]:
        rows = rows.filter(received_at__date__gte=told["since"])
    if told["until"]:
        rows = rows.filter(received_at__date__lte=told["until"])
    return rows


def _export(request: ActingRequest, rows: QuerySet[Submission], kind: str) -> HttpResponseBase:
    """Receipts for everybody who sees the list; the answers too for those who may take lists out.

    The answers need one form, since a table has one head: choose it in the filter.
    """
    head = [str(label) for _key, label, *_flags in COLUMNS]
    taken = request.actor.paths(Permission.PEOPLE_EXPORT)
    form_id = request.GET.get("form", "")
    names: list[tuple[str, str]] = []
    language = request.LANGUAGE_CODE[:2]
    if taken and form_id:
        rows = rows.filter(within(taken))
        form = get_object_or_404(queries.forms_visible_to(request.actor), form_id=form_id)
        names = queries.columns(queries.latest(form), language)
        actions.note_export(
            form_id=form_id, path=taken[0], rows=rows.count(), actor=request.actor, at=clock.now()
        )
    head += [label for _name, label in names]
    return table_response(
        kind, "submissions", head, _lines(request, rows, [n for n, _ in names], language)
    )


# Said by the database: reading a time only to write it costs more than its whole row of text.
_MINUTE = Func(
    F("received_at"), output_field=CharField(),
    template=f"to_char(%(expressions)s AT TIME ZONE '{BUSINESS_ZONE}', 'YYYY-MM-DD HH24:MI')",
)  # fmt: skip


def _lines(
    request: ActingRequest, rows: QuerySet[Submission], names: list[str], language: str
) -> Iterator[list[Cell]]:
    """The rows, read from the database as they are sent, so that any number needs little memory."""
    versions: dict[int, tuple[str, Flat | None]] = {}
    states = {key: str(word) for key, word in SubmissionState.choices}
    channels = {key: str(word) for key, word in SubmissionChannel.choices}
    places: dict[str, tuple[str, bool]] = {}
    plain = ("receipt", "version_id", "minute", "state", "path", "channel")
    wanted = (*plain, "xml") if names else plain
    with transaction.atomic():  # a cursor of the server: outside it would first copy everything
        for receipt, version, minute, state, path, channel, *xml in (
            rows.annotate(minute=_MINUTE)
            .order_by("pk")
            .values_list(*wanted)[:_MOST]
            .iterator(_AT_ONCE)
        ):
            if path not in places:
                may = request.actor.may(Permission.PEOPLE_IDENTIFY, path)
                places[path] = (grid.full_names({path})[path], may)
            if version not in versions:
                found = Version.objects.select_related("form").get(pk=version)
                flat = Flat(found, names, language) if names else None
                versions[version] = (found.form.shown_title, flat)
            (place, may), (title, flat) = places[path], versions[version]
            line: list[Cell] = [
                receipt, title, minute, states[state], place,
                channels[channel],
            ]  # fmt: skip
            if flat:
                line += flat.line(xml[0], identified=may)
            yield line


@require_safe
@signed_in
def submission(request: ActingRequest, pk: str) -> HttpResponse:
    """One submission in the words of its form. The look is recorded."""
    found = get_object_or_404(queries.linked(queries.visible_to(request.actor)), pk=pk)
    given = actions.look(found, actor=request.actor, purpose="", at=clock.now())
    context = {
        "submission": found, "place": grid.full_names({found.path})[found.path],
        "lines": queries.told(found.version, given, request.LANGUAGE_CODE[:2]),
        "files": found.attachments.defer("content").order_by("name"),
        "masked": not request.actor.may(Permission.PEOPLE_IDENTIFY, found.path),
    }  # fmt: skip
    return render(request, "xforms/submission.html", context)


@require_safe
@signed_in
def file(request: ActingRequest, pk: str, file: int) -> HttpResponse:
    """One attachment, as a download: never opened inside our pages."""
    found = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    if not request.actor.may(Permission.PEOPLE_IDENTIFY, found.path):
        raise NotThere
    kept = get_object_or_404(found.attachments, pk=file)
    actions.look(found, actor=request.actor, purpose=f"{_PICTURE} {kept.pk}", at=clock.now())
    answer = HttpResponse(bytes(kept.content), content_type="application/octet-stream")
    answer["Content-Disposition"] = "attachment"
    return answer
