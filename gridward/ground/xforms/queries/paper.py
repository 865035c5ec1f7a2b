"""A form as it stands on paper, and the piles of filled sheets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Max, QuerySet

from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.permissions import Permission
from gridward.core.scope import visible
from gridward.ground.xforms import rules
from gridward.ground.xforms.formats import blocks
from gridward.ground.xforms.models import Form, PaperBatch, PaperRun, PaperSheet, Version
from gridward.ground.xforms.queries.reading import Reading, reading

LINES = 4  # of a repeat on paper
_SKIPPED = {"upload", "audio", "secret"}  # nobody draws a picture or a place on paper
_NO_INK = {"geopoint", "geotrace", "geoshape", "binary", "barcode"}


@dataclass(frozen=True, slots=True)
class Field:
    """One question on paper. `kind`: choice, many, text, long, int, decimal, date, time or note."""

    name: str
    path: str
    number: str
    label: str
    hint: str
    kind: str
    options: tuple[tuple[str, str], ...] = ()
    when: Reason | None = None
    is_conditional: bool = False
    is_required: bool = False
    place: str = ""  # "place" or "address": what its box proposes when it is typed in


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its questions; of a repeat the questions are columns of a table."""

    title: str
    fields: tuple[Field, ...]
    repeat: str = ""  # the name of the repeat
    when: Reason | None = None
    is_conditional: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    sections: tuple[Section, ...]
    left_out: int  # questions that cannot be answered on paper

    def fields(self) -> Iterator[Field]:
        for section in self.sections:
            if not section.repeat:
                yield from section.fields


def sheet(version: Version, language: str) -> Sheet:
    """The form as sections of numbered questions, in the reader's language."""
    return _Sheet(reading(version), language).made()


class _Sheet:
    def __init__(self, shape: Reading, language: str) -> None:
        self.form = shape.form
        self.language = blocks.language_of(shape.form.languages, language)
        self.binds: Mapping[str, Mapping[str, str]] = {
            b.get("nodeset", ""): dict(b.attrib)  # type: ignore[arg-type]
            for b in shape.form.root.iterfind("./head/model/bind")
        }
        self.asked: dict[str, rules.Asked] = {}
        self.number = 0
        self.left_out = 0
        self.sections: list[Section] = []
        self.open: list[Field] = []
        self.title, self.condition = "", ""

    def made(self) -> Sheet:
        self.walk(blocks.read(self.form.root), "")
        self.close()
        return Sheet(tuple(self.sections), self.left_out)

    def words(self, words: blocks.Words) -> str:
        told = blocks.words_in(words, self.language, self.form.languages[0])
        return blocks.plain(told, gap="____")

    def walk(self, block: blocks.Block, condition: str) -> None:
        for each in block.blocks:
            own = self.binds.get(each.path, {}).get("relevant", "")
            if each.kind == "repeat":
                self.close()
                self.repeat(each, own or condition)
            elif each.kind == "group":
                self.close()
                self.title = self.words(each.words)
                self.condition = own or condition
                self.walk(each, own or condition)
                self.close()
            else:
                self.open.extend(self.question(each))

    def close(self) -> None:
        """What stands open becomes a section."""
        if self.open:
            self.sections.append(
                Section(
                    self.title, tuple(self.open), when=self.spoken(self.condition),
                    is_conditional=bool(self.condition),
                )
            )  # fmt: skip
        self.open, self.title, self.condition = [], "", ""

    def repeat(self, block: blocks.Block, condition: str) -> None:
        columns = [f for each in _leaves(block) for f in self.question(each) if f.kind != "note"]
        if columns:
            self.sections.append(
                Section(
                    self.words(block.words), tuple(columns), block.path.rpartition("/")[2],
                    self.spoken(condition), is_conditional=bool(condition),
                )
            )  # fmt: skip

    def question(self, block: blocks.Block) -> Iterator[Field]:
        bind = self.binds.get(block.path, {})
        name, label = block.path.rpartition("/")[2], self.words(block.words)
        is_note = block.kind == "trigger" or bind.get("readonly") == "true()"
        if is_note:
            if label:
                yield Field(name, block.path, "", label, "", "note")
            return
        if block.kind in _SKIPPED or block.data in _NO_INK:
            self.left_out += 1
            return
        self.number += 1
        options = tuple((o.value, self.words(o.words) or o.value) for o in block.options)
        if len(options) > _MOST_BOXES:
            options = ()
        condition = bind.get("relevant", "")
        self.asked[name] = rules.Asked(str(self.number), dict(options))
        yield Field(
            name, block.path, str(self.number), label or name, self.words(block.hint),
            _kind(block, options), options, self.spoken(condition),
            is_conditional=bool(condition),
            is_required=bind.get("required", "false()") != "false()",
            place=rules.place_kind(name, block.appearance) if block.data == "string" else "",
        )  # fmt: skip

    def spoken(self, condition: str) -> Reason | None:
        return rules.spoken(condition, self.asked) if condition else None


_MOST_BOXES = 40  # longer lists are written by hand


def _leaves(block: blocks.Block) -> Iterator[blocks.Block]:
    return (each for each in block.walk() if each is not block and not each.blocks)


def _kind(block: blocks.Block, options: tuple[tuple[str, str], ...]) -> str:
    if options:
        return "many" if block.kind in {"select", "rank"} else "choice"
    if block.kind == "input" and "multiline" in block.appearance:
        return "long"
    kinds = {"int": "int", "integer": "int", "decimal": "decimal", "time": "time",
             "date": "date", "dateTime": "date"}  # fmt: skip
    return kinds.get(block.data, "text")


def batches(form: Form, actor: Actor) -> QuerySet[PaperBatch]:
    """Piles of sheets of a form on the actor's places, newest first, with how many are typed."""
    rows = visible(PaperBatch.objects.filter(form=form), actor, Permission.FORMS_FILL)
    return rows.annotate(typed=Count("sheets")).order_by("-at", "-pk")


def batch_of(actor: Actor) -> QuerySet[PaperBatch]:
    rows = PaperBatch.objects.select_related("form", "version")
    return visible(rows, actor, Permission.FORMS_FILL)


def same_serial(form: Form, serial: str) -> QuerySet[PaperSheet]:
    """Sheets of this form that were typed under the same number."""
    rows = PaperSheet.objects.filter(batch__form=form, serial=serial)
    return rows.select_related("submission", "batch").order_by("pk")


def printed(form: Form) -> int:
    """How many numbered sheets of a form were printed."""
    runs = PaperRun.objects.filter(version__form=form)
    return sum(runs.values_list("count", flat=True))


def run_of(form: Form, number: int) -> PaperRun | None:
    """The print run that gave out this number, with its edition."""
    runs = PaperRun.objects.filter(
        version__form=form, first__lte=number, first__gt=number - F("count")
    )
    return runs.select_related("version").first()


def last_printed(form: Form) -> int:
    """The highest number that was given out; 0 while there is none. They begin with 1."""
    last = PaperRun.objects.filter(version__form=form).aggregate(
        last=Max(F("first") + F("count") - 1)
    )
    return last["last"] or 0


def not_back(form: Form, most: int = 60) -> tuple[int, list[int]]:
    """Numbers that were printed and never typed: how many, and the first of them."""
    runs = PaperRun.objects.filter(version__form=form).order_by("first")
    typed = {
        int(serial)
        for serial in PaperSheet.objects.filter(batch__form=form).values_list("serial", flat=True)
        if serial.isdecimal()
    }
    missing = [
        number
        for first, count in runs.values_list("first", "count")
        for number in range(first, first + count)
        if number not in typed
    ]
    return len(missing), missing[:most]
