"""Starts Gridward on one machine (启动器): the embedded PostgreSQL, the web server, the job worker.

Nothing here imports Django: the database has to be up before the settings can be read.
Nouns: account (which OS user runs the server), binaries (which PostgreSQL programs), home (which
folder), postgres (start, stop, look), supervisor (keeps web and jobs alive), `python -m
gridward.web.launch`.
"""
