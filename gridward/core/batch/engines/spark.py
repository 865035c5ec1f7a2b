"""Spark over several machines, and Sail, which speaks Spark's protocol from one process.

Their Python packages are no part of the product: ``python -m tools.setup spark`` puts them into a
folder of their own, and only engines of this module look there.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree
from typing import Any
from urllib.parse import urlsplit

import ibis
import ibis.expr.types as ir
from ibis.expr.schema import Schema

from gridward.core.batch.engines import cluster
from gridward.core.batch.engines.address import (
    Address,
    NoSuchEngine,
    as_texts,
    exactly,
    statement,
)

PACKAGES = Path(__file__).resolve().parents[4] / ".spark"


class _OverSpark:
    """What Spark and Sail have in common: a session that reads and writes Parquet."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._backend = ibis.pyspark.connect(session)

    def table(self, name: str, files: Sequence[Path], schema: Schema) -> ir.Table:
        self._session.read.parquet(*as_texts(files)).createOrReplaceTempView(name)
        return exactly(self._backend.table(name), schema)

    def write(self, expression: ir.Table, schema: Schema, folder: Path) -> None:
        asked = self._session.sql(statement(self._backend, expression, schema))
        asked.write.option("compression", "zstd").parquet(str(folder))

    def close(self) -> None:
        self._session.stop()


class Spark(_OverSpark):
    """``spark://host:port``; options: `host` (our own address as the workers see it), `cores`
    (at most), `memory` (of each executor), `pieces` (of a shuffle).

    The files of snapshots and runs must lie under the same path on every host.
    """

    def __init__(self, address: Address) -> None:
        address.only("host", "cores", "memory", "pieces")
        packages("cluster")
        host = address.options.get("host", "127.0.0.1")
        told = cluster.settings(cluster.secret_of(os.environ)) | {
            "spark.master": address.place,
            "spark.app.name": "gridward",
            "spark.driver.host": host,
            "spark.driver.bindAddress": host,
            "spark.driver.memory": "1g",
            "spark.executor.memory": address.options.get("memory", "2g"),
            "spark.sql.shuffle.partitions": address.options.get("pieces", "16"),
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
        }
        if cores := address.options.get("cores"):
            told["spark.cores.max"] = cores
        self._settings = address.scratch / "conf"
        os.environ |= cluster.configure(self._settings, told)
        os.environ |= {"SPARK_LOCAL_IP": host, "SPARK_LOCAL_DIRS": str(address.scratch / "spill")}
        super().__init__(import_module("pyspark.sql").SparkSession.builder.getOrCreate())

    def close(self) -> None:
        super().close()
        rmtree(self._settings)  # it holds the secret


class Sail(_OverSpark):
    """``sail://`` starts one inside our process, ``sail://host:port`` uses one that runs."""

    def __init__(self, address: Address) -> None:
        address.only()
        packages("client")
        self._server: Any = None
        place = urlsplit(address.place).netloc
        if not place:
            try:
                server = import_module("pysail.spark").SparkConnectServer("127.0.0.1", 0)
            except ModuleNotFoundError:
                raise NoSuchEngine("Sail is not installed here: the package is pysail.") from None
            server.start(background=True)
            self._server = server
            host, port = server.listening_address
            place = f"{host}:{port}"
        remote = import_module("pyspark.sql").SparkSession.builder.remote(f"sc://{place}")
        super().__init__(remote.getOrCreate())

    def close(self) -> None:
        super().close()
        if self._server is not None:
            self._server.stop()


def packages(part: str) -> None:
    """Make the Python packages of ``cluster`` (Spark) or ``client`` (for Sail) known to us.

    Sail speaks with an older client than Spark 4.3 brings, so that a process uses one of the two.
    """
    folder = Path(os.environ.get("GRIDWARD_SPARK_PACKAGES", PACKAGES)) / part
    if find_spec("pyspark") is None and folder.is_dir():
        sys.path.append(str(folder))
    # The client looks for a whole Spark when it is imported, and ends the process without one.
    os.environ.setdefault("SPARK_HOME", str(cluster.home()))
