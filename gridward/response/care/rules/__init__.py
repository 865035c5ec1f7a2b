"""Decisions of the care room: states, day counting, readings, start and release. Pure."""
