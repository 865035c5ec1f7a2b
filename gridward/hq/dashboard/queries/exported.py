"""What the figures of bulletins are counted from, as a snapshot of the database."""

from gridward.core.batch.source import Source
from gridward.ground.roster.queries.exported import DECLARATIONS
from gridward.hq.dashboard.rules import rollup
from gridward.response.canvass.queries import exported

SOURCES = (*exported.SOURCES, Source("declarations", rollup.DECLARATIONS, DECLARATIONS))
