# Everything needed is Python >= 3.11 (with venv) and make; `make help` lists the targets.

SHELL := /bin/sh
VENV ?= .venv
BIN := $(VENV)/bin
RUNTIME_STAMP := $(VENV)/.installed-runtime
TEST_STAMP := $(VENV)/.installed-test
# Two workers per core: tests wait more than they compute. Those that share a server stay together on one worker.
PYTEST_WORKERS ?= $(shell expr 2 \* $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2))
PYTEST_ARGS ?=
BENCHES ?= rendering terminal_bench echo long_session sidebar
ARGS ?=
PIP_TOOLS := pip-tools==7.6.2
LOCK_VENV := .cache/lock-venv

# The first interpreter that is new enough and can make a virtual environment; PYTHON=... decides otherwise.
PYTHON ?= $(shell for candidate in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	"$$candidate" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo "$$candidate"; break; }; done)

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run demo check lint test coverage bench record lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: $(RUNTIME_STAMP) ## make .venv with the program and the demo server in it

setup-test: $(TEST_STAMP)

run: setup ## start the program (ARGS="--server URL")
	@$(BIN)/omnigent-tui $(ARGS)

demo: setup ## start the program on the built-in demo server
	@$(BIN)/omnigent-tui --demo $(ARGS)

check: ## everything: tests, coverage limits, style, types, import rules
	./.ci/run

lint: $(TEST_STAMP) ## style, types and import rules only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Compiled first: tests start the program many times, and where bytecode may not be written each start would compile it.
test: $(TEST_STAMP) ## the whole test suite (PYTEST_ARGS="-k name")
	@$(BIN)/python -m compileall -q omnigent_tui
	$(BIN)/pytest -n $(PYTEST_WORKERS) --maxprocesses 8 --dist loadgroup $(PYTEST_ARGS)

# Reads what the tests measured with PYTEST_ARGS="--cov"; each package has to hold by itself.
coverage: $(TEST_STAMP)
	$(BIN)/coverage report --include 'omnigent_tui/state/*' --fail-under 95
	$(BIN)/coverage report --include 'omnigent_tui/protocol/*' --fail-under 95
	$(BIN)/coverage report --include 'omnigent_tui/wire/*' --fail-under 95

bench: $(TEST_STAMP) ## measure speed, bytes and memory
	@$(BIN)/python -m compileall -q omnigent_tui
	@for program in $(BENCHES); do echo "== $$program"; $(BIN)/python -m tests.bench.$$program $(ARGS) || exit 1; done

record: $(TEST_STAMP) ## record the README's pictures from the demo
	$(BIN)/python -m screenshots $(ARGS)

# Hashes have to be those of the public registry, so local indexes and wheels are kept out of it.
lock: $(LOCK_VENV)/.installed ## pin every dependency anew, with hashes
	env -u PIP_FIND_LINKS -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null sh -eu -c '\
	compile="$(LOCK_VENV)/bin/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe \
	--no-header --no-emit-options --no-emit-index-url --no-emit-find-links --annotation-style=line --newline=lf \
	--build-deps-for=editable --extra=demo"; \
	$$compile --output-file=requirements.lock pyproject.toml; \
	$$compile --extra=test --constraint=requirements.lock --output-file=requirements-test.lock pyproject.toml'

clean: ## remove the environment and every cache
	rm -rf $(VENV) .cache .coverage .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with its venv module is needed (set PYTHON=...)" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "$(PYTHON) is older than Python 3.11" >&2; exit 1; }
	"$(PYTHON)" -m venv $(VENV)

$(RUNTIME_STAMP): requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q omnigent_tui
	@touch $@

$(TEST_STAMP): requirements-test.lock $(RUNTIME_STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@

$(LOCK_VENV)/.installed:
	"$(PYTHON)" -m venv $(LOCK_VENV)
	$(LOCK_VENV)/bin/python -m pip install --quiet --disable-pip-version-check $(PIP_TOOLS)
	@touch $@
