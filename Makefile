# What a contributor runs. PYTHON is the interpreter of an environment with `pip install -e ".[dev]"`.
PYTHON ?= .venv/bin/python

.PHONY: check format lint types layers test slow lowest kills bench catalog pictures formulas

check: format lint types layers test

format:
	$(PYTHON) -m ruff format --check .

lint:
	$(PYTHON) -m ruff check .

types:
	$(PYTHON) -m mypy

layers:
	$(PYTHON) -c "from importlinter.cli import lint_imports_command as run; run()"

test:
	$(PYTHON) -m pytest

# Twenty thousand generated inputs for every property.
slow:
	HYPOTHESIS_PROFILE=slow $(PYTHON) -m pytest

# The tests, with the lowest versions that pyproject.toml allows, in an environment of their own.
lowest:
	$(PYTHON) -m venv --clear .lowest
	$(PYTHON) -m tests.declared > .lowest/constraints.txt
	.lowest/bin/pip install --quiet --constraint .lowest/constraints.txt --editable ".[dev]"
	.lowest/bin/python -m pytest

# A thousand programs killed at random moments.
kills:
	QUIZAPP_KILLS=1000 $(PYTHON) -m pytest -n 2 tests/e2e/test_nothing_is_lost.py

# A compiled install of its own, as a user has it; then everything that is promised about speed.
bench:
	$(PYTHON) -m venv .bench
	.bench/bin/pip install --quiet . pexpect anki
	env -u PYTHONDONTWRITEBYTECODE .bench/bin/python -m tests.benchmarks .bench/bin/quizapp

# The sentences that a translation needs, gathered from the sources.
catalog:
	$(PYTHON) -m tests.catalog

# The pictures in the documents, from the real app.
pictures:
	$(PYTHON) -m docs.pictures

# The page on the LaTeX that is read, from the table of the subset.
formulas:
	$(PYTHON) docs/formulas.py
