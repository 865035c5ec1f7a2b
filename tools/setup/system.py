"""What the tests need of the system: Chromium and Chinese letters, and Java for Spark."""

import os
import shutil
import subprocess

from tools.setup.steps import SetupRefused, call, say

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def missing() -> list[str]:
    """The Debian packages that are missing, by name."""
    wanted = []
    if not any(shutil.which(name) for name in BROWSERS):
        wanted.append("chromium")
    if not shutil.which("java"):
        wanted.append("default-jre-headless")  # Spark 4 runs on 17 and 21
    if not _chinese_letters():
        wanted += ["fonts-noto-cjk", "fontconfig"]
    return wanted


def provide() -> None:
    """Install what is missing as root; else say what is missing. Never stops the tests."""
    wanted = missing()
    if not wanted:
        return
    names = " ".join(wanted)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"安装测试所需的系统软件 · installing what the tests need: {names} …")
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        try:
            call(["apt-get", "update", "-q"], env=quiet)
            call(["apt-get", "install", "-q", "-y", "--no-install-recommends", *wanted], env=quiet)
        except SetupRefused as refused:
            say(str(refused))
        wanted = missing()
    if wanted:
        names = " ".join(wanted)
        say(
            f"缺少系统软件 {names}：其他测试照常运行，需要它们的测试会跳过或显示不全。"
            f"请管理员安装：apt-get install {names}\n"
            f"Missing on this machine: {names}. Everything else is tested; what needs them is "
            "skipped. "
            f"An administrator can install them: apt-get install {names}"
        )


def _chinese_letters() -> bool:
    tool = shutil.which("fc-list")
    if tool is None:
        return False
    answer = subprocess.run([tool, ":lang=zh"], capture_output=True, text=True, check=False)  # noqa: S603
    return bool(answer.stdout.strip())
