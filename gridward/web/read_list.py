"""``gridward risk read-list FILE``: read one list of risk areas and say what it holds.

Exit code 0 when every row was kept, 1 when a row could not be kept, 2 when the file is no list.
"""

import argparse
import sys
from collections.abc import Sequence
from gettext import NullTranslations, translation
from pathlib import Path

import orjson

from gridward.core.decision import Reason
from gridward.response.risk.formats import risk_list
from gridward.response.risk.formats.list_report import Say, read_report
from gridward.response.risk.formats.risk_list import BadList

WORDS = Path(risk_list.__file__).parents[1] / "locale"


def words(folder: Path, language: str) -> Say:
    """Reasons in the language of the reader; English where no Chinese has been compiled."""
    found: NullTranslations = NullTranslations()
    if language == "zh":
        found = translation("django", str(folder), ["zh_Hans"], fallback=True)

    def say(reason: Reason) -> str:
        values = {k: say(v) if isinstance(v, Reason) else v for k, v in reason.values}
        return found.gettext(reason.message).format(**values)

    return say


def main(arguments: Sequence[str]) -> int:
    """Read the file named in `arguments`; the exit code."""
    parser = argparse.ArgumentParser(prog="gridward risk read-list", description=__doc__)
    parser.add_argument("file", type=Path, help="JSON or CSV, packed with gzip or not")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--language", choices=("zh", "en"), default="zh", help="of the report")
    wish = parser.parse_args(list(arguments))
    say = words(WORDS, wish.language)
    try:
        told = read_report(wish.file.read_bytes())
    except (BadList, OSError) as refused:
        reason = say(refused.reason) if isinstance(refused, BadList) else str(refused)
        sys.stderr.write(f"gridward: {reason}\n")
        return 2
    if wish.json:
        sys.stdout.write(orjson.dumps(told.as_json(), option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in told.lines(say))
    return 0 if told.kept == told.rows else 1
