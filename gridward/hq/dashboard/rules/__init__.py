"""Figures, slots and bulletins. Pure."""
