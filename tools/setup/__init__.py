"""Sets a fresh checkout up: Python packages, front end, interface texts, what the tests need.

Only the standard library: this runs under the Python of the system, before anything is installed.
``python3 -m tools.setup all`` is what `make setup` calls; a step whose inputs did not change is
skipped in milliseconds.
"""
