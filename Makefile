# What can be done with Verso. `make` alone lists it.

PYTHON ?= $(shell scripts/choose-python)
HOST ?= 127.0.0.1
PORT ?= 8000
ONLY ?=
SCALE ?= small
SAMPLE ?= 300
SEED ?= 1
AGAIN ?=
# Exported, so that programs run without a shell between make and them: signals reach them.
export HOST PORT ONLY SCALE SAMPLE SEED AGAIN

VENV := .venv
BIN := $(VENV)/bin
# The lists are complete; --no-deps leaves out what is excluded on purpose (pyproject.toml, [tool.uv]).
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --no-compile --no-deps --require-hashes
# Stamps: what is installed is as new as the list it was installed from.
BASE := $(VENV)/.installed-base
DEV := $(VENV)/.installed-dev

.PHONY: help run test check conformance bench mutate requirements browser
.DEFAULT_GOAL := help

help: ## List what can be done
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | awk -F '\t' '{ printf "  make %-14s %s\n", $$1, $$2 }'

run: $(BASE) ## Start the journal with its demo (PORT=8000 HOST=127.0.0.1)
	@$(BIN)/python -m journal.running

test: $(DEV) browser check ## Run the checks and all tests
	@scripts/test

check: $(DEV) ## Check form, types, floors and migrations
	@scripts/check

conformance: $(DEV) browser ## Ask outside checkers: Nu HTML checker, Lighthouse, EPUBCheck (needs Node and Java)
	@scripts/conformance

bench: $(DEV) ## Measure (ONLY=pages,api SCALE=small)
	@$(BIN)/python -m bench

mutate: $(DEV) ## Put single faults into the code, list those no test notices (ONLY=reviews SAMPLE=300 SEED=1)
	@$(BIN)/python -m mutation

requirements: $(DEV) ## Compile requirements/*.txt from pyproject.toml, check that wheels suffice everywhere
	@scripts/compile-requirements
	@$(BIN)/python scripts/check_wheels.py

browser:
	@scripts/install-browser

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Verso needs Python 3.11 or newer, and $(PYTHON) is not. Name another one: make run PYTHON=python3.12" >&2; exit 1; }
	@echo "Making $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(BASE): requirements/base.txt | $(BIN)/python
	@echo "Installing what Verso needs (about a minute) …"
	@$(PIP) -r requirements/base.txt
	@touch $@

$(DEV): requirements/dev.txt | $(BIN)/python
	@echo "Installing what Verso and its tests need (about two minutes) …"
	@$(PIP) -r requirements/dev.txt
	@touch $@
