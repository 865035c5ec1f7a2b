"""What may stand behind a name: endings, roads, firms; and names segment by segment."""

from gridward.ground.places.rules.kernel import desk as on
from gridward.ground.places.rules.kernel import tables as of
from gridward.ground.places.rules.kernel.compiled import compiled
from gridward.ground.places.rules.kernel.desk import Desk
from gridward.ground.places.rules.kernel.tables import Numbers, Signs, Tables

_GREAT, _WAY, _ORDINAL = ord("大"), ord("道"), ord("第")
_TOWNISH = (ord("镇"), ord("关"), ord("区"), ord("乡"), ord("中"))


@compiled
def step(steps: Numbers, state: int, sign: int) -> int:
    """The state of the trie behind `sign`, 0 for none."""
    key = (state >> of.VALUE_BITS) << 16 | sign
    mask = len(steps) - 1
    at = key * of.SPREAD >> 20 & mask
    while steps[at, 0] != key:
        if steps[at, 0] == 0:
            return 0
        at = at + 1 & mask
    return steps[at, 1]


@compiled
def longest(steps: Numbers, roots: Numbers, which: int, text: Signs, at: int) -> tuple[int, int]:
    """The length (0: none) and the value of the longest word of a trie at `at`."""
    state, length, best, value = roots[text[at], which], 1, 0, 0
    while state:
        if state & of.VALUE_MASK:
            best, value = length, state & of.VALUE_MASK
        state = step(steps, state, text[at + length])
        length += 1
    return best, value


@compiled
def other_ending(steps: Numbers, roots: Numbers, text: Signs, at: int, level: int) -> bool:
    """Whether an ending of another level than `level` (2 to 5) stands at `at`."""
    for other in range(2, 6):
        if other != level and longest(steps, roots, of.ENDED + other, text, at)[0]:
            return True
    return False


@compiled
def _begins(steps: Numbers, roots: Numbers, which: int, text: Signs, at: int) -> bool:
    state, after = roots[text[at], which], at + 1
    while state:
        value = state & of.VALUE_MASK
        if value:
            follows = text[after]
            barred = value == of.NOT_BEFORE_WAY and follows == _WAY
            if value == of.NOT_BEFORE_TOWN:
                for each in _TOWNISH:
                    barred = barred or follows == each
            if not barred:
                return True
        state = step(steps, state, text[after])
        after += 1
    return False


@compiled
def belongs_elsewhere(t: Tables, d: Desk, end: int) -> bool:
    """Whether what follows makes it the name of a road, an estate, a firm; remembered."""
    known = d.marks[end, on.ELSEWHERE]
    if known == 0:
        known = 1 + _is_elsewhere(t.steps, t.roots, t.signs, d.text, end)
        d.marks[end, on.ELSEWHERE] = known
    return known == 2


@compiled
def _is_elsewhere(steps: Numbers, roots: Numbers, signs: Signs, text: Signs, end: int) -> bool:
    for stretch in range(4):  # 东一 of 东一路
        if _begins(steps, roots, of.ROADS, text, end + stretch):
            return True
        if not signs[text[end + stretch], of.KIND] & of.STRETCH:
            break
    if text[end] == _GREAT and _begins(steps, roots, of.FIRMS, text, end + 1):
        return True
    return _begins(steps, roots, of.FIRMS, text, end)


@compiled
def goes_on(t: Tables, d: Desk, end: int, size: int) -> bool:
    """花园3组, 花园六队: what may follow a village name without its ending."""
    if end >= size:
        return True
    text, signs = d.text, t.signs
    kind = signs[text[end], of.KIND]
    if kind & (of.DIGIT | of.TEAM) or text[end] == _ORDINAL:
        return True
    at = end
    while signs[text[at], of.KIND] & of.NUMERAL:
        at += 1
    return at > end and signs[text[at], of.KIND] & of.PART != 0


@compiled
def may_name_village(t: Tables, d: Desk, start: int, size: int) -> bool:
    """Whether what follows can hold a village name at all; 3组12号 cannot."""
    signs, text = t.signs, d.text
    for at in range(start, size - 1):
        if signs[text[at], of.KIND] & of.HAN and signs[text[at + 1], of.KIND] & of.HAN:
            return True
    return False


@compiled
def segment(t: Tables, d: Desk, start: int, level: int) -> tuple[int, int]:
    """The name of that level (3 to 5) at `start`: its length (0: none), where its ending stops."""
    least, most = (1, 6) if level == 5 else (2, 5 if level == 3 else 6)
    which = of.ENDED + 5 if level == 5 else of.SEGMENTED + level - 3
    for length in range(1, most + 1):
        if not t.signs[d.text[start + length - 1], of.KIND] & of.HAN:
            break
        if length >= least:
            ending = longest(t.steps, t.roots, which, d.text, start + length)[0]
            if ending:
                return length, start + length + ending
    return 0, start
