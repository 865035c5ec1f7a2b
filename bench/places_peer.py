"""Answers of other address tools, for bench/places_quality.py; runs under the Python that has them.

Reads a JSON list of texts from standard input and writes one JSON object: for each installed tool
the names or the code of province, city, county and town of every text, and the processor seconds.
Imports nothing of ours, so that it runs in an environment of its own.
"""

import json
import sys
import time
import warnings
from importlib import import_module
from typing import Any

warnings.simplefilter("ignore")
LEVELS = ("province", "city", "county", "town", "village")


def jionlp(texts: list[str]) -> tuple[list[list[str]], float]:
    parse: Any = import_module("jionlp").parse_location
    parse(texts[0], town_village=True)
    begun = time.process_time()
    found = [parse(text, town_village=True) for text in texts]
    took = time.process_time() - begun
    return [[each.get(level) or "" for level in LEVELS] for each in found], took


def cpca(texts: list[str]) -> tuple[list[list[str]], float]:
    transform: Any = import_module("cpca").transform
    transform(texts[:2])
    begun = time.process_time()
    table = transform(texts)
    took = time.process_time() - begun
    columns = [[value or "" for value in table[name]] for name in ("省", "市", "区")]
    return [[*names, "", ""] for names in zip(*columns, strict=True)], took


def main() -> None:
    texts = json.load(sys.stdin)
    answers = {}
    for tool in (cpca, jionlp):
        try:
            found, took = tool(texts)
        except ImportError:
            continue
        answers[tool.__name__] = {"found": found, "seconds": took}
    # after whatever the tools print while they load
    print("\n" + json.dumps(answers))


if __name__ == "__main__":
    main()
