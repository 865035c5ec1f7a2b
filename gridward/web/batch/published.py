"""Every expression that may run as a batch job, and what a snapshot holds for them."""

from collections.abc import Mapping

from gridward.core.batch.job import Job
from gridward.response.risk.queries import exported
from gridward.response.risk.rules.published import JUDGE, QUESTIONS

JOBS: Mapping[str, Job] = {job.name: job for job in (JUDGE, QUESTIONS)}
SOURCES = exported.SOURCES
