# `make` installs kg here, builds the articles of seeds/ and asks a few questions.
# `make test` runs the tests. Nothing but Python 3.11 or later is needed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
KG := $(BIN)/kg

.DEFAULT_GOAL := answers
.PHONY: answers install test check format bench clean

answers: install
	@$(KG) build seeds/
	@printf '\nWho said what (kg query said-by)\n\n'
	@$(KG) query statements

install: $(INSTALLED)

$(INSTALLED): requirements.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'kg needs Python 3.11 or later: make PYTHON=python3.11'; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo 'Installing what kg needs into $(VENV); this takes a minute or two.'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
	  --no-build-isolation -e .
	@touch $@

test: install
	@$(BIN)/pytest

check: install
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

format: install
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

bench: install
	@$(BIN)/python benchmarks/load.py
	@$(BIN)/python benchmarks/throughput.py $(STORIES)
	@$(BIN)/python benchmarks/memory.py $(STORIES)

clean:
	rm -rf $(VENV) store build
