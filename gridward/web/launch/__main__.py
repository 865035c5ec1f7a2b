"""Start, stop and look at Gridward: ``python -m gridward.web.launch COMMAND``.

demo     everything with the demo township     run      everything without it
start    only the database; prints DATABASE_URL
stop     everything of this data folder        status   what is running
"""

import argparse
import os
import sys
from pathlib import Path

from gridward.web.launch import postgres, township
from gridward.web.launch.refusal import LaunchRefused
from gridward.web.launch.township import ROOT, Wish


def say(line: str) -> None:
    """Tell the person at the terminal; standard output stays free for results."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m gridward.web.launch", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("command", choices=["demo", "run", "start", "stop", "status"])
    parser.add_argument(
        "--data", type=Path, default=os.environ.get("GRIDWARD_DATA") or ROOT / "var"
    )
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 serves other machines too")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--demo-options", default="", help="passed on to manage.py demo")
    asked = parser.parse_args()
    try:
        return _do(asked, asked.data.resolve())
    except LaunchRefused as refused:
        say(str(refused))
        return 1


def _do(asked: argparse.Namespace, data: Path) -> int:
    if asked.command in {"demo", "run"}:
        demo = asked.demo_options if asked.command == "demo" else None
        return township.bring_up(Wish(data, asked.host, asked.port, demo), say)
    if asked.command == "start":
        sys.stdout.write(township.database(data, say) + "\n")
        return 0
    if asked.command == "stop":
        township.take_down(data, say)
        return 0
    return _status(data)


def _status(data: Path) -> int:
    found = postgres.status(data)
    pid = township.running(data)
    up = f"运行中（进程 {pid}）· running" if pid else "未运行 · not running"
    sys.stdout.write(f"网页服务和后台任务 · web and jobs: {up}\n")
    up = (
        f"运行中 · running, PostgreSQL {found.version}" if found.running else "未运行 · not running"
    )
    sys.stdout.write(f"内置数据库 · embedded database: {up}\n")
    if found.folder:
        sys.stdout.write(f"数据文件夹 · folder: {found.folder}\n")
    if found.url:
        sys.stdout.write(f"DATABASE_URL={found.url}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
