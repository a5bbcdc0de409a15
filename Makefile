# Everything that a machine does for Stet. Each target sets up what it needs; `make` lists them.
# A fresh Debian 12 needs python3, python3-venv and make; targets that need more install it, or say so.

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
TEST := $(BIN)/python -m pytest
INSTALL := $(BIN)/pip install --disable-pip-version-check -qq --require-hashes --requirement
export DEBUG ?= 1

.DEFAULT_GOAL := help
.PHONY: help run test test-postgres nightly e2e web lint fmt bench screenshots gallery lock clean

help:  ## list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|'

run: $(VENV)/run.stamp  ## try Stet: http://127.0.0.1:8000 with demo content (PORT= changes it)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) demo
	@echo
	@echo "  Readers  http://127.0.0.1:$(PORT)/"
	@echo "  Desk     http://127.0.0.1:$(PORT)/desk/"
	@echo "  Stop with Ctrl-C."
	@echo
	@SITE_URL=http://127.0.0.1:$(PORT) $(BIN)/gunicorn editorial.wsgi --bind 127.0.0.1:$(PORT) \
		--worker-class gthread --threads 8 --log-level warning

test: $(VENV)/dev.stamp  ## the inner loop: everything but the browser, on SQLite
	@$(TEST) --quiet --numprocesses $(WORKERS) $(ARGS)

test-postgres: $(VENV)/dev.stamp  ## the same on PostgreSQL, in a cluster of its own
	@.ci/with-postgres $(TEST) --quiet --numprocesses $(WORKERS) $(ARGS)

e2e: $(VENV)/browser.stamp  ## the main job in a real browser
	@.ci/need chromium chromium fonts-liberation
	@$(TEST) --quiet -m browser tests/e2e $(ARGS)

nightly: $(VENV)/dev.stamp  ## what takes hours: longer searches, 10,000 steps at once, 200 kills, on both databases; every hostile input
	@for on in "" .ci/with-postgres; do \
		HYPOTHESIS_PROFILE=nightly STET_STEPS=10000 $$on $(TEST) --quiet --numprocesses $(WORKERS) -m 'not browser' && \
		$$on $(BIN)/python -m tests.faults.kills 200 --write || exit 1; \
	done
	@$(BIN)/python -m tests.faults.hostile --write

web: $(VENV)/browser.stamp tests/web/node_modules/.package-lock.json  ## what Lighthouse, the Nu HTML checker and schemas say of the pages
	@.ci/need chromium chromium fonts-liberation
	@.ci/need java default-jre-headless
	@$(BIN)/python -m tests.web.prove

tests/web/node_modules/.package-lock.json: tests/web/package-lock.json
	@.ci/need npm nodejs npm
	@cd tests/web && npm ci --ignore-scripts --omit=optional --no-audit --no-fund --loglevel=error
	@touch $@

lint: $(VENV)/dev.stamp  ## style, types, import contracts, templates, migrations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint templates --lint --quiet
	@$(MANAGE) makemigrations --check --dry-run

fmt: $(VENV)/dev.stamp  ## mend what can be mended by a machine
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/dev.stamp  ## measure: what the checks catch, and how fast
	@$(BIN)/python -m benchmarks.checks
	@$(BIN)/python -m benchmarks.catches
	@$(BIN)/python -m benchmarks.floors
	@$(BIN)/python -m benchmarks.readers

screenshots: $(VENV)/browser.stamp  ## take the pictures in docs/screenshots again
	@.ci/need chromium chromium fonts-liberation
	@$(BIN)/python -m tests.e2e.screenshots

gallery: $(VENV)/browser.stamp  ## take a picture of every screen in every width and theme, into docs/screens
	@.ci/need chromium chromium fonts-liberation
	@$(BIN)/python -m tests.e2e.gallery

audit:  ## known holes in what Stet is made of; says so and passes where nobody can be asked
	@.ci/audit $(PYTHON)

lock:  ## resolve pyproject.toml into requirements/
	@$(PYTHON) -m venv var/uv && var/uv/bin/pip install --quiet --upgrade uv
	@for set in "run --extra postgres --extra redis" "dev --extra postgres --extra redis --extra s3 --group dev" "browser --extra postgres --extra redis --group browser"; do \
		set -- $$set; name=$$1; shift; \
		var/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
			$$([ $$name = run ] || echo --constraints requirements/run.txt) $(UPGRADE) \
			"$$@" pyproject.toml --output-file requirements/$$name.txt || exit 1; \
	done
	@var/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		$(UPGRADE) --group pyproject.toml:audit --output-file requirements/audit.txt

clean:  ## remove the virtual environment and caches; what you wrote stays in var/
	@rm -rf $(VENV) tests/web/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Stet needs Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "On Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/%.stamp: requirements/%.txt | $(BIN)/pip
	@echo "Installing requirements/$*.txt …"
	@$(INSTALL) $<
	@touch $@

$(VENV)/browser.stamp: $(VENV)/dev.stamp
