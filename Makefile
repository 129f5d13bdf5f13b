# `make` installs kg here, builds the articles of seeds/ and asks a few questions.
# `make test` runs the tests. Nothing but Python 3.11 or later is needed; with npm the pages of
# `kg serve` get their editor, their drawings and their typefaces.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
TOOLS := $(VENV)/.tools
KG := $(BIN)/kg
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all:
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header \
  pyproject.toml --extra build
STORE := store
VENDOR := kg/server/pages/static/vendor
GOLD := ../shared/gold
CORPUS := polnear-dev

.DEFAULT_GOAL := answers
.PHONY: answers install tools assets screenshots test check format readme lock bench eval misses clean

answers: install
	@$(KG) build seeds/ --store $(STORE)
	@printf '\nWhat Lloyd Austin said    (kg query said -p speaker=person/lloyd-austin)\n\n'
	@$(KG) query said -p speaker=person/lloyd-austin --store $(STORE)
	@printf '\nHow many North Koreans, according to whom    (kg query figures -p unit=Korean)\n\n'
	@$(KG) query figures -p unit=Korean --store $(STORE)
	@printf '\nWho is who    (kg query people)\n\n'
	@$(KG) query people --store $(STORE)
	@printf '\nMore questions: $(KG) queries\n'

install: $(INSTALLED) $(VENDOR)

$(INSTALLED): requirements.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'kg needs Python 3.11 or later: make PYTHON=python3.11'; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo 'Installing what kg needs into $(VENV); this takes a minute or two.'
	@$(PIP) -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
	  --no-build-isolation -e .
	@touch $@

# What tests, checks and benchmarks need besides.
tools: install $(TOOLS)

$(TOOLS): requirements-dev.txt $(INSTALLED)
	@echo 'Installing what the tests and checks need.'
	@$(PIP) -r requirements-dev.txt
	@touch $@

# What the pages take from npm, at the versions of frontend/package-lock.json. They work without.
assets: $(VENDOR)

$(VENDOR): frontend/package.json frontend/package-lock.json frontend/vendor.sh
	@if ! command -v npm >/dev/null; \
	then echo 'Pages get a plain editor: npm is missing. Install Node.js, then run: make assets'; \
	elif ! frontend/vendor.sh build/frontend $@; \
	then echo 'Pages get a plain editor: npm could not fetch it. Try again later: make assets'; fi

# Each module in one process, with what it builds and serves; those that take longest first. Python
# keeps what it compiles, or each of the processes that tests start would compile kg anew.
test: tools
	@PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n auto --maxprocesses 8 --dist loadfile --no-loadscope-reorder

check: tools
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

format: tools
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

# Puts into README.md what its commands print now, and into docs/ontology.md what ontology/ has.
readme: tools
	@mkdir -p build && $(BIN)/python docs/ontology_page.py > build/ontology.md && mv build/ontology.md docs/ontology.md
	@$(BIN)/python tests/readme.py

# Puts pictures of the pages as they are now into docs/screenshots.
screenshots: tools
	@$(BIN)/python tests/screenshots.py

# Pins anew what pyproject.toml asks for, at the newest versions that fit, with hashes.
lock: tools
	@$(LOCK) --upgrade -o requirements.txt
	@$(LOCK) --upgrade --extra dev -c requirements.txt -o requirements-dev.txt

bench: tools
	@$(BIN)/python benchmarks/load.py
	@$(BIN)/python benchmarks/serving.py
	@$(BIN)/python benchmarks/throughput.py $(STORIES)
	@test ! -e $(GOLD)/polnear-dev.jsonl || $(BIN)/python benchmarks/throughput.py $(GOLD)/polnear-dev.jsonl
	@$(BIN)/python benchmarks/doubling.py $(STORIES) --to 500000
	@$(BIN)/python benchmarks/memory.py $(STORIES)

# Scores kg on the gold files in GOLD, or groups by construction what it gets wrong in CORPUS.
eval: tools
	@$(BIN)/python evaluation/evaluate.py --gold $(GOLD) $(EVAL)

misses: tools
	@$(BIN)/python evaluation/misses.py $(CORPUS) --gold $(GOLD) $(EVAL)

clean:
	rm -rf $(VENV) store build
