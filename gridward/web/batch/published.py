"""Every expression that may run as a batch job. Pure: no database, no Django set up."""

from collections.abc import Mapping

from gridward.core.batch.job import Job
from gridward.hq.dashboard.rules.rollup import FIGURES
from gridward.response.canvass.rules.rollup import COVERAGE
from gridward.response.risk.rules.published import JUDGE, QUESTIONS

JOBS: Mapping[str, Job] = {job.name: job for job in (JUDGE, QUESTIONS, COVERAGE, FIGURES)}
# What of two runs of a job is compared: the key, and the columns that count.
COMPARED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "judge": ("person", ("measure", "days", "ends_on"))
}
