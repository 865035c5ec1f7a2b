"""``gridward batch master`` and ``worker``: the processes of a standalone Spark cluster."""

import argparse
import os
from typing import Any

from gridward.core.batch.engines import cluster, spark
from gridward.web.batch import places


def add_words(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Their words on the command line."""
    lead = verbs.add_parser("master", help="start the master of a Spark cluster, and stay")
    lead.add_argument("--host", required=True, help="the address on which it listens, no other")
    lead.add_argument("--port", type=int, default=7077)
    hand = verbs.add_parser("worker", help="start a worker of a Spark cluster, and stay")
    hand.add_argument("master", help="spark://host:port")
    hand.add_argument("--host", required=True, help="the own address, as the others reach it")
    hand.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    hand.add_argument("--memory", default="2g")
    hand.add_argument("--name", default="worker", help="of its folder; another for each on a host")


def master(wish: argparse.Namespace) -> None:
    """Become the master: it ends with this process."""
    spark.packages("cluster")
    secret, folder = cluster.secret_of(os.environ), places.data() / "spark" / "master"
    cluster.become(cluster.master(wish.host, wish.port), wish.host, secret, folder)


def worker(wish: argparse.Namespace) -> None:
    """Become a worker; its executors end with it."""
    spark.packages("cluster")
    secret, folder = cluster.secret_of(os.environ), places.data() / "spark" / wish.name
    words = cluster.worker(wish.master, wish.host, wish.cores, wish.memory, folder)
    cluster.become(words, wish.host, secret, folder)
