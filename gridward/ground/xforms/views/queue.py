"""The queue of a phone, brought to the desk as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from gridward.core import clock
from gridward.core.errors import NotAllowed
from gridward.core.http import ActingRequest, signed_in
from gridward.core.permissions import Permission
from gridward.ground.xforms import actions
from gridward.ground.xforms.choices import QueueVerdict
from gridward.ground.xforms.forms import QueueForm

COLUMNS = (
    ("record", _("Door or person")),
    ("verdict", _("What became of it")),
    ("receipt", _("Receipt number")),
)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def from_phone(request: ActingRequest) -> HttpResponse:
    """Choose the file; after sending, what became of each record."""
    if not request.actor.paths(Permission.FORMS_FILL):
        raise NotAllowed
    given = QueueForm(request.POST, request.FILES) if request.method == "POST" else QueueForm()
    taken: list[actions.Taken] = []
    if given.is_valid():
        lines = iter(given.cleaned_data["queue"])
        taken = actions.take_queue(lines, actor=request.actor, at=clock.now())
    counts = dict.fromkeys(QueueVerdict, 0)
    for each in taken:
        counts[each.verdict] += 1
    context = {
        "form": given, "taken": taken, "columns": COLUMNS,
        "counts": [(verdict.label, number) for verdict, number in counts.items()],
    }  # fmt: skip
    return render(request, "xforms/queue.html", context, status=422 if given.errors else 200)
