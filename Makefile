# Everything a newcomer needs: `make build` and `make test`. Both set up a virtual environment in .venv first.
PYTHON ?= python3
VENV := .venv
HLCP := $(VENV)/bin/hlcp
STAMP := $(VENV)/.ready

.PHONY: help setup build test check lint bench docs clean
.DEFAULT_GOAL := help

help: ## show this help
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/'

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed"; exit 3; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "The venv module is missing: install it (Debian: apt-get install python3-venv)"; exit 3; }
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(STAMP)

setup: $(STAMP) ## make the virtual environment

build: $(STAMP) ## render the packs of all sessions into build/
	$(HLCP) build

check: $(STAMP) ## validate drafts, comments and baselines
	$(HLCP) check

lint: $(STAMP) ## style, rooms and types
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy

test: lint ## all checks
	$(VENV)/bin/python -m pytest -q -n auto
	$(HLCP) check

bench: $(STAMP) ## measure speed and accuracy; BENCH=FOLDER names the data
	$(VENV)/bin/python -m benchmarks $(BENCH)

docs: $(STAMP) ## make the site of the documentation in build/docs/
	$(VENV)/bin/python -m sphinx -q -n -W --keep-going -b html -d build/.doctrees docs build/docs

clean: ## remove what was generated
	rm -rf build $(VENV)
