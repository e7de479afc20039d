# Everything a fresh clone needs: Python 3.11 or newer, make and git. `make help` lists the targets.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8000
WORKERS ?= 2
# Tests flush files by the ten thousand: in memory where there is room for it, and gone when all have passed.
QUICK   := $(shell [ -w /dev/shm ] && [ "$$(df -Pk /dev/shm | awk 'NR == 2 {print $$4}')" -gt 3000000 ] && echo /dev/shm)
PYTEST  := $(if $(QUICK),TMPDIR=$(QUICK)) $(BIN)/pytest -o tmp_path_retention_policy=failed

.PHONY: help serve test check slow crash shots bench lock clean
.DEFAULT_GOAL := help

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: $(VENV)/run.done ## Start an archive on 127.0.0.1:8000, kept in ./var (or RETOLD_HOME)
	@exec $(BIN)/retold serve --port $(PORT) $(ARGS)

test: $(VENV)/tools.done ## Run all tests but the long suites
	@$(PYTEST) -n $(WORKERS) -q -m "not slow" $(ARGS)

slow: $(VENV)/tools.done ## Run the long suites, but for crash
	@$(PYTEST) -q -m slow --ignore=tests/crash $(ARGS)

crash: $(VENV)/tools.done ## Kill, starve and fail it thousands of times (about an hour)
	@$(PYTEST) -q -n $(WORKERS) -m slow tests/crash $(ARGS)

check: $(VENV)/dev.done ## Lint, types, the house's floors, templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -q -p no:cacheprovider tests/test_house.py src/retold/catalog/tests/test_keys_point_down.py
	@$(BIN)/djlint --quiet --lint src/retold/interfaces/web/templates

shots: $(VENV)/tools.done ## Remake the README's picture
	@$(BIN)/python scripts/shots.py

bench: $(VENV)/dev.done ## Measure against named alternatives and write docs/performance.md
	@PYTHONPATH=. $(BIN)/python -m bench $(ARGS)

lock: ## Remake the locked requirements (needs uv)
	uv pip compile -q --universal --generate-hashes --python-version 3.11 --group checkout pyproject.toml -o requirements/run.txt
	uv pip compile -q --universal --generate-hashes --python-version 3.11 --group dev pyproject.toml -o requirements/dev.txt

clean: ## Remove the virtual environment and caches (never ./var)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@sh scripts/venv.sh $(PYTHON) $(VENV)

$(VENV)/run.done: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@sh scripts/install.sh $(VENV) requirements/run.txt
	@touch $@

$(VENV)/dev.done: requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	@sh scripts/install.sh $(VENV) requirements/dev.txt
	@touch $@ $(VENV)/run.done

$(VENV)/tools.done: $(VENV)/dev.done scripts/tools.sh
	@sh scripts/tools.sh
	@touch $@
