"""A person's name taken apart: surname and given name, or nothing where it names nobody."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from gridward.ground.roster.rules import names
from gridward.ground.roster.rules.linkage import sounds

_COMPOUND = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶"
        "太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良"
        "漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生公户公玉公仪梁丘公仲"
        "公上公门公山公坚左丘公伯西门公祖第五公乘贯丘公皙南荣东里东宫仲长子书子桑即墨达奚"
        "褚师欧侯",
    )
)
_BRACKETS = re.compile(r"[(\[【<《].*?[)\]】>》]")
_DOTS = re.compile(r"[·•・.‧∙]+")
_SIGNS = re.compile(r"[^\w·*]|[\d_]")
_MASK = re.compile(r"[*某xX×]+")
_SPACES = re.compile(r"[\s,.'-]+")
_LATIN = re.compile(r"[a-z][a-z·]+")
# 老王, 王大爷, 小李, 陈女士, 张师傅, 李姐: who is called so is anybody's guess.
_TITLE = re.compile(
    r"(?:先生|女士|小姐|太太|老师|医生|师傅|老板|经理|主任|书记|队长|组长|大爷|大娘|大妈|大叔|大姐"
    r"|大哥|爷爷|奶奶|伯伯|叔叔|阿姨|婆婆|嫂子|爹爹|娭毑|同志|同学|总|姐|哥|叔|姨|婶|嫂|伯|爷|奶|婆)$"
)
_BEFORE = frozenset("老小阿大")
_WORDS = frozenset(
    re.findall(
        r"\S+",
        "本人 户主 父亲 母亲 爸爸 妈妈 丈夫 妻子 儿子 女儿 爱人 配偶 老公 老婆 家人 亲戚 "
        "无 未知 不详 不知道 匿名 空户 无人 无名 测试",
    )
)


@dataclass(frozen=True, slots=True)
class Name:
    """`given` is empty where only a surname is known; both where nobody is named."""

    surname: str = ""
    surname_sound: str = ""
    given: str = ""
    given_sounds: tuple[str, ...] = ()

    @property
    def heard(self) -> str:
        """The given name by its sound."""
        return " ".join(self.given_sounds)

    @property
    def sound(self) -> str:
        """The whole name by its sound; empty where the name is not whole."""
        return f"{self.surname_sound}|{self.heard}" if self.given else ""


NOBODY = Name()


@lru_cache(maxsize=200_000)
def name_of(text: str) -> Name:
    """``欧阳建国`` -> 欧阳 + 建国, ``阿布都·买买提`` -> 买买提 + 阿布都, ``王大爷`` -> nobody."""
    typed = _BRACKETS.sub("", unicodedata.normalize("NFKC", text)).lower().strip()
    words = _SPACES.sub("·", typed)
    if _LATIN.fullmatch(words):
        return Name(given=words.replace("·", ""), given_sounds=tuple(words.split("·")))
    flat = _SIGNS.sub("", _DOTS.sub("·", typed)).strip("·")
    if not flat or flat in _WORDS:
        return NOBODY
    plain = _MASK.sub("", flat)
    if "·" in plain:  # own name first, then the father's or the clan's
        first, _, last = plain.partition("·")
        return _made(last.replace("·", ""), first)
    if _is_nickname(plain):
        return NOBODY
    size = 2 if plain[:2] in _COMPOUND and len(plain) > 2 else 1
    masked_front = flat[0] == "*"
    return _made("", plain) if masked_front else _made(plain[:size], plain[size:])


def _is_nickname(plain: str) -> bool:
    if len(plain) == 2 and plain[0] in _BEFORE:
        return True
    called = _TITLE.search(plain)
    if called is None:
        return False
    known = plain[: called.start()]  # 王, 老王, 欧阳: no name stands before the title
    return len(known) == 1 or known in _COMPOUND or (len(known) == 2 and known[0] in _BEFORE)


def _made(surname: str, given: str) -> Name:
    heard = sounds.surname_sound(surname) if surname else ""
    return Name(surname, heard, given, sounds.given_sounds(given))


def is_latin(name: Name) -> bool:
    """Whether the name is written in letters only."""
    return name.given.isascii() and bool(name.given) and not name.surname


@lru_cache(maxsize=20_000)
def spelt(name: Name) -> frozenset[str]:
    """How a Chinese name may be written in letters: surname first, or last."""
    surname, given = names.sound(name.surname), names.sound(name.given)
    return frozenset({surname + given, given + surname})
