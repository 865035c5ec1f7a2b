"""A standalone Spark cluster, closed by default: one secret, no REST door, a named address.

Spark's master opens a second door for submitting programs over REST, which knows no secret
(CVE-2018-11770), and without `spark.authenticate` everybody who reaches a port may run code
(CVE-2018-17190). Secrets go through a file that only its owner reads, never through arguments.
"""

import os
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from gridward.core.batch.engines.address import NoSuchEngine

_MASTER = "org.apache.spark.deploy.master.Master"
_WORKER = "org.apache.spark.deploy.worker.Worker"


def secret_of(environ: Mapping[str, str]) -> str:
    """The secret of the cluster: ``$GRIDWARD_SPARK_SECRET`` or the file of that name ``_FILE``."""
    named = environ.get("GRIDWARD_SPARK_SECRET_FILE")
    if named:
        return Path(named).read_text(encoding="utf-8").strip()
    return environ.get("GRIDWARD_SPARK_SECRET", "")


def settings(secret: str) -> dict[str, str]:
    """What every process of the cluster is told."""
    if len(secret) < 32:
        raise NoSuchEngine(
            "Spark needs a secret of 32 characters or more: set GRIDWARD_SPARK_SECRET, or "
            "GRIDWARD_SPARK_SECRET_FILE to a file with it."
        )
    return {
        "spark.authenticate": "true",
        "spark.authenticate.secret": secret,
        "spark.network.crypto.enabled": "true",
        "spark.io.encryption.enabled": "true",  # what spills to a disk is about people
        "spark.master.rest.enabled": "false",
        "spark.ui.enabled": "false",
        "spark.ui.killEnabled": "false",
    }


def configure(folder: Path, told: Mapping[str, str]) -> dict[str, str]:
    """Write the settings where Spark reads them; the environment that leads it there."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / "spark-defaults.conf"
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text("".join(f"{name} {value}\n" for name, value in told.items()), encoding="utf-8")
    levels = "rootLogger.level = error\nrootLogger.appenderRef.stderr.ref = stderr\n"
    stderr = (
        "appender.stderr.type = Console\nappender.stderr.name = stderr\n"
        "appender.stderr.target = SYSTEM_ERR\nappender.stderr.layout.type = PatternLayout\n"
        "appender.stderr.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n\n"
    )
    (folder / "log4j2.properties").write_text(levels + stderr, encoding="utf-8")
    return {"SPARK_CONF_DIR": str(folder)}


def master(host: str, port: int) -> list[str]:
    """The words that make a master: it listens on `host` alone, its page on the next port."""
    where = ["--host", host, "--port", str(port), "--webui-port", str(port + 1)]
    return [_MASTER, *where]


def worker(url: str, host: str, cores: int, memory: str, folder: Path) -> list[str]:
    """The words that make a worker of the master at `url` (``spark://host:port``)."""
    share = ["--cores", str(cores), "--memory", memory, "--work-dir", str(folder / "work")]
    return [_WORKER, "--host", host, "--webui-port", "0", *share, url]


def become(words: Sequence[str], host: str, secret: str, folder: Path) -> None:
    """Turn this process into one of the cluster's. Does not return."""
    program = str(home() / "bin" / "spark-class")
    env = configure(folder / "conf", settings(secret))
    env |= {
        "SPARK_LOCAL_IP": host, "SPARK_LOCAL_DIRS": str(folder / "spill"),
        # A master and a worker only keep books: they start sooner without the great compiler.
        "SPARK_DAEMON_JAVA_OPTS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "SPARK_DAEMON_MEMORY": "512m",
    }  # fmt: skip
    # The name and the words are ours; the secret is in the file, not in them.
    os.execve(program, [program, *words], dict(os.environ) | env)  # noqa: S606


def home() -> Path:
    """Where Spark lies. Raises `NoSuchEngine` when it is not installed."""
    found = find_spec("pyspark")
    if found is None or found.origin is None:
        raise NoSuchEngine(
            "Spark is not installed here: run `python -m tools.setup spark`, or set "
            "GRIDWARD_SPARK_PACKAGES to the folder that has its Python packages."
        )
    return Path(found.origin).parent
