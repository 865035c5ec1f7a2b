"""Entities in XForms and submissions, and the CSV in which phones get them."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

import orjson
from lxml import etree

from gridward.ground.xforms.rules.entities import Plan, Target, Told, number_of

_NS = "{http://www.opendatakit.org/xforms/entities}"
_FILE = "jr://file-csv/"
_YES = {"1", "true"}
FIXED = ("name", "label", "__version")


def plan(root: etree._Element) -> Plan:
    """What an XForm (without namespaces on its elements) has to do with entities."""
    model = root.find("./head/model")
    if model is None:
        return Plan()
    instances = model.findall("instance")
    binds = {b.get("nodeset", ""): b for b in model.iterfind("bind")}
    data = instances[0][0]
    found: dict[str, tuple[etree._Element, dict[str, str]]] = {
        path: (element, {}) for path, element in _declared(data, f"/{data.tag}")
    }
    for path, bind in binds.items():
        name = bind.get(f"{_NS}saveto")
        owner = _owner(path, found)
        if name and owner:
            found[owner][1][path] = name
    targets = tuple(
        Target(path, element.get("dataset", ""), *_deeds(path, element, binds), saved)
        for path, (element, saved) in found.items()
    )
    uses = tuple(
        source.removeprefix(_FILE).removesuffix(".csv")
        for source in (each.get("src", "") for each in instances[1:])
        if source.startswith(_FILE) and source.endswith(".csv")
    )
    return Plan(model.get(f"{_NS}entities-version", ""), targets, uses)


def _declared(element: etree._Element, path: str) -> Iterator[tuple[str, etree._Element]]:
    entity = element.find("./meta/entity")
    if entity is not None:
        yield path, entity
    for child in element:
        if len(child) and child.tag != "meta":
            yield from _declared(child, f"{path}/{child.tag}")


def _owner(path: str, containers: Mapping[str, object]) -> str:
    """The nearest container above a question."""
    above = path
    while above:
        above = above.rpartition("/")[0]
        if above in containers:
            return above
    return ""


def _deeds(
    path: str, entity: etree._Element, binds: Mapping[str, etree._Element]
) -> tuple[bool, bool]:
    attributes = (f"{path}/meta/entity/@{name}" for name in ("create", "update"))
    given = (entity.get("create"), entity.get("update"))
    creates, updates = (
        value in _YES or bound in binds or value == ""
        for value, bound in zip(given, attributes, strict=True)
    )
    return creates, updates


def told(root: etree._Element, plan: Plan) -> list[Told]:
    """The entities in a submission, in document order; those with neither create nor update too."""
    by_container = {target.container.partition("/")[2].partition("/")[2]: target
                    for target in plan.targets}  # fmt: skip
    return list(_told(root, "", "", by_container)) if plan.targets else []


def _told(
    element: etree._Element, path: str, place: str, targets: Mapping[str, Target]
) -> Iterator[Told]:
    entity = element.find("./meta/entity")
    if entity is not None:
        yield _one(element, entity, place, targets.get(path))
    seen: dict[str, int] = {}
    for child in element:
        tag = str(child.tag)
        if not len(child) or tag == "meta":
            continue
        seen[tag] = seen.get(tag, 0) + 1
        step = f"{tag}[{seen[tag]}]"
        yield from _told(child, f"{path}/{tag}".lstrip("/"), f"{place}/{step}".lstrip("/"), targets)


def _one(
    element: etree._Element, entity: etree._Element, place: str, target: Target | None
) -> Told:
    base = f"{target.container}/" if target else ""
    saved = {p.removeprefix(base): n for p, n in target.properties.items()} if target else {}
    branch = entity.get("branchId", "").strip()
    trunk = number_of(entity.get("trunkVersion", ""))
    return Told(
        place=place, list_name=entity.get("dataset", ""), id=entity.get("id", "").strip(),
        create=entity.get("create", "") in _YES, update=entity.get("update", "") in _YES,
        label=(entity.findtext("label") or "").strip(),
        properties=dict(_values(element, "", saved)),
        base_version=number_of(entity.get("baseVersion", "")), trunk_version=trunk or None,
        branch_id=_uuid(branch),
    )  # fmt: skip


def _values(
    element: etree._Element, path: str, saved: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Properties with the text of their question; what was not relevant is not there."""
    for child in element:
        if child.tag == "meta":
            continue
        here = f"{path}/{child.tag}".lstrip("/")
        if here in saved:
            yield saved[here], "".join(map(str, child.itertext())).strip()
        elif len(child) and child.find("./meta/entity") is None:
            yield from _values(child, here, saved)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def packed(label: str, properties: Mapping[str, str]) -> str:
    """What stands (encrypted) in the database: JSON ``[label, {property: text}]``, keys sorted."""
    return orjson.dumps([label, dict(properties)], option=orjson.OPT_SORT_KEYS).decode()


def unpacked(content: str) -> tuple[str, dict[str, str]]:
    label, properties = orjson.loads(content)
    return label, properties


def csv_head(properties: Sequence[str]) -> bytes:
    """The head row. A row without `name`, `label` or `__version` makes Collect drop the list."""
    return _csv([[*FIXED, *properties]])


def csv_rows(rows: Iterable[tuple[UUID, int, str]], properties: Sequence[str]) -> bytes:
    """Rows of (uuid, version, packed content) in the order of `properties`."""
    lines = []
    for uuid, version, content in rows:
        label, told = orjson.loads(content)
        lines.append([str(uuid), label, str(version), *(told.get(name, "") for name in properties)])
    return _csv(lines)


def _csv(lines: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue().encode()


def integrity(deleted: Mapping[str, bool]) -> bytes:
    """Which of the asked entities a phone must drop. No namespace, literally true or false."""
    root = etree.Element("data")
    entities = etree.SubElement(root, "entities")
    for identity, gone in deleted.items():
        row = etree.SubElement(entities, "entity", id=identity)
        etree.SubElement(row, "deleted").text = "true" if gone else "false"
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
