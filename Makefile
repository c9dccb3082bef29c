# Everything a newcomer needs: `make run` starts the app, `make test` proves the code.
# Needed on the machine: Python 3.11 or 3.12 with venv, make, a C compiler (durable-rules is built from source).
.DEFAULT_GOAL := help
.PHONY: help setup run test lint soak bench lock screenshots extraction-report verdict-table clean

FF := .venv/bin/foerderfinder
PY := .venv/bin/python

help:
	@echo "make run    Umgebung anlegen, Startkatalog laden, App auf http://127.0.0.1:8501"
	@echo "make test   Stil, Typen und alle schnellen Tests"
	@echo "make soak   Abbruch-, Dauer- und Lasttests"
	@echo "make bench  Tabelle der Geschwindigkeiten, jeweils neben ihrer Untergrenze"
	@echo "make extraction-report  docs/extraction.md mit den gemessenen Werten der Leseregeln"
	@echo "make verdict-table  docs/verdicts.md mit den Urteilen für zehn Kommunen"
	@echo "make setup  nur die Umgebung .venv anlegen"
	@echo "make lock   requirements.lock neu berechnen (braucht uv)"

setup: .venv/.installed

.venv/.installed: requirements.lock pyproject.toml tools/setup.sh
	@sh tools/setup.sh

run: setup
	@$(FF) starter
	@$(FF) app

lint: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

test: lint
	.venv/bin/pytest -m "not soak" --numprocesses 2 --dist loadfile

soak: setup
	.venv/bin/pytest -m soak

bench: setup
	$(PY) -m bench

extraction-report: setup
	$(PY) -m tools.extraction_report

verdict-table: setup
	$(PY) -m tools.verdict_table

screenshots: setup
	$(PY) -m tools.screenshots

lock:
	uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 \
		--extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache *.egg-info
