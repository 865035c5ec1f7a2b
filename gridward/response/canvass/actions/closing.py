"""Closing a round while doors are open: a named decision with a frozen, signed list."""

from collections.abc import Mapping
from datetime import datetime

import orjson
from django.contrib.auth import get_user_model
from django.db import transaction

from gridward.core import crypto, ledger
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import WrongState, insist
from gridward.core.permissions import Permission
from gridward.ground.access import actions as access
from gridward.response.canvass import queries, rules
from gridward.response.canvass.actions import lock
from gridward.response.canvass.actions.round import end
from gridward.response.canvass.choices import Event
from gridward.response.canvass.models import Gap, Round, Signature


def close_with_gaps(
    sweep: Round, *, reason: str, reasons: Mapping[str, str], password: str, actor: Actor,
    at: datetime,
) -> Signature:  # fmt: skip
    """Close a round with open doors, and freeze which they were and why.

    `reasons` are for single grids, by path; elsewhere `reason` stands. The signer's password is
    asked again, outside the transaction: a wrong one counts and locks like at the sign-in.
    """
    actor.require(Permission.CANVASS_RUN, sweep.path)
    open_now = queries.unsettled(sweep).count()
    insist(
        rules.may_close_with_gaps(
            sweep.state, open_now, reason=reason, signer=actor.user_id, signed=password
        )
    )
    user = get_user_model().objects.get(pk=actor.user_id or 0)
    if access.check_password(username=user.get_username(), password=password, at=at) is None:
        raise WrongState(Reason.of("The password is not right. Nothing was signed."))
    return _signed(sweep, reason.strip(), reasons, str(user), actor=actor, at=at)


@transaction.atomic
def _signed(
    sweep: Round, reason: str, reasons: Mapping[str, str], name: str, *, actor: Actor, at: datetime
) -> Signature:
    lock.alone(sweep.pk)
    sweep = Round.objects.get(pk=sweep.pk)
    doors = list(queries.unsettled(sweep))
    insist(
        rules.may_close_with_gaps(
            sweep.state, len(doors), reason=reason, signer=actor.user_id, signed=name
        )
    )
    gaps = [
        Gap(
            path=door.path, position=door.position, code=door.code, address=door.address,
            label=door.label, state=door.state, attempts=door.attempts,
            reason=reasons.get(door.path, "").strip() or reason,
        )
        for door in doors
    ]  # fmt: skip
    assert actor.user_id is not None  # the rule asked for a person
    signature = Signature.objects.create(
        round=sweep, path=sweep.path, at=at, by=actor.user_id, name=name, reason=reason,
        doors=len(gaps), seal=seal_of(gaps),
    )  # fmt: skip
    for gap in gaps:
        gap.signature = signature
    Gap.objects.bulk_create(gaps, batch_size=5_000)
    end(sweep, actor=actor, at=at)
    ledger.record(
        Event.CLOSED_WITH_GAPS, actor=actor, subject=signature, path=sweep.path, at=at,
        data={"doors": len(gaps), "seal": signature.seal[:16]},
    )  # fmt: skip
    return signature


def seal_of(gaps: list[Gap]) -> str:
    """The seal over a frozen list: changed by any change of the list."""
    content = [[g.path, g.position, g.code, str(g.state), g.attempts, g.reason] for g in gaps]
    return crypto.seal(orjson.dumps(content))
