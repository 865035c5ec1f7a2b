"""What the buttons of a case's page do: each posts here and leads back to the page."""

from collections.abc import Callable
from datetime import datetime

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, NotThere
from gridward.core.http import ActingRequest, signed_in
from gridward.response.care import actions, queries
from gridward.response.care.forms.cases import (
    DeliveryForm,
    ExemptionForm,
    ReasonForm,
    ResidenceForm,
    TransferForm,
)
from gridward.response.care.models import Case
from gridward.response.care.views.case import find

Deed = Callable[[Case, QueryDict, Actor, datetime], object]


def _read(form: forms.Form) -> dict[str, object]:
    if not form.is_valid():
        raise BadInput(*(Reason(str(e)) for each in form.errors.values() for e in each))
    return form.cleaned_data


def _residence(case: Case, sent: QueryDict, actor: Actor, at: datetime) -> object:
    return actions.check_residence(case, **_read(ResidenceForm(sent)), actor=actor, at=at)  # type: ignore[arg-type]


def _notify(case: Case, sent: QueryDict, actor: Actor, at: datetime) -> object:
    return actions.notify(case, how=str(_read(DeliveryForm(sent))["how"]), actor=actor, at=at)


def _deliver(case: Case, sent: QueryDict, actor: Actor, at: datetime) -> object:
    how = str(_read(DeliveryForm(sent))["how"])
    return actions.deliver_release(case, how=how, actor=actor, at=at)


def _exempt(case: Case, sent: QueryDict, actor: Actor, at: datetime) -> object:
    asked = _read(ExemptionForm(sent))
    return actions.ask_exemption(
        case, kind=str(asked["kind"]), reason=str(asked["reason"]), actor=actor, at=at
    )


def _transfer(case: Case, sent: QueryDict, actor: Actor, at: datetime) -> object:
    asked = _read(TransferForm(sent))
    return actions.transfer(
        case, kind=str(asked["kind"]), reason=str(asked["reason"]), actor=actor, at=at
    )


def _with_reason(deed: Callable[..., Case]) -> Deed:
    def run(case: Case, sent: QueryDict, actor: Actor, at: datetime) -> object:
        return deed(case, reason=str(_read(ReasonForm(sent))["reason"]), actor=actor, at=at)

    return run


def _plain(deed: Callable[..., object]) -> Deed:
    def run(case: Case, _sent: QueryDict, actor: Actor, at: datetime) -> object:
        return deed(case, actor=actor, at=at)

    return run


DEEDS: dict[str, Deed] = {
    "residence": _residence,
    "notify": _notify,
    "deliver": _deliver,
    "exempt": _exempt,
    "transfer": _transfer,
    "start": _plain(actions.start),
    "team": _plain(actions.complete_team),
    "propose": _plain(actions.propose_release),
    "release": _plain(actions.release),
    "escalate": _with_reason(actions.escalate),
    "suspend": _with_reason(actions.suspend),
    "break_off": _with_reason(actions.break_off),
    "resume": _with_reason(actions.resume),
    "cancel": _with_reason(actions.cancel),
}


@require_POST
@signed_in
def deed(request: ActingRequest, pk: int, name: str) -> HttpResponse:
    """One deed on one case."""
    if name not in DEEDS:
        raise NotThere
    case = find(request.actor, pk)
    DEEDS[name](case, request.POST, request.actor, clock.now())
    return redirect(case)


@require_POST
@signed_in
def resolve(request: ActingRequest, pk: int) -> HttpResponse:
    """Close an abnormal reading with how it ended."""
    slot = queries.slots_visible_to(request.actor).filter(pk=pk).first()
    if slot is None:
        raise NotThere
    how = str(_read(ReasonForm(request.POST))["reason"])
    actions.resolve(slot, how=how, actor=request.actor, at=clock.now())
    return redirect(slot.case)


@require_POST
@signed_in
def grant(request: ActingRequest, pk: int, exemption: int) -> HttpResponse:
    """The second person agrees to an exemption."""
    case = find(request.actor, pk)
    asked = case.exemptions.filter(pk=exemption).first()
    if asked is None:
        raise NotThere
    actions.grant_exemption(asked, actor=request.actor, at=clock.now())
    return redirect(case)
