"""The wording of a notice, and the notice as a PDF."""

import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FONT = "STSong-Light"  # a CID font every PDF reader has: no font file is shipped


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A notice ready to print: `team` are rows of (role, name)."""

    title: str
    number: str
    body: tuple[str, ...]
    team_title: str
    team: tuple[tuple[str, str], ...]
    signed: str
    issuer: str
    date: str


@lru_cache(maxsize=1)
def _wordings() -> Mapping[str, Any]:
    text = (
        resources.files("gridward.response.care").joinpath("data/notices.toml").read_text("utf-8")
    )
    return tomllib.loads(text)


def wording(
    version: str, language: str, kind: str, *, number: str, values: Mapping[str, str],
    team: tuple[tuple[str, str], ...], town: str, date: str,
) -> NoticeText:  # fmt: skip
    """The text of a notice with its places filled. `language` zh or en, `kind` start or release.

    Raises KeyError for an unknown version: a notice must be printable as it was handed over.
    """
    words = _wordings()[version][language][kind]
    body = tuple(each.format(**values) for each in words["body"])
    signer = words["issuer"].format(town=town)
    return NoticeText(
        words["title"], number, body, words["team"], team, words["signed"], signer, date
    )


def pdf(text: NoticeText) -> bytes:
    """One A4 page (more when the team is long), Chinese and Latin text."""
    registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    page = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=26 * mm, rightMargin=26 * mm, topMargin=24 * mm,
        bottomMargin=20 * mm, title=f"{text.title} {text.number}", author=text.issuer,
    )  # fmt: skip
    page.build(_flow(text))
    return out.getvalue()


def _flow(text: NoticeText) -> list[Flowable]:
    plain = ParagraphStyle("plain", fontName=FONT, fontSize=12, leading=21, wordWrap="CJK")
    indented = ParagraphStyle("indented", parent=plain, firstLineIndent=24, spaceAfter=6)
    title = ParagraphStyle("title", parent=plain, fontSize=20, leading=30, alignment=TA_CENTER)
    small = ParagraphStyle("small", parent=plain, fontSize=10, leading=16, alignment=TA_CENTER)
    right = ParagraphStyle("right", parent=plain, alignment=2)
    flow: list[Flowable] = [
        Paragraph(_safe(text.title), title), Paragraph(_safe(text.number), small),
        Spacer(1, 8 * mm), Paragraph(_safe(text.body[0]), plain),
    ]  # fmt: skip
    flow += [Paragraph(_safe(each), indented) for each in text.body[1:]]
    if text.team:
        rows = [[Paragraph(_safe(cell), plain) for cell in row] for row in text.team]
        table = Table(rows, colWidths=[60 * mm, 96 * mm])
        table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "#666666")]))
        flow += [Spacer(1, 4 * mm), Paragraph(_safe(text.team_title), plain), table]
    flow += [
        Spacer(1, 8 * mm), Paragraph(_safe(text.issuer), right), Paragraph(_safe(text.date), right),
        Spacer(1, 10 * mm), Paragraph(_safe(text.signed), plain),
    ]  # fmt: skip
    return flow


def _safe(words: str) -> str:
    """reportlab reads markup in paragraphs: a name must not be one."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
