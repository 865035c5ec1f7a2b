"""Notices as a page to print and as a PDF."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from gridward.core import clock
from gridward.core.errors import NotThere
from gridward.core.http import ActingRequest, signed_in
from gridward.ground.access.choices import Role
from gridward.ground.grid import queries as grid
from gridward.response.care import queries
from gridward.response.care.actions.start import TEXT_VERSION
from gridward.response.care.formats.notice import NoticeText, pdf, wording
from gridward.response.care.models import Case
from gridward.response.care.views.case import find


@require_GET
@signed_in
def notice(request: ActingRequest, pk: int, kind: str) -> HttpResponse:
    """The notice to read and print; a start notice can be printed before it is delivered."""
    case = find(request.actor, pk)
    text = _text(case, kind)
    return render(request, "care/notice.html", {"case": case, "text": text, "kind": kind})


@require_GET
@signed_in
def notice_pdf(request: ActingRequest, pk: int, kind: str) -> HttpResponse:
    """The same as ``application/pdf``."""
    case = find(request.actor, pk)
    answer = HttpResponse(pdf(_text(case, kind)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{case.number}-{kind}.pdf"'
    return answer


def _text(case: Case, kind: str) -> NoticeText:
    written = case.notices.filter(kind=kind).first()
    if kind not in {"start", "release"} or (kind == "release" and written is None):
        raise NotThere
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    on = clock.local_date(written.issued_at) if written else clock.local_date(clock.now())
    terms = case.terms
    values = {
        "name": case.person.name,
        "policy": terms.policy or terms.edition,
        "start": _day(case.start_on or case.day_one, language),
        "days": str(terms.days),
        "release": _day(case.planned_release, language),
        "released": _day(on, language),
    }
    town = grid.names({case.township}).get(case.township, "")
    return wording(
        written.text_version if written else TEXT_VERSION, language, kind, number=case.number,
        values=values, team=_signatories(case, kind), town=town, date=_day(on, language),
    )  # fmt: skip


def _signatories(case: Case, kind: str) -> tuple[tuple[str, str], ...]:
    if kind == "release":
        return tuple((name, "") for name in queries.names([case.released_by]).values())
    members = case.team.filter(until=None).select_related("user").order_by("pk")
    return tuple((str(Role(m.role).label), m.user.name) for m in members)


def _day(day: date, language: str) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else day.isoformat()
