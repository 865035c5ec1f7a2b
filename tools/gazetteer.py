"""Packs the public lists of divisions into the project's data files (gridward/ground/places/data).

Run by hand when a new edition of a source appears:

    python tools/gazetteer.py <folder with the source lists>

The folder holds `divisions_2023.csv.gz`, `county_town_spans_2016_2023.csv.gz`,
`areacodes_1981_2024.csv.gz`, `hk_mo_tw.json`, `renames_jionlp.txt`, `TSCharacters.txt` and
`similar_shape_characters.txt`; origin and licence of each stand in data/SOURCES.md. The formats are
described in docs/reference/gazetteer.md.
"""

import csv
import gzip
import itertools
import json
import lzma
import re
import struct
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pypinyin import Style, lazy_pinyin, pinyin

from gridward.ground.places.rules.pack import Former

OUT = Path(__file__).resolve().parent.parent / "gridward" / "ground" / "places" / "data"
EDITION = 2023
WIDTH = {1: 2, 2: 4, 3: 6, 4: 9, 5: 12}
# How place names read characters whose most frequent reading is another one.
IN_PLACE_NAMES = {
    "长": "chang", "咀": "zui", "凹": "wa", "都": "du", "厦": "xia", "重": "chong", "单": "shan",
    "曾": "zeng", "藏": "zang", "查": "zha", "涌": "chong", "晟": "sheng",
}  # fmt: skip
# Endings of village names, written as one letter in front of the rest of the name.
ENDINGS = (
    "村村民委员会", "社区居民委员会", "村民委员会", "居民委员会", "社区居委会", "村村委会",
    "居委会", "村委会", "社区", "生活区", "嘎查", "村",
)  # fmt: skip
LETTERS = dict(zip(ENDINGS, "abcdefghijkl", strict=True))
SUFFIX = re.compile(
    r"(特别行政区|自治区|自治州|自治县|自治旗|地区|林区|新区|特区|省|市|县|区|盟|旗)$"
)


class Division(NamedTuple):
    code: str  # 12 digits
    level: int
    name: str


def table(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def divisions(folder: Path) -> list[Division]:
    rows = table(folder / "divisions_2023.csv.gz")
    return [Division(row["code"], int(row["level"]), row["name"]) for row in rows]


def beyond_the_edition(folder: Path) -> list[Division]:
    """Hong Kong, Macao and Taiwan: the first two digits are official, the rest is our numbering."""
    tree = json.loads((folder / "hk_mo_tw.json").read_text(encoding="utf-8"))
    start = {"香港特别行政区": "81", "澳门特别行政区": "82", "台湾省": "71"}
    found = []
    for province, cities in tree.items():
        top = start[province]
        found.append(Division(top.ljust(12, "0"), 1, province))
        for number, (city, districts) in enumerate(cities.items(), 1):
            city_code = f"{top}{number:02}"
            found.append(Division(city_code.ljust(12, "0"), 2, city))
            found += [
                Division(f"{city_code}{n:02}".ljust(12, "0"), 3, district)
                for n, district in enumerate(districts, 1)
            ]
    return found


def short(name: str) -> str:
    cut = SUFFIX.sub("", name)
    return cut if len(cut) > 1 else name


class Successors:
    """Follows an abolished code to the codes of the packed edition."""

    def __init__(self, rows: list[dict[str, str]], today: list[Division]) -> None:
        self.today = {d.code[:6] for d in today if d.level == 3}
        self.next: dict[str, set[str]] = defaultdict(set)
        self.back: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            for part in filter(None, row["新代码"].split(";")):
                code, _, partial = part.partition("[")
                if not partial and code != row["代码"]:
                    self.next[row["代码"]].add(code)
                    self.back[code].add(row["代码"])

    def of(self, code: str) -> tuple[str, ...]:
        found, seen, todo = set(), set(), [code]
        while todo:
            at = todo.pop()
            if at in seen:
                continue
            seen.add(at)
            if at in self.today:
                found.add(at)
            elif self.next[at]:
                todo += self.next[at]
            else:  # a code younger than the edition: what it was made of
                found |= self.back[at] & self.today
        return tuple(sorted(found))


def former_counties(folder: Path, today: list[Division]) -> list[Former]:
    rows = list(table(folder / "areacodes_1981_2024.csv.gz"))
    follow = Successors(rows, today)
    cities = city_successors(rows, follow, today)
    current = {d.code: d.name for d in today}
    found = []
    for row in rows:
        code, name, end = row["代码"], row["名称"], row["变更/弃用时间"]
        parent = cities.get((code[:2], row["二级行政区"]), "")
        if row["级别"] == "地级":
            target = cities.get((code[:2], name), "")
            became: tuple[str, ...] = (target,) if target else ()
            level, parent = 2, code[:2].ljust(12, "0")
        elif row["级别"] == "县级":
            became = tuple(c.ljust(12, "0") for c in follow.of(code))
            level = 3
        else:
            continue
        alive = row["状态"] == "在用"
        code = code.ljust(12, "0")
        renamed = current.get(code) != name
        renumbered = not alive and became != (code,)
        if became and (renamed or renumbered):
            found.append(Former(code, name, level, parent, row["启用时间"], end, became))
    return found


def city_successors(
    rows: list[dict[str, str]], follow: Successors, today: list[Division]
) -> dict[tuple[str, str], str]:
    """(province digits, name of a prefecture at any time) -> today's code of it, 12 digits.

    The list gives no new code for abolished prefectures. Same short name in the same province wins;
    else where most of its counties went.
    """
    found = {}
    by_short = {(d.code[:2], short(d.name)): d.code for d in today if d.level == 2}
    went: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        key = (row["代码"][:2], row["二级行政区"])
        if row["级别"] == "县级":
            went[key].update(code[:4] for code in follow.of(row["代码"]))
    for row in rows:
        if row["级别"] == "地级":
            key = (row["代码"][:2], row["名称"])
            same = by_short.get((key[0], short(row["名称"])))
            most = went[key].most_common(1)
            code = same or (most[0][0].ljust(12, "0") if most else "")
            if code:
                found[key] = code
    return found


def former_from_notices(folder: Path, today: list[Division], have: set[str]) -> list[Former]:
    """County names of the notices that the code lists do not tell of."""
    full = {(d.code[:4], d.name): d.code for d in today if d.level == 3}
    cities = {d.name: d.code for d in today if d.level == 2}
    found = []
    for line in (folder / "renames_jionlp.txt").read_text(encoding="utf-8").splitlines():
        old, _, new = line.partition("=>")
        left, right = old.split("\t"), new.split("\t")
        if len(left) < 8 or len(right) < 3:
            continue
        code = full.get((cities.get(right[1], "")[:4], right[2][:10].strip("0123456789-")))
        if code and left[6] not in have and left[6] != right[2]:
            parent = cities.get(left[4], "")
            found.append(Former("", left[6], 3, parent, "", left[0][:4], (code,)))
    return found


def town_core(name: str) -> str:
    return re.sub(r"(街道办事处|办事处|街道|地区|镇|民族乡|乡)$", "", name) or name


def former_towns(folder: Path, today: list[Division]) -> list[Former]:
    """Towns of the editions since 2016 that have another name, code or county today."""
    current = {d.code: d.name for d in today if d.level == 4}
    in_county: dict[tuple[str, str], list[str]] = defaultdict(list)
    in_city: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, name in current.items():
        in_county[code[:6], town_core(name)].append(code)
        in_city[code[:4], town_core(name)].append(code)
    today_counties = {d.code[:6] for d in today if d.level == 3}
    # 龙港镇 became a city of its own.
    raised = {(d.code[:4], short(d.name)): [d.code] for d in today if d.level == 3}
    merged = county_successors(folder, today)
    found = []
    for row in table(folder / "county_town_spans_2016_2023.csv.gz"):
        code, name = row["code"], row["name"]
        if row["level"] != "4" or int(row["last_edition"]) >= EDITION:
            continue
        core, county = town_core(name), code[:6]
        if code in current and town_core(current[code]) == core:
            continue  # 东华门街道办事处: only the ending changed
        homes = [county] if county in today_counties else [c[:6] for c in merged.get(county, ())]
        became = list(itertools.chain.from_iterable(in_county[home, core] for home in homes))
        became = became or ([code] if code in current else [])
        became = became or in_city[code[:4], core] or raised.get((code[:4], core), [])
        became = became or [home.ljust(12, "0") for home in homes]
        if became:
            parent = county.ljust(12, "0")
            span = (row["first_edition"], row["last_edition"])
            found.append(Former(code, name, 4, parent, *span, tuple(sorted(set(became))[:4])))
    return found


def county_successors(folder: Path, today: list[Division]) -> dict[str, tuple[str, ...]]:
    rows = list(table(folder / "areacodes_1981_2024.csv.gz"))
    follow = Successors(rows, today)
    return {row["代码"]: follow.of(row["代码"]) for row in rows if row["级别"] == "县级"}


def pack_upper(today: Iterable[Division], beyond: Iterable[Division]) -> bytes:
    lines = [f"#edition {EDITION}"]
    lines += [f"{d.level}{d.code[: WIDTH[d.level]]}{d.name}" for d in today if d.level < 5]
    lines.append("#beyond")
    lines += [f"{d.level}{d.code[: WIDTH[d.level]]}{d.name}" for d in beyond]
    return "\n".join(lines).encode()


def village_line(name: str, step: int) -> str:
    """Ending letter (``-`` none), step of the 3-digit number when not 1, name without ending."""
    ending = next((e for e in ENDINGS if name.endswith(e) and len(name) > len(e)), "")
    rest = name.removesuffix(ending)
    if rest[0].isascii() and rest[0].isdigit():
        rest = f" {rest}"
    return f"{LETTERS.get(ending, '-')}{'' if step == 1 else step}{rest}"


def pack_villages(today: Iterable[Division]) -> bytes:
    """One compressed chunk a prefecture, in it one block a county (``=``), one a town (``+``).

    In front stands the place of each block: magic, length of the head, head (xz of JSON:
    prefecture -> [offset, length of the chunk, number of villages]).
    """
    villages = sorted(d for d in today if d.level == 5)
    head, chunks, offset = {}, [], 0
    for city, of_city in itertools.groupby(villages, key=lambda d: d.code[:4]):
        lines, count = [], 0
        for county, of_county in itertools.groupby(of_city, key=lambda d: d.code[:6]):
            lines.append(f"={county}")
            for town, of_town in itertools.groupby(of_county, key=lambda d: d.code[:9]):
                lines.append(f"+{town[6:]}")
                last = 0
                for village in of_town:
                    number = int(village.code[9:])
                    lines.append(village_line(village.name, number - last))
                    last, count = number, count + 1
        chunk = lzma.compress("\n".join(lines).encode("gb18030"), preset=9 | lzma.PRESET_EXTREME)
        head[city] = [offset, len(chunk), count]
        chunks.append(chunk)
        offset += len(chunk)
    packed = lzma.compress(json.dumps(head, separators=(",", ":")).encode())
    return b"GWV1" + struct.pack(">I", len(packed)) + packed + b"".join(chunks)


def trim(code: str) -> str:
    """A code without its closing zeros; the reader fills them in again."""
    return code.rstrip("0")


def pack_history(former: Iterable[Former]) -> bytes:
    lines = []
    for one in sorted(set(former), key=lambda f: (f.became, f.first, f.name)):
        codes = ";".join(map(trim, one.became))
        level = str(one.level)
        row = [trim(one.code), one.name, level, trim(one.parent), one.first, one.last, codes]
        lines.append("\t".join(row))
    return "\n".join(lines).encode()


def pack_sounds(names: Iterable[str], villages: Iterable[str]) -> bytes:
    """First part: ``syllable characters``; after ``#names``: readings that are not the sum of that.

    Readings of single characters are the most frequent ones; 乐清 (yue qing), 六安 (lu an) and the
    like are known to the phrase dictionary of pypinyin.
    """
    names = sorted(set(names))
    characters = {chr(c) for c in range(0x4E00, 0x9FA6)} | set("".join([*names, *villages]))
    by_sound: dict[str, list[str]] = defaultdict(list)
    single: dict[str, str] = {}
    for character in sorted(characters):
        usual = lazy_pinyin(character, style=Style.NORMAL, v_to_u=False)[0]
        sound = IN_PLACE_NAMES.get(character, usual)
        if sound.isascii() and sound.isalpha() and character != sound:
            single[character] = sound
            by_sound[sound].append(character)
    lines = [f"{sound} {''.join(found)}" for sound, found in sorted(by_sound.items())]
    lines.append("#names")
    for name in names:
        read = lazy_pinyin(name, style=Style.NORMAL, v_to_u=False)
        plain = [single.get(character, character) for character in name]
        if len(read) == len(name) and read != plain:
            lines.append(f"{name} {' '.join(read)}")
    return "\n".join(lines).encode()


def pack_characters(folder: Path, names: Iterable[str]) -> bytes:
    """Traditional characters with the simple one, other readings, groups of a similar shape.

    Characters that official names use themselves are not traditional ones (乾 in 乾县).
    """
    used = Counter("".join(names))
    lines = ["#traditional"]
    by_simple: dict[str, str] = defaultdict(str)
    for line in (folder / "TSCharacters.txt").read_text(encoding="utf-8").splitlines():
        old, simple = line.split("\t")
        if simple[0] != old and not used[old] and used[simple[0]]:
            by_simple[simple[0]] += old
    lines += [f"{simple}{old}" for simple, old in sorted(by_simple.items())]
    lines.append("#readings")
    by_sound: dict[str, str] = defaultdict(str)
    for character in sorted(used):
        readings = pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]
        for sound in readings:
            if sound.isascii() and sound.isalpha() and len(readings) > 1:
                by_sound[sound] += character
    lines += [f"{sound} {found}" for sound, found in sorted(by_sound.items())]
    lines.append("#shapes")
    for line in (folder / "similar_shape_characters.txt").read_text(encoding="utf-8").splitlines():
        group = re.split(r"[\s,]+", line.strip("\ufeff \n"))
        if len(group) > 1 and any(used[c] for c in group):
            lines.append("".join(group))
    return "\n".join(lines).encode()


def main(folder: Path) -> None:
    today = divisions(folder)
    beyond = beyond_the_edition(folder)
    counties = former_counties(folder, today)
    counties += former_from_notices(folder, today, {one.name for one in counties})
    towns = former_towns(folder, today)
    upper = [d.name for d in today if d.level < 5] + [d.name for d in beyond]
    OUT.mkdir(parents=True, exist_ok=True)
    parts = {
        "divisions.txt.xz": lzma.compress(pack_upper(today, beyond), preset=9),
        "history.txt.xz": lzma.compress(pack_history(counties + towns), preset=9),
        "sounds.txt.xz": lzma.compress(
            pack_sounds(
                upper + [f.name for f in counties + towns],
                [d.name for d in today if d.level == 5],
            ),
            preset=9,
        ),
        "characters.txt.xz": lzma.compress(
            pack_characters(folder, [d.name for d in (*today, *beyond)]), preset=9
        ),
        "villages.pack": pack_villages(today),
    }
    for name, content in parts.items():
        (OUT / name).write_bytes(content)
        print(f"{name}: {len(content):,} bytes")
    print(f"{len(today):,} divisions, {len(counties):,} + {len(towns):,} former names")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
