# Everything starts from a bare checkout: Python 3.11 (or newer) and make are enough.

LOCK := requirements.lock
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PICTURE := .readme/queue.svg

# The first interpreter that is new enough and can make an environment; `make PYTHON=/path/to/python` overrides it.
FITS := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 16))
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3.14 python3.15 python3 python; do \
	"$$name" -c '$(FITS)' 2>/dev/null && { echo "$$name"; break; }; done)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test setup lock screenshot snapshots readme eval clean

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

demo: $(READY) ## set up, build a database from the corpus, score it, open the terminal interface
	@$(BIN)/curator demo

test: $(READY) ## set up, then lint, format check, types and tests
	$(BIN)/ruff check --output-format concise .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --no-color-output --no-error-summary
	$(BIN)/pytest --color=no

setup: $(READY) ## set up only

$(READY): $(LOCK) pyproject.toml
	@test -n "$(PYTHON)" || { echo "no Python 3.11 to 3.15 with venv found; name one: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "setting up $(VENV) with $(PYTHON), once"
	"$(PYTHON)" -m venv $(VENV)
	@# The locked pip and setuptools first, which then install and build all the rest.
	@sed -nE '/^(pip|setuptools)==/,/[^\\]$$/p' $(LOCK) > $(VENV)/first.txt
	$(INSTALL) --require-hashes --no-deps -r $(VENV)/first.txt
	$(INSTALL) --require-hashes --no-build-isolation -r $(LOCK)
	$(INSTALL) --no-build-isolation --no-deps -e .
	@touch $@

lock: $(READY) ## resolve the dependencies of pyproject.toml anew (needs the network)
	$(INSTALL) 'uv>=0.9'
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-annotate --no-header --no-emit-index-url --output-file $(LOCK)

screenshot: $(READY) ## draw the README's picture again
	@mkdir -p $(dir $(PICTURE))
	$(BIN)/python -m curator.tui.screenshot $(PICTURE)

snapshots: $(READY) ## draw the pictures of the screens again that the tests hold
	CURATOR_SNAPSHOTS=write $(BIN)/pytest --color=no tests/test_tui_snapshots.py

readme: $(READY) ## run the README's examples and write down what they print
	$(BIN)/python -m tests.readme_examples

eval: $(READY) ## score the extraction on annotated texts beside the checkout, if there are any
	$(BIN)/python benchmarks/eval.py

clean: ## remove everything that make made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
