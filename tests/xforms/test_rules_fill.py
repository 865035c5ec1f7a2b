"""A record that the server fills in: what is computed, opened, counted and left out."""
# ruff: noqa: E501 - XML in one line reads best

from lxml import etree

from gridward.ground.xforms import rules
from gridward.ground.xforms.rules.fill import Filling
from tests.xforms.evaluating import AT, form

JR = 'xmlns:jr="http://openrosa.org/javarosa"'


def text(filling: Filling, path: str, row: int = 0) -> str:
    return filling.nodes(path)[row].text


def give(filling: Filling, path: str, answer: str, row: int = 0) -> None:
    filling.answer(filling.nodes(path)[row], answer)
    filling.settle()


def test_a_new_record_has_its_defaults_preloads_and_calculations():
    binds = f"""<bind nodeset="/d/start" jr:preload="timestamp" jr:preloadParams="start" {JR}/>
      <bind nodeset="/d/day" jr:preload="date" jr:preloadParams="today" {JR}/>
      <bind nodeset="/d/who" jr:preload="property" jr:preloadParams="phone number" {JR}/>
      <bind nodeset="/d/odd" jr:preload="patient" jr:preloadParams="x" {JR}/>
      <bind nodeset="/d/meta/instanceID" jr:preload="uid" {JR}/>
      <bind nodeset="/d/twice" calculate="/d/once * 2"/><bind nodeset="/d/once" calculate="/d/n + 1"/>
      <bind nodeset="/d/none" calculate="number('x')"/><bind nodeset="/d/far" calculate="instance('far')/root"/>
      <bind nodeset="/d/chance" calculate="random()"/>"""
    data = """<d id="f" version="3"><start/><day/><who/><odd>kept</odd><n>4</n><twice/><once/><none/><far/><chance/>
      <meta><instanceID/></meta></d>"""
    filling = Filling(form(binds, data), at=AT, known={"phonenumber": "139"})
    assert text(filling, "/d/start") == "2020-02-20T09:00:00.000+08:00"
    assert [text(filling, f"/d/{n}") for n in ("day", "who", "odd", "once", "twice", "none", "far")] == [
        "2020-02-20", "139", "kept", "5", "10", "", "",
    ]  # fmt: skip
    chance = text(filling, "/d/chance")
    filling.settle()
    assert text(filling, "/d/chance") == chance, "what is new at every call is computed once"
    sent = etree.fromstring(filling.xml())
    assert sent.get("id") == "f"
    assert sent.get("version") == "3"
    assert sent.findtext("meta/instanceID", "").startswith("uuid:")
    assert rules.check(filling.definition, sent, at=AT) == []


def test_answers_open_and_close_questions_and_come_back():
    binds = """<bind nodeset="/d/b" relevant="/d/a = 'y'"/><bind nodeset="/d/c" calculate="concat(/d/b, '!')"/>"""
    filling = Filling(form(binds, "<d><a/><b/><c/></d>"), at=AT)
    give(filling, "/d/a", "y")
    give(filling, "/d/b", "hello")
    assert text(filling, "/d/c") == "hello!"
    give(filling, "/d/a", "n")
    assert text(filling, "/d/c") == "!"
    assert b"<b>" not in filling.xml()
    give(filling, "/d/a", "y")
    assert b"<b>hello</b>" in filling.xml()


def test_rows_follow_the_count():
    body = '<group><repeat nodeset="/d/r" jr:count="/d/n"><input ref="/d/r/p"/></repeat></group>'
    binds = '<bind nodeset="/d/r/i" calculate="position(..)"/><bind nodeset="/d/s" calculate="sum(/d/r/i)"/>'
    data = f'<d><n/><r jr:template="" {JR}><p>new</p><i/></r><s/></d>'
    filling = Filling(form(binds, data, body=body), at=AT)
    assert filling.nodes("/d/r") == []
    give(filling, "/d/n", "3")
    assert [node.text for node in filling.nodes("/d/r/i")] == ["1", "2", "3"]
    assert [node.text for node in filling.nodes("/d/r/p")] == ["new"] * 3
    assert text(filling, "/d/s") == "6"
    give(filling, "/d/n", "1")
    assert len(filling.nodes("/d/r")) == 1
    assert text(filling, "/d/s") == "1"
    give(filling, "/d/n", "x")
    assert len(filling.nodes("/d/r")) == 1, "no number: as it is"


def test_rows_of_hidden_groups_and_unknown_counts_stay():
    body = """<group><repeat nodeset="/d/g/r" jr:count="2"/></group>
      <group><repeat nodeset="/d/q" jr:count="instance('far')/root"/></group>"""
    binds = '<bind nodeset="/d/g" relevant="false()"/>'
    data = "<d><g><r><p/></r></g><q><p/></q></d>"
    filling = Filling(form(binds, data, body=body), at=AT)
    assert len(filling.nodes("/d/g/r")) == 1
    assert len(filling.nodes("/d/q")) == 1


def test_actions_happen_at_the_start_in_new_rows_and_on_change():
    body = """<input ref="/d/a"><setvalue event="xforms-value-changed" ref="/d/seen" value="concat(/d/a, '?')"/>
        <setgeopoint event="xforms-value-changed" ref="/d/place"/></input>
      <group><repeat nodeset="/d/r"><setvalue event="odk-new-repeat" ref="/d/r/n" value="position(..)"/>
        <input ref="/d/r/p"><setvalue event="xforms-value-changed" ref="/d/r/n">changed</setvalue></input></repeat></group>"""
    binds = """<setvalue event="odk-instance-first-load odk-new-repeat" ref="/d/b" value="1 + 1"/>
      <setvalue event="odk-instance-first-load" ref="/d/c" value="number('x')"/>
      <setvalue event="odk-instance-first-load" ref="/d/far" value="instance('far')/root"/>
      <setvalue event="odk-instance-first-load" value="1"/>"""
    data = "<d><a/><b/><c>9</c><far>kept</far><seen/><place/><r><n/><p/></r></d>"
    filling = Filling(form(binds, data, body=body), at=AT)
    assert [text(filling, f"/d/{n}") for n in ("b", "c", "far")] == ["2", "", "kept"]
    repeat = filling.definition.shape.children["r"]
    filling.add_row(filling.root, repeat)
    filling.add_row(filling.root, repeat)
    assert [node.text for node in filling.nodes("/d/r/n")] == ["", "2", "3"]
    give(filling, "/d/r/p", "x", row=1)
    assert [node.text for node in filling.nodes("/d/r/n")] == ["", "changed", "3"]
    give(filling, "/d/a", "hi")
    assert text(filling, "/d/seen") == "hi?"
    assert [child.name for child in filling.root.children if child.name == "r"] == ["r"] * 3
    assert filling.nodes("/d/nothing") == []


def test_what_was_written_elsewhere_is_completed():
    definition = form(
        '<bind nodeset="/d/b" calculate="/d/a * 2"/>', '<d id="f" version="1"><a/><b/></d>'
    )
    filling = Filling.of(definition, etree.fromstring("<d><a>4</a></d>"), at=AT)
    filling.settle()
    made = filling.xml(instance_id="uuid:1")
    assert b"<b>8</b>" in made
    assert b"<meta><instanceID>uuid:1</instanceID></meta>" in made


def test_circles_come_to_an_end():
    binds = '<bind nodeset="/d/a" calculate="/d/b + 1"/><bind nodeset="/d/b" calculate="/d/a + 1"/>'
    filling = Filling(form(binds, "<d><a/><b>1</b></d>"), at=AT)
    assert filling.definition.circles == (("/d/a", "/d/b"),)
    endless = binds.replace("/d/b + 1", "concat(/d/b, 'x')").replace(
        "/d/a + 1", "concat(/d/a, 'x')"
    )
    assert text(Filling(form(endless, "<d><a/><b/></d>"), at=AT), "/d/a").startswith("x")


def test_rows_within_rows_keep_to_their_row():
    body = """<group><repeat nodeset="/d/r"><group><repeat nodeset="/d/r/k" jr:count="../n"><input ref="/d/r/k/v"/>
      </repeat></group></repeat></group>"""
    binds = '<bind nodeset="/d/r/s" calculate="count(/d/r/k)"/>'
    filling = Filling(form(binds, "<d><r><n>2</n><k><v/></k><s/></r></d>", body=body), at=AT)
    filling.add_row(filling.root, filling.definition.shape.children["r"])
    filling.settle()
    assert [node.text for node in filling.nodes("/d/r/s")] == ["2", "2"]


def test_what_was_written_elsewhere_stays():
    """Computed answers of an export, answers that do not apply, rows that the form counts otherwise."""
    body = '<group><repeat nodeset="/d/r" jr:count="3"><input ref="/d/r/p"/></repeat></group>'
    binds = """<bind nodeset="/d/b" calculate="/d/a * 2"/><bind nodeset="/d/c" relevant="false()"/>
      <bind nodeset="/d/e" calculate="/d/b + 1"/>"""
    definition = form(binds, "<d><a/><b/><c/><e/><r><p/></r></d>", body=body)
    sent = etree.fromstring("<d><a>4</a><b>9</b><c>secret</c><r><p>1</p></r></d>")
    filling = Filling.of(definition, sent, at=AT)
    filling.settle()
    made = etree.fromstring(filling.xml(instance_id="uuid:1"))
    assert [made.findtext(name) for name in ("a", "b", "c", "e")] == ["4", "9", "secret", "10"]
    assert len(made.findall("r")) == 1
    assert {f.kind.value for f in rules.check(definition, made, at=AT)} == {
        "calculated", "not_asked", "rows",
    }  # fmt: skip
