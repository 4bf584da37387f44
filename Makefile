# Everything below sets up its own virtual environment; a bare Python 3.11 or newer is enough.
#   make demo     the study second-batch, into out/second-batch
#   make test     every check and test, Chromium for the browser tests included
#   make fuzz     the property tests alone, on fresh and many more examples
#   make bench    the speed ratios of benchmarks/
#   make cases CASES=folder   reference cases, one line per expected value

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CASES ?= tests/cases/files
OUT ?= out/second-batch

# uv is quick; where it cannot reach an index that pip can, pip does the same
INSTALL = $(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode -c constraints.txt
SLOWLY = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: demo test fuzz bench cases lint reference clean

demo: $(VENV)/core.stamp
	$(BIN)/openiads study second-batch --out $(OUT)

test: $(VENV)/dev.stamp lint
	sh .ci/need-chromium
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

fuzz: $(VENV)/dev.stamp
	EXAMPLES_FACTOR=50 $(BIN)/pytest -n 2 $$(grep -rl '^from hypothesis' --include='test_*.py' tests)

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/dev.stamp
	$(BIN)/python benchmarks/run.py

cases: $(VENV)/dev.stamp
	$(BIN)/python -m tests.cases.run $(CASES)

reference: $(VENV)/dev.stamp
	$(BIN)/python -m docs.generate

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Python 3.11 or newer is needed: make PYTHON=python3.12 $(MAKECMDGOALS)' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt uv

$(VENV)/core.stamp: $(BIN)/uv pyproject.toml constraints.txt
	$(INSTALL) -e . || $(SLOWLY) -e .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/core.stamp
	$(INSTALL) -e '.[dev]' || $(SLOWLY) -e '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
