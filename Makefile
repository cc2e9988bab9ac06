# make demo   install into .venv, read the bundled example, hold the bundled case together, say how to look at it
# make test   ruff, mypy, pytest
# make gate   measure the reader against quality/floors.json (needs ../shared beside this folder)
# make docs   build the documentation site into build/docs; a warning is an error
# make bench  speed, memory, cold start, size
# make fuzz   search an hour for files that a loader does not survive
# make pictures  take the pictures of docs/tutorial/page.md anew
# make printed   put what commands print by now into the pages of docs/ that show it
# make lint   ruff and mypy alone
# make clean  remove everything that make has made

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check

# One environment, three stamps.  `demo` installs a copy of the package; `test` and `gate` install it so that changes in
# src/ are seen at once, which takes the copy's place, and which `demo` is happy with as well.
MADE := $(VENV)/.made
FOR_DEMO := $(VENV)/.for-demo
FOR_TEST := $(VENV)/.for-test
FOR_GATE := $(VENV)/.for-gate
FOR_READING := $(if $(wildcard $(FOR_TEST)),$(FOR_TEST),$(FOR_DEMO))
SOURCES := $(shell find src -type f -not -name "*.pyc") $(wildcard README.md LICENSE)

DEMO_CASE := build/january-2022.case

.DEFAULT_GOAL := help
.PHONY: help demo test gate fuzz bench docs pictures printed lint clean
.DELETE_ON_ERROR:

help:
	@sed -n 's/^# make /make /p' Makefile

demo: $(FOR_READING)
	$(BIN)/reportedly read examples/unrest.txt --format table
	@mkdir -p build && rm -f $(DEMO_CASE)*
	$(BIN)/reportedly add $(DEMO_CASE) examples/january-2022 --metadata examples/january-2022/about.jsonl
	$(BIN)/reportedly figures $(DEMO_CASE) --measure killed --format table
	$(BIN)/reportedly compare $(DEMO_CASE) --format table
	@echo "To look at it: $(BIN)/reportedly serve $(DEMO_CASE), then open the address that it says"

test: lint
	$(BIN)/python -m pytest

gate: $(FOR_GATE)
	$(BIN)/python -m quality.gate

bench: $(FOR_GATE)
	$(BIN)/python -m benchmarks

docs: $(FOR_TEST)
	rm -rf build/docs
	$(BIN)/python -m sphinx -W --keep-going -n -q -d build/doctrees -E docs build/docs
	@echo "Open build/docs/index.html"

fuzz: $(FOR_TEST)
	$(PIP) atheris
	$(BIN)/python -m tests.load.fuzzing --minutes 60

pictures: $(FOR_TEST)
	REPORTEDLY_PICTURES=1 $(BIN)/python -m pytest tests/web/test_tutorial.py

printed: $(FOR_TEST)
	REPORTEDLY_PRINTED=1 $(BIN)/python -m pytest tests/test_docs.py

lint: $(FOR_TEST)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(MADE):
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
	  echo "Reportedly needs Python 3.11, 3.12 or 3.13; $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; \
	  echo "Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(FOR_DEMO): $(MADE) pyproject.toml $(SOURCES)
	$(PIP) '.[web]'
	@touch $@

$(FOR_TEST): $(MADE) pyproject.toml
	$(PIP) --editable '.[test,web,docs]'
	@rm -f $(FOR_DEMO)
	@touch $@

$(FOR_GATE): $(FOR_TEST)
	$(PIP) --editable '.[test,web,docs,benchmark]'
	@touch $@
