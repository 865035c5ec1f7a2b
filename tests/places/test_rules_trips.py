"""Reading journeys out of prose. The texts are invented."""

import functools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.ground.places import queries
from gridward.ground.places.rules.trips import DATES, PLACES, Label, Lexicon, Reading, When, read
from gridward.ground.places.rules.trips import dates as days
from gridward.ground.places.rules.trips.lexicon import short_name
from gridward.ground.places.rules.trips.transport import rides

TOLD_ON = date(2020, 3, 1)


@functools.cache
def lexicon() -> Lexicon:
    return Lexicon.of(queries.gazetteer())


def reading(text: str) -> Reading:
    return read(text, lexicon(), told_on=TOLD_ON)


def said(text: str, *labels: Label) -> list[tuple[str, str]]:
    """Label and words of the spans; of some labels only, when given."""
    return [
        (str(s.label), text[s.start : s.end])
        for s in reading(text).spans
        if not labels or s.label in labels
    ]


def places(text: str) -> list[tuple[str, str]]:
    return said(text, *PLACES)


def dated(text: str) -> list[tuple[str, str]]:
    return said(text, *DATES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020年1月20日", ["2020-01-20"]),
        ("2020-01-20就诊", ["2020-01-20"]),
        ("2020/2/5日", ["2020-02-05"]),
        ("1月20号", ["2020-01-20"]),
        ("1月20，返乡", ["2020-01-20"]),
        ("元月16日", ["2020-01-16"]),
        ("12月31日，2日就诊", ["2019-12-31", "2020-01-02"]),
        ("1月25日确诊，16日发病", ["2020-01-25", "2020-01-16"]),
        ("1月20日-22日", ["2020-01-20/2020-01-22"]),
        ("1月20-22日", ["2020-01-20/2020-01-22"]),
        ("1月28日—2月2日", ["2020-01-28/2020-02-02"]),
        ("1月28日至2月2日", ["2020-01-28/2020-02-02", "2020-02-02"]),
        ("1月2022日", ["2020-01-20/2020-01-22"]),
        ("2月18-23日，25日", ["2020-02-18/2020-02-23", "2020-02-25"]),
        ("20-22日", ["2020-02-20/2020-02-22"]),
        ("1月20日，当日返回，次日就诊", ["2020-01-20", "2020-01-20", "2020-01-21"]),
        ("1月23日早7点", ["2020-01-23 07:00"]),
        ("1月23日下午3时20分许", ["2020-01-23 15:20"]),
        ("1月23日20:45左右", ["2020-01-23 20:45"]),
        ("1月23日晚8点半", ["2020-01-23 20:30"]),
        ("1月23日25时", ["2020-01-23"]),
        ("1月23日，15:20乘车", ["2020-01-23", "2020-01-23 15:20"]),
        ("2月30日", []),
        ("1月22-20日", []),
        ("14日内未外出", []),
        ("住3栋12号，体温37.3度", []),
        ("29日", ["2020-02-29"]),
    ],
)
def test_days_are_read_in_every_shape(text: str, expected: list[str]) -> None:
    assert [str(m.when) for m in days.mentions(text, told_on=TOLD_ON)] == expected


def test_without_the_day_of_the_report_a_year_must_be_said() -> None:
    assert [m.when for m in days.mentions("1月20日，次日，21日")] == [When(None, None)] * 3
    told = days.mentions("1月20日，2020年1月22日，12月30日，2月30日")
    assert [str(m.when) for m in told] == ["", "2020-01-22", "2019-12-30"]


def test_a_bare_day_after_the_day_of_the_report_lies_in_the_month_before() -> None:
    told = days.mentions("25日发病", told_on=date(2020, 2, 10))
    assert [str(m.when) for m in told] == ["2020-01-25"]


def test_a_turn_of_the_month_is_not_put_after_the_day_of_the_report() -> None:
    told = days.mentions("1月20日，3日", told_on=date(2020, 1, 31))
    assert [str(m.when) for m in told] == ["2020-01-20", "2020-01-03"]


def test_a_day_may_be_told_one_day_ahead_but_no_further() -> None:
    told = days.mentions("2月11日，2月12日", told_on=date(2020, 2, 10))
    assert [str(m.when) for m in told] == ["2020-02-11", "2019-02-12"]


def test_an_hour_alone_has_no_day() -> None:
    (hour,) = days.mentions("15:20到达")
    assert hour.is_hour
    assert str(hour.when) == "15:20"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("乘坐G1234次高铁", [("train", "G1234"), ("train", "")]),
        ("乘CZ3456航班", [("flight", "CZ3456"), ("flight", "")]),
        ("乘3U 8731", [("flight", "3U8731")]),
        ("S72507航班", [("flight", "S72507"), ("flight", "")]),
        ("乘K6668航班", [("flight", "K6668"), ("flight", "")]),
        ("Z204/Z203次列车", [("train", "Z204/Z203"), ("train", "")]),
        ("乘坐1278次火车", [("train", "1278"), ("train", "")]),
        ("乘6388航班返回", [("flight", "6388"), ("flight", "")]),
        ("乘1路公交车", [("bus", "1路"), ("bus", ""), ("bus", "")]),
        ("自驾车", [("car", "")]),
        ("步行", [("other", "")]),
        ("住T2栋K8房", []),
        ("坐G67返回", [("train", "G67")]),
        ("乘K8次到", [("train", "K8")]),
        ("检测206次数", []),
        ("病例206", []),
        ("共206次到访", []),
    ],
)
def test_means_of_transport_and_numbers(text: str, expected: list[tuple[str, str]]) -> None:
    assert sorted((r.mode, r.number) for r in rides(text)) == sorted(expected)


def test_a_journey_home_has_a_place_left_a_way_and_an_end() -> None:
    text = "1月22日从武汉乘G1234次高铁经岳阳到达长沙南站，转乘大巴返回宁乡市，1月25日发病。"
    assert places(text) == [
        ("left", "武汉"), ("transit", "岳阳"), ("transit", "长沙南站"), ("destination", "宁乡市"),
    ]  # fmt: skip
    assert dated(text) == [("arrived", "1月22日"), ("onset", "1月25日")]
    found = [(s.place, s.transport, s.number, s.arrived, s.left) for s in reading(text).stays]
    assert found == [
        ("武汉", "", "", None, date(2020, 1, 22)),
        ("岳阳", "train", "G1234", date(2020, 1, 22), date(2020, 1, 22)),
        ("长沙", "", "", date(2020, 1, 22), date(2020, 1, 22)),
        ("宁乡市", "bus", "", date(2020, 1, 22), None),
    ]
    assert reading(text).onset == date(2020, 1, 25)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1月20日武汉返甬。", [("left", "武汉"), ("destination", "甬")]),
        ("现住武汉市江汉区，1月21日前往深圳。",
         [("left", "武汉市江汉区"), ("destination", "深圳")]),
        ("常住深圳，1月17日到武汉，24日返回深圳。",
         [("left", "深圳"), ("transit", "武汉"), ("destination", "深圳")]),
        ("1月5日返回灰汤镇家中。", [("destination", "灰汤镇")]),
        ("1月22日从长沙返回亚布力。", [("left", "长沙"), ("destination", "亚布力")]),
        ("1月15日途经武汉来韶，19日发热。", [("transit", "武汉"), ("destination", "韶")]),
        ("1月14日从武汉回到重庆，下午从重庆坐高铁回到大足区邮亭镇。",
         [("left", "武汉"), ("transit", "重庆"), ("transit", "重庆"),
          ("destination", "大足区邮亭镇")]),
        ("在沈阳站乘坐火车返回昌图县。", [("left", "沈阳站"), ("destination", "昌图县")]),
        ("从武汉到长寿北，转车到梁平南。",
         [("left", "武汉"), ("transit", "长寿北"), ("destination", "梁平南")]),
        ("无武汉旅居史，未去过湖北。", [("place", "武汉"), ("place", "湖北")]),
        ("与武汉返潭人员聚餐。", [("place", "武汉"), ("place", "潭")]),
        ("宁乡市人，1月28日步行到宁乡市喜盈门超市购物。",
         [("home", "宁乡市"), ("place", "宁乡市喜盈门超市")]),
        ("1月28日骑车到宁乡市赶集。", [("transit", "宁乡市")]),
        ("1月24日回王家。", []),
        (
            "现住武汉，在长沙市中心医院陪护，1月22日回岳阳。",
            [("left", "武汉"), ("destination", "岳阳")],
        ),
        ("现住岳阳市，1月22日回岳阳。", [("home", "岳阳市"), ("destination", "岳阳")]),
        ("1月24日到沪，到王家。", [("transit", "沪")]),
        ("从滨江路步行到家。", [("place", "滨江路")]),
        ("1月28日回到了灰汤镇的住处。", [("place", "灰汤镇")]),
        ("1月24日乘车从武汉到三亚市。乘小车到三亚住所。",
         [("left", "武汉"), ("destination", "三亚市"), ("transit", "三亚")]),
        ("1月20日随车从武汉来到长沙、株洲、湘潭。",
         [("left", "武汉"), ("transit", "长沙"), ("transit", "株洲"), ("destination", "湘潭")]),
        ("2月3日先后到金太阳药店、和平粮油店，目前住院。",
         [("place", "金太阳药店"), ("place", "和平粮油店")]),
        ("曾前往武汉，常住长沙。", [("transit", "武汉"), ("home", "长沙")]),
        ("武汉市人，1月18日前往长沙，1月22日返回。", [("home", "武汉市"), ("transit", "长沙")]),
        ("武汉市人，曾前往长沙。", [("home", "武汉市"), ("transit", "长沙")]),
        ("1月24日返乡过年，无外出史。", []),
        ("感染来源不明，属于轻症。", []),
        ("1月24日送到县城中华宾馆隔离。", [("place", "县城中华宾馆")]),
        ("1月24日返回湖北老家，1月29日返回南昌。",
         [("transit", "湖北"), ("destination", "南昌")]),
        ("1月24日到过武汉。", [("place", "武汉")]),
        ("1月24日返。", []),
        ("1月24日返A。", []),
        ("家住某小区，在某小区附近工作。", [("home", "某小区"), ("place", "某小区")]),
        ("1月24日从武汉到天心阁小区。", [("left", "武汉"), ("transit", "天心阁小区")]),
        ("1月24日从武汉到长沙芙蓉路。", [("left", "武汉"), ("transit", "长沙芙蓉路")]),
        ("1月20日从莫斯科飞抵浦东机场。", [("left", "莫斯科"), ("destination", "浦东机场")]),
        ("与武汉来的同事吃饭，1月22日返回长沙。", [("place", "武汉"), ("destination", "长沙")]),
        ("与湖北武汉返乡人员吃饭，现住长沙，1月22日返回岳阳。",
         [("place", "湖北武汉"), ("left", "长沙"), ("destination", "岳阳")]),
    ],
)  # fmt: skip
def test_what_a_place_is_to_the_journey(text: str, expected: list[tuple[str, str]]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1月20日出现发热症状，22日到市医院就诊，25日确诊。",
         [("onset", "1月20日"), ("first_visit", "22日"), ("confirmed", "25日")]),
        ("1月21日因咳嗽到县医院就诊。", [("first_visit", "1月21日")]),
        ("2月4日入院隔离治疗。", [("isolated", "2月4日")]),
        ("2月4日采样，2月5日检测结果阳性。", [("date", "2月4日"), ("confirmed", "2月5日")]),
        ("2月4日检测阳性，2月5日确诊。", [("date", "2月4日"), ("confirmed", "2月5日")]),
        ("1月20日从武汉返乡。", [("arrived", "1月20日")]),
        ("1月20日从武汉自驾回家。", [("arrived", "1月20日")]),
        ("1月28日到超市买菜后回家。", [("date", "1月28日")]),
        ("1月24日、26日两次到县医院就诊。", [("first_visit", "1月24日"), ("first_visit", "26日")]),
        ("1月20日到武汉，1月22日返乡。", [("date", "1月20日"), ("arrived", "1月22日")]),
    ],
)  # fmt: skip
def test_what_a_day_is_to_the_case(text: str, expected: list[tuple[str, str]]) -> None:
    assert dated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("送至市第一人民医院治疗。", [("hospital", "市第一人民医院")]),
        ("收入该定点医院。", [("hospital", "定点医院")]),
        ("在县人民医院南区住院。", [("hospital", "县人民医院南区")]),
        ("由救护车接到医院。", []),
        ("经市疾控中心检测。", [("organisation", "市疾控中心")]),
        ("到王家诊所输液。", [("organisation", "王家诊所")]),
        ("市中心医院隔离病房。", [("hospital", "市中心医院")]),
        ("到河西市民医院旁超市购物。", []),
    ],
)
def test_hospitals_and_offices(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text, Label.HOSPITAL, Label.ORGANISATION) == expected


def test_a_range_gives_the_stay_its_length() -> None:
    (stay,) = reading("1月15日至19日在武汉停留。").stays
    assert (stay.place, stay.arrived, stay.left) == ("武汉", date(2020, 1, 15), date(2020, 1, 19))


def test_a_place_lasts_until_the_next_one_and_says_it_is_a_guess() -> None:
    stays = reading("常住深圳，1月17日到武汉，24日返回深圳。").stays
    assert [(s.place, s.arrived, s.left, s.certain) for s in stays] == [
        ("深圳", None, None, False),
        ("武汉", date(2020, 1, 17), date(2020, 1, 24), False),
        ("深圳", date(2020, 1, 24), None, True),
    ]


def test_the_same_stay_is_proposed_once_and_what_was_denied_never() -> None:
    text = "1月20日从武汉返回长沙。自述从武汉返回长沙后未外出，未去过株洲。"
    assert [s.place for s in reading(text).stays] == ["武汉", "长沙"]


def test_a_day_two_sentences_back_is_not_the_day_of_the_stay() -> None:
    stays = reading("1月20日发病。目前稳定。家属在家。曾到过株洲。").stays
    assert [(s.place, s.arrived) for s in stays] == [("株洲", None)]


def test_the_number_behind_a_place_counts_too() -> None:
    (_left, came) = reading("1月20日从武汉返回长沙(G1002次)。").stays
    assert (came.transport, came.number) == ("train", "G1002")


def test_a_means_without_a_number_is_taken_walking_only_alone() -> None:
    told = "1月20日从武汉步行再开车到达长沙。"
    assert reading(told).stays[1].transport == "car"
    assert reading("1月20日从武汉步行到达长沙。").stays[1].transport == "other"


def test_a_station_stands_for_its_town_unless_nobody_knows_it() -> None:
    stays = reading(
        "1月20日从武汉到合肥南，转车到昌图县八面城镇车站，到天外天站，到海南，到黔西南。"
    ).stays
    assert [s.place for s in stays] == [
        "武汉", "合肥", "昌图县八面城镇", "天外天站", "海南", "黔西南",
    ]  # fmt: skip


def test_rare_characters_are_read_as_the_common_ones() -> None:
    assert places("1月18日从武汉到南㝉。") == [("left", "武汉"), ("destination", "南㝉")]


def test_short_names_of_cities() -> None:
    assert short_name("甬") == "宁波"
    assert short_name("们") == ""


@given(
    st.text(
        alphabet="从到返回武汉长沙1月20日，。、；至次G当日确诊医院就诊在家(-:年人县 站隔离",
        max_size=60,
    )
)
def test_any_text_can_be_read(text: str) -> None:
    found = reading(text)
    assert all(0 <= s.start < s.end <= len(text) for s in found.spans)
    assert all(text[slice(*s.source)] for s in found.stays)
