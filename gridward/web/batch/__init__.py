"""Batch jobs of all rooms, and the words of the command line that run them."""
