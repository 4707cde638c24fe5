# Every target does its own set-up; nothing but Python 3.11 (or newer) and make is expected.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SPEC ?= examples/quickstart.yaml
WORKERS ?= 2
# The provider mostly waits there, so more than one a core is right.
SANDBOX_WORKERS ?= 3
CODE := __main__.py cli.py catalog commands compiler engine report sandbox schemas tests

.DEFAULT_GOAL := help
.PHONY: help plan apply drift destroy test lint types floors unit sandbox bench update generate lock clean

help: ## Show what there is.
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

$(READY): requirements-dev.lock pyproject.toml
	@echo "setting up $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

plan: $(READY) ## Plan the smallest example on a local AWS (SPEC=... for another).
	@$(BIN)/eksgen plan $(SPEC) --sandbox

apply: $(READY) ## Apply it there.
	@$(BIN)/eksgen apply $(SPEC) --sandbox --yes

drift: $(READY) ## Look for drift there.
	@$(BIN)/eksgen drift $(SPEC) --sandbox

destroy: $(READY) ## Remove it there.
	@$(BIN)/eksgen destroy $(SPEC) --sandbox --yes

test: lint types floors unit sandbox ## Everything that CI checks.

lint: $(READY) ## Layout and lint.
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check --output-format concise $(CODE)

types: $(READY) ## Types, strictly.
	$(BIN)/mypy

floors: $(READY) ## Who may import whom.
	$(BIN)/lint-imports

unit: $(READY) ## Tests without a local AWS.
	$(BIN)/pytest -q -n $(WORKERS) --ignore tests/sandbox

sandbox: $(READY) ## End-to-end tests on a local AWS.
	$(BIN)/pytest -q -n $(SANDBOX_WORKERS) --dist loadscope tests/sandbox

bench: $(READY) ## Hold the budgets of speed on this machine (BENCH=--quick, --help for more).
	@$(BIN)/python -m tests.bench $(BENCH)

update: $(READY) ## Rewrite golden files; read the difference afterwards.
	-$(BIN)/pytest -q -n $(WORKERS) --update tests/unit tests/cli

generate: $(READY) ## Bring generated files up to date.
	$(BIN)/python -m eksgen.compiler.emit.module_interface
	$(BIN)/python -m eksgen.schemas.generate
	$(BIN)/python -m eksgen.report.human.codes

lock: ## Choose new versions for the development environment.
	uv pip compile --quiet --universal --python-version 3.11 --no-header --extra dev --upgrade \
	  --output-file requirements-dev.lock pyproject.toml

clean: ## Remove the virtual environment and caches.
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
