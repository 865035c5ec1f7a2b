"""Every form of a folder: loaded, answered, submitted; and what deployed phones sent beside it.

``DATABASE_URL=... python -m bench.conformance [folder]`` (default ../shared/data/forms): XForms
(.xml), workbooks (.xlsx, .xls) and tables (.md, .csv). Each is read as an upload is, filled in by
`bench.answering`, and the submission goes through `xforms.actions.submit` in a transaction that is
rolled back; without DATABASE_URL it is checked in memory alone. Prints counts by project, and every
form and submission that falls short with its reason. Ends with 1 when fewer than 95 % of the
XForms load, or fewer than 95 % of those give a submission in order.
"""

import contextlib
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.web.settings")
os.environ.setdefault("GRIDWARD_DEBUG", "1")
WITH_DATABASE = bool(os.environ.get("DATABASE_URL"))
if not WITH_DATABASE:
    os.environ["DATABASE_URL"] = "postgresql://nobody@/none"  # settings want one

import django  # noqa: E402

django.setup()

from django.db import transaction  # noqa: E402
from lxml import etree  # noqa: E402

from bench.answering import Answered  # noqa: E402
from gridward.core import clock  # noqa: E402
from gridward.core.actor import Actor  # noqa: E402
from gridward.core.errors import Refusal  # noqa: E402
from gridward.core.scope import everywhere  # noqa: E402
from gridward.ground.xforms import actions, queries, rules  # noqa: E402
from gridward.ground.xforms.formats import instance, lists, workbook, xform, xlsform  # noqa: E402
from gridward.ground.xforms.formats.notices import BadWorkbook  # noqa: E402
from gridward.ground.xforms.formats.xml import BrokenXml, parse, plain  # noqa: E402
from gridward.ground.xforms.models import Form, Version  # noqa: E402
from gridward.ground.xforms.rules.lists import from_element, from_rows  # noqa: E402
from gridward.ground.xforms.rules.nodes import Node  # noqa: E402

FOLDER = Path(__file__).resolve().parents[2] / "shared/data/forms"
TOWN, GOAL = "430199997/", 0.95
SUFFIXES = {".xml", ".xlsx", ".xls", ".md", ".csv"}
OUTCOMES = ("form", "loaded", "answered", "in order", "returned")


@dataclass
class Read:
    """A form that was loaded, and the file it came from."""

    file: Path
    project: str
    xml: str
    form: xform.XForm
    definition: rules.Definition


@dataclass
class Report:
    """Counts by (project, kind) and sentences about what falls short."""

    counts: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    short: list[str] = field(default_factory=list)
    folder: Path = FOLDER

    def count(self, project: str, kind: str, outcome: str) -> None:
        self.counts.setdefault((project, kind), Counter())[outcome] += 1

    def tell(self, what: str, file: Path, why: str) -> None:
        self.short.append(f"{what}: {file.relative_to(self.folder)}: {why}")

    def total(self, kind: str) -> Counter[str]:
        return sum((c for (_p, k), c in self.counts.items() if k == kind), Counter[str]())


def kind_of(file: Path, folder: Path) -> str:
    """``xform``, ``workbook``, ``submission``, or nothing for lists, manifests and notes."""
    if file.suffix in {".xlsx", ".xls"}:
        return "workbook"
    if file.suffix in {".md", ".csv"}:
        return "workbook" if file.parent.name == "example_xls" else ""
    try:
        root = plain(parse(file.read_bytes()))
    except BrokenXml:
        return "xform" if "<h:html" in file.read_text("utf-8", "replace") else ""
    if root.tag == "html":
        return "xform"
    return "submission" if root.get("id") or (len(root) and root[0].get("id")) else ""


def load(file: Path, kind: str) -> str:
    """The XForm of a file. Raises what the upload raises."""
    content = file.read_bytes()
    if kind == "xform":
        return content.decode("utf-8", "replace")
    book = workbook.read(content, file.name)
    return xlsform.convert(book, form_id=file.stem).xform


def beside(file: Path, folder: Path) -> dict[str, Node]:
    """The lists in the folders of a form, as they would be uploaded with it."""
    found = {}
    around = [each for each in file.parents if each.is_relative_to(folder)][:2]
    for each in (path for place in around for path in sorted(place.rglob("*"))):
        if each.suffix in lists.SUFFIXES and each.name not in found and kind_of(each, folder) == "":
            with contextlib.suppress(lists.BadList):
                told = lists.read(each.name, each.read_bytes())
                found[each.name] = (
                    from_element(told) if isinstance(told, etree._Element) else from_rows(told)
                )
    return found


def read(xml: str, given: dict[str, Node]) -> tuple[xform.XForm, rules.Definition]:
    form = xform.read(xml.encode())
    labels = {q.name: {c.value: form.told(c.labels) for c in q.choices} for q in form.questions}
    return form, rules.read(form.root, labels, given)


@contextlib.contextmanager
def scratch() -> Iterator[None]:
    """Whatever is written inside is gone afterwards."""
    with everywhere(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def submitted(found: Read, xml: bytes) -> list[str]:
    """Submit; the kinds of findings that give it back (none: in order)."""
    sent = instance.read(xml)
    if not WITH_DATABASE:
        told = rules.check(found.definition, sent.root, at=clock.now())
        return [f"{f.kind} {f.place} {f.detail}".strip() for f in told if not f.mild]
    at = clock.now()
    with scratch():
        form = Form.objects.create(
            form_id=sent.form_id[:64], title="t", path=TOWN, purpose="bench", state="published",
            token=sent.form_id[:20] + str(time.monotonic_ns()), created_at=at,
        )  # fmt: skip
        version = Version.objects.create(
            form=form, version=sent.version[:249], xform=found.xml, md5=str(time.monotonic_ns()),
            xlsform=b"", published_at=at,
        )  # fmt: skip
        kept = actions.submit(
            version=version, xml=xml, attachments={}, actor=Actor.system(), channel="desk", at=at
        )
        mild = {kind.value for kind in rules.Kind if rules.Finding(kind, "", "").mild}
        return [f"{r['kind']} {r['place']}" for r in kept.reasons if r["kind"] not in mild]


def form_of(sent: instance.Instance, file: Path, forms: list[Read]) -> Read | None:
    """The form of a submission: of those with its id the edition that knows its questions best,
    then the nearest file."""
    same = [each for each in forms if each.form.form_id == sent.form_id]
    return min(same, key=lambda each: (_unknown(each, sent), -_near(each.file, file)), default=None)


def _unknown(found: Read, sent: instance.Instance) -> int:
    told = rules.check(found.definition, sent.root, at=clock.now())
    return sum(1 for finding in told if finding.kind is rules.Kind.UNKNOWN)


def _near(one: Path, other: Path) -> int:
    return len(os.path.commonpath([one, other]))


def try_form(file: Path, project: str, kind: str, report: Report) -> Read | None:
    report.count(project, kind, "form")
    try:
        xml = load(file, kind)
        found = Read(
            file, project, xml, *read(xml, beside(file, report.folder) if "src=" in xml else {})
        )
    except (BadWorkbook, BrokenXml) as wrong:
        report.tell("does not load", file, str(wrong)[:160])
        return None
    report.count(project, kind, "loaded")
    broken = {f"{b.path}: {f.broken}" for b in found.definition.binds
              for f in b.formulas.values() if f.broken}  # fmt: skip
    for each in sorted(broken):
        report.tell("rule that cannot be read", file, each)
    for circle in found.definition.circles:
        report.tell("circle", file, " -> ".join(circle))
    answered = Answered(found.definition, at=clock.now())
    if answered.stuck:
        for path, why in answered.stuck.items():
            report.tell("no answer found", file, f"{path}: {why[:120]}")
    else:
        report.count(project, kind, "answered")
    try:
        findings = submitted(found, answered.filling.xml())
    except (BrokenXml, Refusal) as wrong:
        report.tell("our submission is refused", file, str(wrong)[:160])
        return found
    report.count(project, kind, "returned" if findings else "in order")
    if findings:
        report.tell("our submission is returned", file, "; ".join(findings[:4])[:200])
    return found


def try_submission(file: Path, project: str, forms: list[Read], report: Report) -> None:
    report.count(project, "submission", "form")
    try:
        sent = instance.read(file.read_bytes())
    except BrokenXml as wrong:
        report.tell("submission cannot be read", file, str(wrong)[:160])
        return
    found = form_of(sent, file, [each for each in forms if each.project == project])
    if found is None:
        report.tell("submission without its form", file, sent.form_id)
        return
    report.count(project, "submission", "loaded")
    try:
        findings = submitted(found, file.read_bytes())
    except (BrokenXml, Refusal) as wrong:
        report.tell("submission refused", file, str(wrong)[:160])
        return
    report.count(project, "submission", "returned" if findings else "in order")
    if findings:
        report.tell("deployed submission is returned", file, "; ".join(findings[:4])[:200])


def table(report: Report) -> str:
    lines = [f"{'project':26}{'kind':12}" + "".join(f"{name:>10}" for name in OUTCOMES)]
    for (project, kind), counts in sorted(report.counts.items()):
        told = "".join(f"{counts[name]:>10}" for name in OUTCOMES)
        lines.append(f"{project:26}{kind:12}{told}")
    for kind in ("xform", "workbook", "submission"):
        total = report.total(kind)
        lines.append(f"{'all':26}{kind:12}" + "".join(f"{total[n]:>10}" for n in OUTCOMES))
    return "\n".join(lines)


def quickness() -> str:
    """Processor time of checking the shipped 14-question form, beside reading the same XML."""
    book = workbook.read(queries.shipped("screening"), "screening.xlsx")
    _form, definition = read(xlsform.convert(book).xform, {})
    answered = Answered(definition, at=clock.now())
    xml, at = answered.filling.xml(), clock.now()
    reading, checking = [], []
    for _ in range(9):
        begun = time.process_time()
        roots = [instance.read(xml).root for _ in range(200)]
        reading.append((time.process_time() - begun) * 5)
        begun = time.process_time()
        for root in roots:
            rules.check(definition, root, at=at)
        checking.append((time.process_time() - begun) * 5)
    best = min(reading), min(checking)
    return (
        f"one check of the screening form ({answered.given} answers): {best[1]:.3f} ms, "
        f"{best[1] / best[0]:.1f} x reading its XML ({best[0]:.3f} ms)"
    )


def main(folder: Path) -> int:
    print(quickness())
    if not folder.is_dir():
        print(f"no forms at {folder}: nothing to load")
        return 0
    report, forms, sent = Report(folder=folder), [], []
    begun = time.process_time()
    for file in sorted(each for each in folder.rglob("*") if each.suffix in SUFFIXES):
        project = "/".join(file.relative_to(folder).parts[:-1][:2]) or "."
        kind = kind_of(file, folder)
        if kind == "submission":
            sent.append((file, project))
        elif kind:
            found = try_form(file, project, kind, report)
            if found is not None:
                forms.append(found)
    for file, project in sent:
        try_submission(file, project, forms, report)
    print("\n".join(sorted(report.short)))
    print(table(report))
    print(f"processor time {time.process_time() - begun:.1f} s")
    xforms = report.total("xform")
    good = (
        xforms["loaded"] >= GOAL * xforms["form"] and xforms["in order"] >= GOAL * xforms["loaded"]
    )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
