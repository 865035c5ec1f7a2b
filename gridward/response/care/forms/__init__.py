"""Input of the care room's pages."""
