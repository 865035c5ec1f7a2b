# Everything one does with Gridward, by name. Needs Python 3.11 or newer and make; the rest is fetched.

PORT ?= 8000
HOST ?= 127.0.0.1
DEMO ?=
ifndef PYTHON
PYTHON := $(shell for p in python3.11 python3.12 python3.13 python3; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
endif
RUN := .venv/bin/python
LAUNCH := $(RUN) -m gridward.web.launch

.DEFAULT_GOAL := help
.PHONY: help office demo code test setup run stop status check fix bench journeys slow docs bundle python

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: setup ## set everything up, load the demo township, serve it at http://127.0.0.1:8000 (PORT=, HOST=)
	@exec $(LAUNCH) demo --host $(HOST) --port $(PORT) --demo-options="$(DEMO)"

code: ## a fresh second-factor code for a demo account: make code USER=commander
	@DATABASE_URL=$$($(LAUNCH) start) && export DATABASE_URL && $(RUN) manage.py demo --code "$(USER)"

office: setup ## open a new office: make office CODE=430182109 NAME=灰汤镇
	@DATABASE_URL=$$($(LAUNCH) start) && export DATABASE_URL && \
	  $(RUN) manage.py migrate --database owner -v 0 && $(RUN) manage.py open_office "$(CODE)" "$(NAME)"

test: setup ## set everything up and run all checks, tests and browser journeys
	@$(PYTHON) -m tools.setup system
	@$(PYTHON) -m tools.setup spark
	@$(RUN) -m tools.checks all

setup: python ## Python packages, front end, interface texts; no database
	@$(PYTHON) -m tools.setup all

run: setup ## production: no demo data; DATABASE_URL, or the embedded database
	@exec $(LAUNCH) run --host $(HOST) --port $(PORT)

stop: ## stop web, jobs and the embedded database
	@$(LAUNCH) stop

status: ## what is running
	@$(LAUNCH) status

check: setup ## lint, types, imports, texts, migrations, tests, reference pages; edits nothing
	@$(RUN) -m tools.checks check

fix: setup ## put in order what a tool can: formatting, imports, simple lint
	@$(RUN) -m ruff check --fix .
	@$(RUN) -m ruff format .

bench: setup ## the benchmarks, each against a yardstick on the same machine
	@DATABASE_URL=$$($(LAUNCH) start) && export DATABASE_URL && $(RUN) -m bench

journeys: setup ## the stories in a real browser
	@$(PYTHON) -m tools.setup system
	@$(RUN) -m tools.checks journeys

slow: setup ## the tests that need minutes and an environment of their own
	@$(PYTHON) -m tools.setup system
	@$(PYTHON) -m tools.setup spark
	@$(RUN) -m tools.checks slow

docs: setup ## write the generated reference pages anew
	@$(RUN) tools/docs.py write

bundle: setup ## one archive that sets up without Internet: dist/
	@$(RUN) -m tools.setup bundle

python:
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更新版本 · Gridward needs Python 3.11 or newer" >&2; exit 1; }
