"""Runs, intervals, names of areas and rule sets, without a database."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.core.clock import moment
from gridward.response.risk.formats.schemes import shipped_schemes
from gridward.response.risk.rules.intervals import FLAP, Interval, intervals
from gridward.response.risk.rules.naming import identity, plain_text, read_text, zone_name
from gridward.response.risk.rules.runs import Run, weave
from gridward.response.risk.rules.schemes import scheme_on

START = datetime(2022, 8, 1, tzinfo=UTC)
FLAPS = (Path(__file__).parent / "flaps.csv").read_text(encoding="utf-8").splitlines()[4:]


def at(hours: int) -> datetime:
    return START + timedelta(hours=hours)


def runs_of(present: list[bool], hours: list[int]) -> tuple[Run, ...]:
    """What lists at these hours say, straight from the definition."""
    made: list[Run] = []
    for hour, here in zip(hours, present, strict=True):
        if here and (not made or made[-1].gone is not None):
            made.append(Run(at(hour), None))
        elif not here and made and made[-1].gone is None:
            made[-1] = Run(made[-1].first, at(hour))
    return tuple(made)


@st.composite
def series(draw: st.DrawFn) -> tuple[list[int], list[bool], list[int]]:
    hours = sorted(draw(st.sets(st.integers(0, 200), min_size=1, max_size=12)))
    present = draw(st.lists(st.booleans(), min_size=len(hours), max_size=len(hours)))
    return hours, present, draw(st.permutations(range(len(hours))))


@given(series())
def test_lists_woven_in_any_order_tell_the_same(told):
    hours, present, order = told
    runs: tuple[Run, ...] = ()
    known: list[datetime] = []
    for number in order:
        now = at(hours[number])
        runs = weave(runs, [Run(now, None)] if present[number] else [], [now], known)
        known.append(now)
    assert runs == runs_of(present, hours)


@given(series(), st.data())
def test_a_history_woven_into_lists_tells_the_same(told, data):
    hours, present, _ = told
    first = data.draw(st.integers(0, len(hours)))
    history = runs_of(present[:first], hours[:first])
    inside = [number for number in range(len(hours)) if data.draw(st.booleans())]
    lists = runs_of([present[n] for n in inside], [hours[n] for n in inside])
    late = [number for number in range(len(hours)) if number >= first or number in inside]
    known = [at(hours[n]) for n in inside]
    runs = weave(lists, history, [at(h) for h in hours[:first]], known) if first else lists
    known = sorted({*known, *(at(h) for h in hours[:first])})
    for number in late:
        now = at(hours[number])
        runs = weave(runs, [Run(now, None)] if present[number] else [], [now], known)
        known.append(now)
    assert runs == runs_of(present, hours)


def test_the_row_of_the_first_list_is_kept():
    old = [Run(at(0), at(10), "highlist 1.1")]
    [run] = weave(old, [Run(at(5), None, "highlist 7.1")], [at(5)], [at(0), at(10)])
    assert (run.row, run.gone) == ("highlist 1.1", at(10))
    assert not run.covers(at(10))


def test_the_tail_of_a_history_ends_between_two_lists():
    """A later list that has the row again cannot hide that it was away."""
    runs = weave([Run(at(0), at(8))], [Run(at(20), None)], [at(20)], [at(0), at(4)])
    assert runs == (Run(at(0), at(8)), Run(at(20), None))


@st.composite
def presences(draw: st.DrawFn) -> list[tuple[str, str, Run]]:
    made = []
    for level in ("high", "medium"):
        edges = sorted(draw(st.sets(st.integers(0, 300), max_size=8)))
        pairs = list(zip(edges[::2], edges[1::2], strict=False))
        made += [(level, "s", Run(at(a), at(b))) for a, b in pairs]
        if len(edges) % 2:
            made.append((level, "s", Run(at(edges[-1]), None)))
    return draw(st.permutations(made))


@given(presences())
def test_intervals_cover_the_runs_and_close_short_silence_only(told):
    made = intervals(told)
    for level, _, run in told:
        holders = [i for i in made if i.level == level and i.since <= run.first]
        assert any(
            i.until is None or (run.gone is not None and run.gone <= i.until) for i in holders
        )
    for level in ("high", "medium"):
        own = [each for each in made if each.level == level]
        for one, two in pairwise(own):
            assert one.until is not None
            assert one.until < two.since
        runs = sorted(run for name, _, run in told if name == level)
        gaps = {(a.gone, b.first) for a, b in pairwise(runs)}
        closed = {flap for each in own for flap in each.flaps}
        assert closed <= gaps
        for gone, back in gaps:
            assert gone is not None
            other = [run for name, _, run in told if name != level]
            said = any(r.first < back and (r.gone is None or r.gone > gone) for r in other)
            assert ((gone, back) in closed) == (back - gone < FLAP and not said)


@given(presences())
def test_the_order_of_runs_does_not_matter_and_closing_twice_is_once(told):
    made = intervals(told)
    assert intervals(reversed(told)) == made
    again = intervals((i.level, i.scheme, Run(i.since, i.until)) for i in made)
    assert [(i.since, i.until, i.level) for i in again] == [
        (i.since, i.until, i.level) for i in made
    ]


def test_two_spellings_of_one_place_are_one_interval():
    both = [("high", "s", Run(at(0), at(30))), ("high", "s", Run(at(10), at(20)))]
    assert intervals(both) == (Interval(at(0), at(30), "high", "s"),)
    still = [*both, ("high", "s", Run(at(25), None))]
    assert intervals(still) == (Interval(at(0), None, "high", "s"),)


def _runs(cell: str) -> list[tuple[str, str, Run]]:
    made = []
    for part in cell.split(";"):
        level, first, gone = part.split()
        made.append((level, "", Run(_hour(first), _hour(gone))))
    return made


def _hour(text: str) -> datetime:
    read = datetime.strptime(f"2022-{text}", "%Y-%m-%dT%H")  # noqa: DTZ007 - the zone comes next
    return moment(read.date(), read.time())


@pytest.mark.parametrize("line", FLAPS, ids=lambda line: line.split("|")[0])
def test_intervals_of_real_areas_checked_by_hand(line):
    place, runs, wanted, why = line.split("|")
    found = [(each.since, each.until, each.level) for each in intervals(_runs(runs))]
    assert found == [(r.first, r.gone, level) for level, _, r in _runs(wanted)], f"{place}: {why}"
    closed = len(_runs(runs)) - len(_runs(wanted))
    assert sum(len(each.flaps) for each in intervals(_runs(runs))) == closed


def test_days_of_an_interval():
    evening, morning = datetime(2022, 8, 1, 15, tzinfo=UTC), datetime(2022, 8, 2, 1, tzinfo=UTC)
    assert Interval(evening, morning, "high", "s").days == (date(2022, 8, 1), date(2022, 8, 2))
    assert Interval(evening, evening + timedelta(minutes=30), "high", "s").days == (
        date(2022, 8, 1), date(2022, 8, 2),
    )  # fmt: skip
    assert Interval(evening, None, "high", "s").days == (date(2022, 8, 1), None)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2020, 2, 16), "national"), (date(2020, 2, 17), "national-2020"),
        (date(2022, 6, 27), "national-v8"), (date(2022, 6, 28), "national-v9"),
        (date(2022, 11, 11), "national-20"),
    ],
)  # fmt: skip
def test_the_rule_set_of_a_day(day, code):
    assert scheme_on(shipped_schemes(), "national", day) == code
    assert scheme_on(shipped_schemes(), "drill", day) == "drill"


HERE = "海南省 海口市 美兰区"


@pytest.mark.parametrize(
    ("text", "above", "kind", "head", "whole"),
    [
        ("", HERE, "division", "", True),
        ("王岗镇", "黑龙江省 哈尔滨市 南岗区", "street", "王岗镇", True),
        ("江东街道全域", "浙江省 金华市 义乌市", "street", "江东街道", True),
        ("顺义区李桥镇", "北京市 顺义区 李桥镇", "division", "", True),
        ("桦皮厂镇桦皮厂社区", "吉林省 吉林市 昌邑区", "village", "桦皮厂镇桦皮厂社区", True),
        ("金堂县除高、中风险区以外的其他区域", "四川省 成都市 金堂县", "remainder", "", True),
        ("定西市安定区其余地区", "甘肃省 定西市 安定区", "remainder", "", True),
        ("大茂镇区域内高、中风险区以外的区域", "海南省 万宁市", "remainder", "大茂镇", True),
        ("莱茵春天小区（除高风险区外）", HERE, "remainder", "", False),
        ("延江街道江山帝景小区", HERE, "estate", "延江街道", False),
        ("环西街道玉祥门社区恒天国际城6-9号楼", HERE, "building", "环西街道玉祥门社区", False),
        ("驿城大道以西、仁安路以北、国槐路以南", HERE, "bounded", "", False),
        ("海淀小学", HERE, "description", "", False),
    ],
)  # fmt: skip
def test_how_the_text_of_a_row_is_read(text, above, kind, head, whole):
    read = read_text(text, *above.split())
    assert (read.kind, read.head, read.whole) == (kind, head, whole)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("虹城街道城市之光（东区）", "虹城街道城市之光东区", True),
        ("延安西路1558弄1-4号", "延安西路1558弄1—4号", True),
        ("金缘世家小区、水电花园小区", "金缘世家小区，水电花园小区", True),
        ("雁西路自建房（1912-2926双号)", "雁西路自建房1912-2926（双号)", True),
        ("昌邑区延江街道", "延江街道", True),
        ("2、3栋", "23栋", False),
        ("4-6号楼", "4、6号楼", False),
        ("4-6号楼", "46号楼", False),
    ],
)
def test_when_two_texts_mean_one_place(one, two, same):
    above = ("吉林省", "吉林市", "昌邑区")
    assert (plain_text(one, *above) == plain_text(two, *above)) is same


def test_names_of_zones():
    assert zone_name("连云港经济技术开发区", "连云港市") == "经开区"
    assert zone_name("经济技术开发区", "连云港市") == "经开区"
    assert zone_name("无锡高新技术产业开发区", "无锡市") == "高新区"
    assert zone_name("柳梧新区", "拉萨市") == "柳梧新区"


def test_the_key_of_an_area():
    assert identity("220202", "", "江山帝景") == identity("220202", "", "江山帝景")
    assert identity("220202", "", "江山帝景") != identity("220202", "江山帝景", "")
    assert len(identity("", "", "")) == 32
