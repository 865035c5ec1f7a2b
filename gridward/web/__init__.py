"""The top storey, the only one that sees all: settings, page frame, reactions, demo, commands."""
