# 相談デスク: every command of a developer's day. `make help` lists them.
# Whatever is missing (.venv, locked packages, Qt's system libraries) is set up first.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help ready run test check bench faults shots manual linux windows lock licences

PYTHON ?= python3
WORKERS ?= auto
BIN := .venv/bin
export PYTHON

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

ready:
	@scripts/bootstrap.sh dev
	@scripts/system_libs.sh

run: ready  ## set up what is missing, then open the program on a demo office in out/ (fictional people)
	@scripts/run_demo.sh

test: check  ## set up what is missing, then every check and test
	LC_ALL=C.UTF-8 $(BIN)/python -m pytest -n $(WORKERS) --ignore=tests/test_project_rules.py

check: ready  ## format, lint, types, import rules, dead code, project rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture
	LC_ALL=C.UTF-8 $(BIN)/python -m pytest tests/test_project_rules.py

shots: ready  ## pictures of every page into docs/screenshots, light and dark
	$(BIN)/python scripts/shots.py

manual: ready  ## the user manual (docs/manual) as one PDF, out/manual.pdf
	$(BIN)/python scripts/manual.py

bench: ready  ## measure, against what was promised, into docs/benchmarks.md (the first time makes large offices)
	@env QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks

faults: ready  ## faults made on purpose (kill -9, power cuts, full disk, flipped bits …), into docs/faults.md
	@scripts/system_libs.sh faults
	LC_ALL=C.UTF-8 $(BIN)/python -m pytest faults -n $(WORKERS) --dist worksteal --report docs/faults.md

linux:  ## the Linux program in dist/ (one folder, its archive, a .deb), tried without a screen
	@installer/linux.sh

windows:  ## the Windows setup in dist/, built here and tried under wine (EMBED= OLDER= SMOKE=: docs/releases.md)
	@installer/windows.sh

lock:  ## make requirements/*.txt anew from pyproject.toml (needs uv on the PATH)
	@scripts/lock.sh

licences: ready  ## list every shipped package, font and icon in docs/licences.md
	$(BIN)/python scripts/licences.py
