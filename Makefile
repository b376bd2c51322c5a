# Everyday commands. Each target makes what it needs; only Python 3.11 and make have to be here before.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check

.DELETE_ON_ERROR:
.PHONY: help run test judges bless codes docs bench mutants clean

## help   list these targets
help:
	@sed -n 's/^## //p' Makefile

## run    render the example directive as Markdown and HTML, and show it here
run: .venv/.installed
	@mkdir -p build
	@$(BIN)/ssr render directive snow-ice -o build/snow-ice.md
	@$(BIN)/ssr render directive snow-ice -o build/snow-ice.html
	@$(BIN)/ssr render directive snow-ice
	@echo
	@echo 'Filer: build/snow-ice.md build/snow-ice.html'

## test   check everything: style, types, layers, both knowledge bases, tests
test: .venv/.installed-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict
	$(BIN)/lint-imports
	$(BIN)/ssr validate --strict
	$(BIN)/ssr validate --strict --kb examples/exempellan
	$(BIN)/ssr validate --strict --kb examples/exempellan --overlay examples/exempellan-kansliet
	$(BIN)/pytest -n 2 --dist worksteal -m "not judge"

## judges what only a browser, an office program or Node can tell; tests/install-tools brings them
judges: .venv/.installed-test
	$(BIN)/pytest -n 2 --dist worksteal -m judge

## bless  write the tests' expected files anew; read the diff before you commit it
bless: .venv/.installed-test
	$(BIN)/pytest -n 2 --dist worksteal --bless

## codes  name the next free code of a rule in each range
codes: .venv/.installed
	@PYTHONPATH=. $(BIN)/python tests/free_codes.py

## docs   write the pages in docs/ that are made from the code
docs: .venv/.installed
	$(BIN)/python docs/generate.py

## bench  measure speed
bench: .venv/.installed-test
	$(BIN)/python benchmarks/run.py

## mutants plant small faults and see whether the tests notice; takes ten minutes or so (docs/testing.md)
mutants: .venv/.installed-test
	@$(PIP) install 'cosmic-ray>=8.7,<9'
	$(BIN)/python tests/mutate.py

## clean  remove all that make has made
clean:
	rm -rf .venv build dist .hypothesis .import_linter_cache .pytest_cache .mypy_cache .ruff_cache
	find . -name __pycache__ -not -path './tests/web/*' -prune -exec rm -rf {} +

# The stamps say when the packages were installed; a change of pyproject.toml installs them again.
$(BIN)/python:
	@$(PYTHON) -m venv --clear .venv

.venv/.installed: $(BIN)/python pyproject.toml
	@echo 'Installing Python packages in .venv ...'
	@$(PIP) install -e '.[all]'
	@touch $@

.venv/.installed-test: $(BIN)/python pyproject.toml
	@echo 'Installing Python packages in .venv ...'
	@$(PIP) install -e '.[all,test]'
	@touch $@ .venv/.installed
