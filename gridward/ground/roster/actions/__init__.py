"""Changing the register."""

from gridward.ground.roster.actions.loading import load_households, load_persons

__all__ = ["load_households", "load_persons"]
