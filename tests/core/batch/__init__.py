"""The batch room of the core."""
