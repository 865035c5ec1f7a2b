"""Input of the risk pages, by page."""
