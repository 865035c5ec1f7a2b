"""One edition of a form: its state, its files, what differs, and what may become of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gridward.core import clock
from gridward.core.errors import NotThere
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.ground.access import queries as people
from gridward.ground.xforms import actions, queries, rules
from gridward.ground.xforms.forms import ShareForm, TrialForm
from gridward.ground.xforms.views.editions_found import managed
from gridward.ground.xforms.views.testers import offer

CHANGES = {
    "added": gettext_lazy("New question"), "removed": gettext_lazy("Question taken out"),
    "changed": gettext_lazy("Changed"), "moved": gettext_lazy("Stands elsewhere"),
}  # fmt: skip
ASPECTS = {
    "label": gettext_lazy("Words"), "type": gettext_lazy("Type"),
    "choices": gettext_lazy("Choices"), "relevant": gettext_lazy("Asked when"),
    "required": gettext_lazy("Has to be answered"), "constraint": gettext_lazy("Bounds"),
    "calculate": gettext_lazy("Calculation"), "readonly": gettext_lazy("Only to read"),
}  # fmt: skip
COLUMNS = (
    ("kind", gettext_lazy("Change")), ("question", gettext_lazy("Question")),
    ("before", gettext_lazy("Before")), ("after", gettext_lazy("Now")),
)  # fmt: skip


@require_safe
@signed_in
def edition(request: ActingRequest, form_id: str, version: str) -> HttpResponse:
    """Where the edition stands, and the next step."""
    found = managed(request, form_id, version)
    form, newest = found.form, queries.in_force(found.form)
    in_force = newest is not None and newest.pk == found.pk
    others = [each for each in queries.editions(form) if each.pk != found.pk]
    book = found.workbooks.order_by("-at").first()
    chosen = set(found.testers.values_list("user_id", flat=True))
    files = queries.files_of(found)
    context = {
        "form": form, "edition": found, "in_force": in_force, "newest": newest, "others": others,
        "before": others[0] if others else None, "workbook": book, "files": files,
        "missing": [each for each in files if not each.is_there],
        "may_change": rules.may_change(state=found.state).allowed,
        "may_publish": rules.may_publish(
            state=found.state, handed_out=in_force and form.state == "published"
        ).allowed,
        "may_withdraw": rules.may_withdraw(
            state=found.state, submissions=found.submissions.count()
        ).allowed,
        "may_drop": rules.may_drop(
            state=found.state, handed_out=found.withdrawn_at is not None
        ).allowed,
        "trials": found.trials.order_by("-at")[:50], "share": ShareForm(initial={
            "purpose": form.purpose, "public": form.public,
        }),
        "offer": offer(found, request, chosen=chosen),
        "testers": sorted(people.names_of(chosen).values()),
        "questions": queries.told_questions(found, request.LANGUAGE_CODE[:2]),
    }  # fmt: skip
    return render(request, "xforms/edition.html", context)


@require_POST
@signed_in
def put_into_force(request: ActingRequest, form_id: str, version: str) -> HttpResponse:
    found = managed(request, form_id, version)
    given = ShareForm(request.POST)
    if found.form.state == "draft" and given.is_valid():
        told = given.cleaned_data
        actions.share(
            found.form, purpose=told["purpose"], public="yes" if told["public"] else "no",
            actor=request.actor, at=clock.now(),
        )  # fmt: skip
    actions.put_into_force(found, actor=request.actor, at=clock.now())
    messages.success(request, _("Published: {title}").format(title=found.form.shown_title))
    return redirect("xforms:form", form_id)


@require_POST
@signed_in
def withdraw(request: ActingRequest, form_id: str, version: str) -> HttpResponse:
    found = managed(request, form_id, version)
    actions.withdraw(found, actor=request.actor, at=clock.now())
    messages.success(request, _("The publication was undone. The edition is on trial again."))
    return redirect("xforms:edition", form_id, version)


@require_POST
@signed_in
def drop(request: ActingRequest, form_id: str, version: str) -> HttpResponse:
    found = managed(request, form_id, version)
    others = found.form.versions.exclude(pk=found.pk).exists()
    actions.drop_draft(found, actor=request.actor, at=clock.now())
    messages.success(request, _("The draft is gone."))
    return redirect("xforms:form", form_id) if others else redirect("xforms:forms")


@require_POST
@signed_in
def open_trial(request: ActingRequest, form_id: str, version: str) -> HttpResponse:
    found = managed(request, form_id, version)
    offered = queries.possible_testers(found.form, request.actor, on=clock.local_date(clock.now()))
    given = TrialForm(request.POST, people=offered)
    testers = given.cleaned_data["testers"] if given.is_valid() else []
    actions.open_trial(found, testers=testers, actor=request.actor, at=clock.now())
    messages.success(request, _("The edition is on trial. What is sent in counts nowhere."))
    return redirect("xforms:edition", form_id, version)


@require_POST
@signed_in
def clear(request: ActingRequest, form_id: str, version: str) -> HttpResponse:
    found = managed(request, form_id, version)
    count = actions.clear_trials(found, actor=request.actor, at=clock.now())
    messages.success(request, _("{count} trials were deleted.").format(count=count))
    return redirect("xforms:edition", form_id, version)


@require_POST
@signed_in
def put_media(request: ActingRequest, form_id: str, version: str) -> HttpResponse:
    found = managed(request, form_id, version)
    files = {f.name or "": f.read() for f in request.FILES.getlist("files")}
    kept = actions.put_media(found, files=files, actor=request.actor, at=clock.now())
    messages.success(request, _("{count} files were added.").format(count=len(kept)))
    return redirect("xforms:edition", form_id, version)


@require_POST
@signed_in
def drop_media(request: ActingRequest, form_id: str, version: str, name: str) -> HttpResponse:
    found = managed(request, form_id, version)
    actions.drop_media(found, name=name, actor=request.actor, at=clock.now())
    return redirect("xforms:edition", form_id, version)


@require_POST
@signed_in
def share(request: ActingRequest, form_id: str) -> HttpResponse:
    """Change what the answers are for and who may fill the form."""
    form = get_object_or_404(queries.managed_by(request.actor), form_id=form_id)
    given = ShareForm(request.POST)
    if given.is_valid():
        told = given.cleaned_data
        actions.share(
            form, purpose=told["purpose"], public="yes" if told["public"] else "no",
            actor=request.actor, at=clock.now(),
        )  # fmt: skip
    return redirect("xforms:form", form_id)


@require_POST
@signed_in
def reopen(request: ActingRequest, form_id: str) -> HttpResponse:
    form = get_object_or_404(queries.managed_by(request.actor), form_id=form_id)
    actions.reopen(form, actor=request.actor, at=clock.now())
    messages.success(request, _("The form takes submissions again."))
    return redirect("xforms:form", form_id)


@require_safe
@signed_in
def differences(request: ActingRequest, form_id: str, version: str) -> HttpResponseBase:
    """Two editions beside each other; ``?with=`` names the older one."""
    found = managed(request, form_id, version)
    others = [each for each in queries.editions(found.form) if each.pk != found.pk]
    if not others:
        raise NotThere
    wanted = request.GET.get("with", others[0].version)
    before = get_object_or_404(found.form.versions, version=wanted)
    lines = [
        {
            "kind": each.kind, "label": str(CHANGES[each.kind]), "question": each.question,
            "aspect": str(ASPECTS.get(each.aspect, "")), "before": each.before, "after": each.after,
        }
        for each in queries.difference(before, found, request.LANGUAGE_CODE[:2])
    ]  # fmt: skip
    if kind := request.GET.get("format"):
        rows = [
            (" ".join(filter(None, (x["label"], x["aspect"]))), x["question"], x["before"],
             x["after"])
            for x in lines
        ]  # fmt: skip
        return table_response(kind, "differences", [str(c[1]) for c in COLUMNS], rows)
    context = {
        "form": found.form, "edition": found, "before": before, "others": others, "lines": lines,
        "columns": COLUMNS,
    }  # fmt: skip
    return render(request, "xforms/differences.html", context)
