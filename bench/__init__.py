"""Benchmarks: each prints a ratio against a yardstick of the same run. `python -m bench`."""
