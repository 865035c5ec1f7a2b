"""The desk: all campaigns and rounds, opening one, adding to it."""

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.errors import BadInput, NotThere
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
        asked = form.cleaned_data
        at = clock.now()
        with transaction.atomic():  # a round that is refused leaves no campaign behind
            sweep = actions.open_round(
                name=asked["name"], path=asked["path"], actor=request.actor, at=at,
                valid_results=asked["valid_results"] or None,
                campaign=_campaign(request.actor, asked),
            )  # fmt: skip
        return redirect("canvass:board", sweep.pk)
    return render(request, "canvass/opening.html", {"form": form})


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
        actions.add_household(sweep, **form.cleaned_data, actor=request.actor, at=clock.now())
        return redirect("canvass:board", sweep.pk)
    context = {"sweep": sweep, "form": form, "unit": unit_word(sweep)}
    return render(request, "canvass/add.html", context)
