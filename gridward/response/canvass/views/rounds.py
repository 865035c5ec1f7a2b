"""The desk: all campaigns and rounds, opening one, adding to it."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.errors import BadInput, NotThere, Refusal
from gridward.core.filled import carried_out, status_of
from gridward.core.http import ActingRequest, signed_in
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.response.canvass import actions, queries, rules
from gridward.response.canvass.choices import Unit
from gridward.response.canvass.forms import AdditionForm, RoundForm
from gridward.response.canvass.models import Campaign, Round

ROUND_COLUMNS = (
    ("name", gettext_lazy("Round")), ("kind", gettext_lazy("Campaign"), "narrow"),
    ("place", gettext_lazy("Place"), "narrow"), ("opened", gettext_lazy("Began"), "narrow"),
    ("state", gettext_lazy("State")), ("whole", gettext_lazy("In scope"), "end"),
    ("missing", gettext_lazy("Not reached yet"), "end"),
    ("rate", gettext_lazy("Coverage rate"), "end"),
)  # fmt: skip
_IMPORT = ("roster:imports", gettext_lazy("Import the register"), Permission.PEOPLE_IMPORT)
_WAYS = {
    rules.NOTHING[Unit.HOUSEHOLD]: _IMPORT,
    rules.NOTHING[Unit.PERSON]: _IMPORT,
    rules.NOTHING[Unit.ENTERPRISE]: _IMPORT,
    rules.NOTHING[Unit.RENTAL]: (
        "roster:rentals", gettext_lazy("Open the register of rentals"), Permission.PEOPLE_VIEW,
    ),
    rules.STILL_RUNNING: (
        "canvass:rounds", gettext_lazy("Show the running rounds"), Permission.CANVASS_VIEW,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round with its coverage as far as the reader sees it."""

    sweep: Round
    place: str
    unit: str
    coverage: rules.Coverage

    @property
    def pk(self) -> int:
        return self.sweep.pk

    def address(self) -> str:
        return reverse("canvass:board", args=[self.sweep.pk])


@signed_in
def rounds(request: ActingRequest) -> HttpResponse:
    queries.scope_for(request.actor, "")
    found = list(queries.visible_to(request.actor).select_related("campaign")[:50])
    names = grid.names({sweep.path for sweep in found})
    rows = [
        RoundRow(
            s, names.get(s.path, s.path), unit_word(s),
            queries.total(s, queries.reach(request.actor, s.path)),
        )
        for s in found
    ]  # fmt: skip
    may_open = request.actor.paths(Permission.CANVASS_RUN)
    context = {"rows": rows, "columns": ROUND_COLUMNS, "may_open": may_open}
    return render(request, "canvass/rounds.html", context)


def unit_word(sweep: Round) -> str:
    """What the round counts, in the reader's language: never a number without it."""
    return str(Unit(rules.KINDS[sweep.kind].unit).label)


@signed_in
def opening(request: ActingRequest) -> HttpResponse:
    """Open a round, of a running campaign or of a new one."""
    paths = queries.scope_for(request.actor, "", Permission.CANVASS_RUN)
    campaigns = queries.campaigns_visible_to(request.actor)
    form = RoundForm(
        request.POST or None,
        campaigns=[(str(c.pk), f"{c.name} · {c.get_kind_display()}") for c in campaigns],
        paths=_places(request.actor, paths),
    )
    if request.method == "POST" and form.is_valid():
        # A round that is refused leaves no campaign behind.
        made = carried_out(form, lambda: _opened(request.actor, form.cleaned_data))
        if isinstance(made, Round):
            return redirect("canvass:board", made.pk)
        # Above the ways out, and these above the form.
        told = [str(words) for words in form.non_field_errors()]
        form.errors.pop(NON_FIELD_ERRORS, None)
        context = {"form": form, "told": told, "ways": _ways(request.actor, made)}
        return render(request, "canvass/opening.html", context, status=made.status)
    return render(request, "canvass/opening.html", {"form": form})


def _opened(actor: Actor, asked: dict[str, Any]) -> Round:
    return actions.open_round(
        name=asked["name"], path=asked["path"], actor=actor, at=clock.now(),
        valid_results=asked["valid_results"] or None, campaign=_campaign(actor, asked),
    )  # fmt: skip


def _ways(actor: Actor, wrong: Refusal) -> list[tuple[str, Promise]]:
    """Where what is missing can be put right: address and words, as far as the actor may go."""
    found = [_WAYS[reason] for reason in wrong.because if reason in _WAYS]
    return [
        (reverse(view), words)
        for view, words, permission in dict.fromkeys(found)
        if actor.paths(permission)
    ]


def _places(actor: Actor, paths: tuple[str, ...]) -> list[tuple[str, str]]:
    today = local_date(clock.now())
    below = [n for path in paths for n in grid.villages(under=path, on=today).order_by("path")]
    names = grid.names(set(paths))
    wide = [(path, names.get(path, path)) for path in paths if path in names]
    return wide + [(node.path, node.name) for node in below if node.path not in names]


def _campaign(actor: Actor, asked: dict[str, object]) -> Campaign | None:
    """The campaign that was chosen or named; None for the township's door sweep."""
    chosen = str(asked["campaign"])
    if not chosen:
        return None
    if chosen != "new":
        found = queries.campaigns_visible_to(actor).filter(pk=int(chosen)).first()
        if found is None:
            raise NotThere
        return found
    if not (asked["kind"] and str(asked["campaign_name"]).strip()):
        raise BadInput("A new campaign needs a kind and a name.")
    ages = {key: asked[key] for key in ("age_from", "age_to")}
    return actions.begin_campaign(
        kind=str(asked["kind"]), name=str(asked["campaign_name"]), path=str(asked["path"]),
        actor=actor, at=clock.now(), **ages,  # type: ignore[arg-type]
    )  # fmt: skip


@signed_in
def add(request: ActingRequest, pk: int) -> HttpResponse:
    sweep = queries.round_for(request.actor, pk)
    queries.scope_for(request.actor, sweep.path, Permission.CANVASS_RECORD)
    form = AdditionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        made = carried_out(
            form,
            lambda: actions.add_household(sweep, **asked, actor=request.actor, at=clock.now()),
        )
        if not isinstance(made, Refusal):
            return redirect("canvass:board", sweep.pk)
    context = {"sweep": sweep, "form": form, "unit": unit_word(sweep)}
    return render(request, "canvass/add.html", context, status=status_of(form))
