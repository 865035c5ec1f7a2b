"""Hostile and odd input: XML, multipart, XForms of other makers."""
# ruff: noqa: E501 - one case a line reads best

import contextlib
import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from gridward.ground.xforms import rules
from gridward.ground.xforms.actions.examine import examine
from gridward.ground.xforms.formats import instance, multipart, openrosa, workbook, xform, xlsform
from gridward.ground.xforms.formats.notices import BadWorkbook
from gridward.ground.xforms.formats.xml import BrokenXml, parse, plain
from gridward.ground.xforms.queries import SHIPPED, shipped
from tests.conftest import REALDATA
from tests.make import forms as make
from tests.xforms.authoring import book

BOMB = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><d id="x">&b;</d>'
FILE = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d id="x">&x;</d>'


@pytest.mark.parametrize(
    "content", [BOMB, FILE, b"<!DOCTYPE d><d/>", b"", b"<d>", b"\xff\xfe", b"plain", b"<d>\x00</d>"]
)
def test_hostile_xml_is_refused(content):
    with pytest.raises(BrokenXml):
        parse(content)


def test_nesting_has_an_end():
    with pytest.raises(BrokenXml):
        plain(parse(b"<a>" * 80 + b"</a>" * 80))


@pytest.mark.parametrize(
    "content",
    [b"<d/>", b'<d xmlns="http://www.w3.org/2002/xforms"/>',
     b'<d id="x"><meta><instanceID>' + b"u" * 81 + b"</instanceID></meta></d>"],
)  # fmt: skip
def test_a_submission_must_say_which_form_it_is_of(content):
    with pytest.raises(BrokenXml):
        instance.read(content)


@pytest.mark.parametrize("content", [b'<d id="x"/>', b'<d id="x"><meta><instanceID/></meta></d>'])
def test_without_a_number_the_content_is_the_number(content):
    found = instance.read(content)
    assert found.instance_id == instance.read(content).instance_id
    assert found.instance_id != instance.read(content.replace(b"x", b"y")).instance_id
    assert len(found.instance_id) <= 80


def test_a_form_without_an_id_goes_by_its_namespace():
    written = b'<html><head><model><instance><d xmlns="http://a/b"><q/></d></instance></model></head><body/></html>'
    assert xform.read(written).form_id == "http://a/b"
    assert instance.read(b'<d xmlns="http://a/b"><q/></d>').form_id == "http://a/b"
    plain_one = written.replace(b"http://a/b", b"http://www.w3.org/2002/xforms")
    assert xform.read(plain_one).form_id == ""


def test_rows_of_a_repeat_are_found_under_another_root():
    root = plain(parse(b"<tutorial><r><n>1</n></r><r><n>2</n></r></tutorial>"))
    assert instance.answers(root, {"/data/r"}) == {"r": [{"n": "1"}, {"n": "2"}]}


@pytest.mark.parametrize(
    "content",
    [
        b'<d id="f" version="1"><orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>uuid:1'
        b"</orx:instanceID></orx:meta></d>",
        b'<d xmlns="http://a/b" id="f" version="1" instanceID="uuid:1"/>',
        b'<w><d id="f" version="1"><meta><instanceID> uuid:1 </instanceID></meta></d></w>',
    ],
)
def test_dialects_of_clients(content):
    read = instance.read(content)
    assert (read.form_id, read.version, read.instance_id) == ("f", "1", "uuid:1")


def test_answers_dissolve_groups_and_keep_repeats():
    root = etree.fromstring(
        "<d><g><a>1</a></g><h><a>2</a></h><r><x>1</x></r><r><x>2</x></r><meta><a/></meta></d>"
    )
    assert instance.answers(root, {"/d/r"}) == {"a": "1", "h/a": "2", "r": [{"x": "1"}, {"x": "2"}]}


def test_writing_and_reading_are_one():
    template = etree.fromstring(
        '<d id="f" version="3"><a/><g><b>std</b></g><r><x/></r><r><x/></r></d>'
    )
    content = instance.write(
        template, {"a": "1 < 2\x00", "r": [{"x": "甲"}, {}]}, instance_id="uuid:9", repeats={"/d/r"}
    )
    read = instance.read(content)
    assert (read.form_id, read.version, read.instance_id) == ("f", "3", "uuid:9")
    assert instance.answers(read.root, {"/d/r"}) == {
        "a": "1 < 2",
        "b": "std",
        "r": [{"x": "甲"}, {"x": ""}],
    }


def test_unknown_answers_are_named():
    template = etree.fromstring("<d><r><x/></r></d>")
    with pytest.raises(KeyError, match="q, r/z"):
        instance.write(template, {"q": 1, "r": [{"z": 1}]}, instance_id="u", repeats={"/d/r"})


# -- multipart


@given(st.binary(max_size=400).filter(lambda b: make.BOUNDARY.encode() not in b), st.booleans())
def test_every_byte_of_a_file_survives(content, more):
    sent = make.multipart(b"<x/>", ("照片.jpg", content), incomplete="yes" if more else "")
    got = multipart.delivery(str(sent["content_type"]), sent["data"])
    assert got.xml == b"<x/>"
    assert [(f.name, f.content_type, f.content) for f in got.files] == [
        ("照片.jpg", "image/jpeg", content)
    ]
    assert got.incomplete is more


@given(st.binary(max_size=300))
def test_any_body_is_split_or_refused(body):
    with contextlib.suppress(multipart.BrokenMultipart):
        multipart.delivery("multipart/form-data; boundary=b", body)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"--b--"), ("text/plain; boundary=b", b"--b\r\n\r\n--b--"),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nhalf"),
        ("multipart/form-data; boundary=b", b"--b\r\nX: y\r\n\r\nz\r\n--b--"),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nz\r\n--b--"),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nz\r\n" * 130 + b"--b--"),
    ],
)  # fmt: skip
def test_broken_bodies_are_refused(kind, body):
    with pytest.raises(multipart.BrokenMultipart):
        multipart.delivery(kind, body)


def test_a_bare_xml_body_and_paths_in_names():
    assert multipart.delivery("text/xml; charset=utf-8", b"<x/>").xml == b"<x/>"
    body = (
        b'--b\r\nContent-Disposition: form-data; name="xml_submission_file"\r\n\r\n<x/>\r\n'
        b"--b\r\nContent-Disposition: form-data; name=\"a\"; filename*=UTF-8''%E7%85%A7.jpg\r\n\r\n1\r\n"
        b'--b\r\nContent-Disposition: form-data; name="b"; filename="..\\\\x\\"%22.jpg"\r\n\r\n2\r\n--b--'
    )
    names = [
        file.name for file in multipart.delivery("multipart/form-data; boundary=b", body).files
    ]
    assert names == ["照.jpg", 'x"".jpg']


# -- OpenRosa


def test_lists_leave_out_what_is_empty():
    root = etree.fromstring(
        openrosa.form_list([openrosa.Listed("f", "表<1>", "", "abc", "https://x/f.xml")])
    )
    ns = "{http://openrosa.org/xforms/xformsList}"
    assert [child.tag for child in root[0]] == [
        f"{ns}formID",
        f"{ns}name",
        f"{ns}hash",
        f"{ns}downloadUrl",
    ]
    assert root[0].findtext(f"{ns}hash") == "md5:abc"
    files = [openrosa.MediaFile("residents.csv", "abc", "https://x/r.csv", "entityList")]
    made = etree.fromstring(openrosa.manifest(files))
    assert made[0].get("type") == "entityList"
    assert len(made[0]) == 3
    assert (
        etree.fromstring(openrosa.manifest([openrosa.MediaFile("a", "b", "c")]))[0].get("type")
        is None
    )


# -- XForms and workbooks


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_forms_are_whole(name):
    read = xform.read(xlsform.convert(workbook.read(shipped(name))).xform.encode())
    assert read.form_id == name
    assert read.languages == ("中文 (zh)", "English (en)")
    for question in read.questions:
        assert question.labels.keys() == set(read.languages), question.name
        assert all(choice.labels.keys() == set(read.languages) for choice in question.choices)
    assert examine(shipped(name), name="x.xlsx", at=make.AT).findings == ()
    definition = rules.read(read.root, {})
    assert [f.broken for b in definition.binds for f in b.formulas.values() if f.broken] == []


def test_texts_in_the_wanted_language():
    read = xform.read(xlsform.convert(workbook.read(shipped("screening"))).xform.encode())
    name = read.question("name")
    assert name is not None
    assert (read.told(name.labels), read.told(name.labels, "en"), read.told(name.labels, "fr")) == (
        "姓名",
        "Name",
        "姓名",
    )
    assert read.told({}) == ""
    assert read.told(read.message("plain words")) == "plain words"
    assert read.question("nothing") is None


def test_a_form_without_translations():
    content = b"""<html><head><title>T</title><model><instance><data id="f"><a/></data></instance>
      <bind nodeset="/data/a" type="select1"/></model></head><body><group><select1 ref="/data/a"><label>A</label>
      <item><label>Yes</label><value>y</value></item></select1></group><input ref="/data/b"/></body></html>"""
    read = xform.read(content)
    assert [(q.name, read.told(q.labels), [read.told(c.labels) for c in q.choices]) for q in read.questions] == [
        ("a", "A", ["Yes"]), ("b", "", []),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content", [b"<x/>", b"<html><head><model><instance/></model></head><body/></html>"]
)
def test_what_is_no_xform(content):
    with pytest.raises(BrokenXml):
        xform.read(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_workbook"), (b"PK\x03\x04nonsense", "no_workbook"),
        (b"\xff\xd8\xff\xe0\0\0JFIF", "no_workbook"), (b"<html></html>", "no_workbook"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0nonsense", "no_workbook"),
        (b"x" * (workbook.LARGEST + 1), "too_large"),
    ],
)  # fmt: skip
def test_what_is_no_workbook(content, code):
    with pytest.raises(BadWorkbook) as wrong:
        workbook.read(content)
    assert wrong.value.notice.code == code


def test_workbooks_as_text_also_out_of_chinese_windows():
    table = "survey,type,name,label\n,text,who,姓名\nsettings,form_id,version\n,tea,1\n"
    for content in (table.encode(), table.encode("gb18030"), table.encode("utf-8-sig")):
        found = examine(content, name="tea.csv", at=make.AT)
        assert (found.errors, found.suffix) == ([], ".csv")
        assert found.form is not None
        assert found.form.told(found.form.questions[0].labels) == "姓名"
    marked = "| survey |\n|  | type | name | label |\n|  | text | who | 姓名 |\n"
    assert examine(marked.encode(), name="x.txt", at=make.AT).suffix == ".md"


def test_a_column_twice_is_found_with_its_letters():
    made = load_workbook(io.BytesIO(book([{"type": "text", "name": "a", "label": "A"}])))
    made["survey"]["D1"] = "label"
    out = io.BytesIO()
    made.save(out)
    told = examine(out.getvalue(), name="x.xlsx", at=make.AT).errors
    assert [(e.sheet, e.row, e.column, str(e.reason)) for e in told] == [
        ("survey", 1, "label", "The column “label” stands there twice (C D).")
    ]


@pytest.mark.realdata
def test_workbooks_of_other_makers_publish_or_are_told_why():
    """What the converter takes has no error of ours; what it refuses has one with a place."""
    with (REALDATA / "forms" / "forms_manifest.csv").open() as file:
        listed = [r for r in csv.DictReader(file) if r["kind"].startswith("xlsform")]
    verdicts = {"ok": 0, "rejected": 0}
    for each in listed:
        path = REALDATA / "forms" / each["path"]
        found = examine(path.read_bytes(), name=path.name, at=make.AT)
        verdict = each["pyxform_4_5_0_or_xml"]
        verdicts[verdict] += 1
        assert (found.form is not None and not found.errors) == (verdict == "ok"), path
        assert verdict == "ok" or any(e.sheet and e.row for e in found.errors), path
    assert verdicts == {"ok": 84, "rejected": 19}


@pytest.mark.realdata
def test_forms_of_other_makers_never_break_the_reader():
    """Each XForm of the conformance collections is read, and an empty answer to it is checked."""
    found = sorted((REALDATA / "forms" / "conformance").rglob("*.xml"))
    assert sum(_checked(path) for path in found) > 200  # the others are lists and submissions


def _checked(path: Path) -> bool:
    try:
        read = xform.read(path.read_bytes())
    except BrokenXml:
        return False
    definition = rules.read(read.root, {})
    data = read.root.find("./head/model/instance")
    assert data is not None
    rules.check(definition, data[0], at=make.AT)
    return True


def bomb(name="xl/worksheets/sheet1.xml"):
    """A few kilobytes that unpack to many megabytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b" " * 130_000_000)
    return packed.getvalue()


def test_a_workbook_that_unpacks_to_a_flood_is_not_unpacked():
    with pytest.raises(BadWorkbook, match="larger"):
        workbook.read(bomb())
