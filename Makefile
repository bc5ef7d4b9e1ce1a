# Every command runs from a fresh clone: it installs what it needs first.

PYTHON ?= python3
PORT ?= 8000
SINCE ?= $(shell git rev-parse --verify --quiet origin/main || echo HEAD)
python := .venv/bin/python
prose := docs README.md CONTRIBUTING.md CHANGELOG.md
# Material's own switch for the banner about MkDocs 2, which it prints at every build.
export NO_MKDOCS_2_WARNING = 1

.PHONY: help serve build check test setup format lock bench rendering audit clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

serve: .venv/site ## serve the site at http://127.0.0.1:8000 (PORT=…), rebuilt after each edit
	@$(python) -c 'import socket; socket.create_server(("127.0.0.1", $(PORT)))' 2>/dev/null \
		|| { echo "Port $(PORT) is in use: try make serve PORT=8001" >&2; exit 1; }
	@$(python) -m mkdocs serve --dev-addr 127.0.0.1:$(PORT)

build: .venv/site ## build the site into site/
	@$(python) -m mkdocs build

check: .venv/site ## check the lines you changed, without the network, in about a second (SINCE=main)
	@.venv/bin/linkroll check docs --since $(SINCE)

test: .venv/tests ## lint, types, unit, golden, site and browser tests
	@$(python) -m ruff format --check --quiet .
	@$(python) -m ruff check --quiet .
	@$(python) -m mypy
	@.venv/bin/codespell $(prose)
	@.venv/bin/pymarkdown scan --recurse $(prose)
	@$(python) -m pytest -n auto

format: .venv/tests ## format the code and fix what the linter can fix
	@$(python) -m ruff format --quiet .
	@$(python) -m ruff check --fix .

setup: .venv/site ## create .venv with all that the site needs, and the command .venv/bin/linkroll

lock: .venv/tests ## pin requirements.in and tests/requirements.in
	@$(python) -m piptools compile --quiet --strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file requirements.txt requirements.in
	@$(python) -m piptools compile --quiet --strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe --output-file tests/requirements.txt tests/requirements.in

bench: .venv/tests ## time builds and checks against a baseline and a peer, and print the ratios
	@$(python) -m pip install --quiet --disable-pip-version-check --requirement tests/measure/requirements.txt
	@$(python) tests/measure/explain_speed.py
	@$(python) tests/measure/bench_build.py
	@PATH="$(CURDIR)/.venv/bin:$$PATH" $(python) tests/measure/bench_lychee.py

rendering: .venv/tests ## compare pages of other projects with the reader and without it: make rendering PATHS="…"
	@PYTHONPATH=hooks $(python) tests/measure/rendering.py $(PATHS)

audit: .venv/tests ## run Lighthouse, axe and html-validate on every page; needs Node 20.19 or newer
	@command -v npm >/dev/null || { echo "make audit needs Node 20.19 or newer, with npm" >&2; exit 1; }
	@npm ci --silent --prefix tests/audit
	@$(python) tests/audit/audit.py

clean: ## delete everything that these commands made
	@rm -rf .venv site tests/audit/node_modules .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis

# The stamps record what was installed, so that nothing is installed twice. A .venv that was made
# with an unsuitable Python, or whose Python is gone, is replaced.
suitable = import sys; sys.exit(sys.version_info < (3, 11))
.venv/site: requirements.txt pyproject.toml
	@$(PYTHON) -c '$(suitable)' || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 …" >&2; exit 1; }
	@$(python) -c '$(suitable)' 2>/dev/null || { echo "Setting up .venv (once)"; $(PYTHON) -m venv --clear .venv; }
	@$(python) -m pip install --quiet --disable-pip-version-check --requirement requirements.txt --editable .
	@touch $@

.venv/tests: .venv/site tests/requirements.txt tests/find_browser.py
	@$(python) -m pip install --quiet --disable-pip-version-check --requirement tests/requirements.txt
	@.venv/bin/python tests/find_browser.py
	@touch $@
