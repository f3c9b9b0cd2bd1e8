# make demo    set everything up, add 300 sample ideas, start on http://localhost:8501
# make run     the same without samples
# make test    run all tests
# make lint    run all checks
# make format  put right what the checks can put right by themselves
# make lock    lock the newest versions that are allowed
# make screenshots    remake the pictures of every page
# make bench   measure, and write docs/benchmarks.md
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo run test lint format lock screenshots bench clean

SHELL := /bin/sh
MAPPER := .venv/bin/mapper

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

setup:
	@setup/setup.sh app

setup-dev:
	@setup/setup.sh dev

demo: setup
	@exec $(MAPPER) run --demo

run: setup
	@exec $(MAPPER) run

test: setup-dev
	@setup/test.sh

lint: setup-dev
	@setup/lint.sh

format: setup-dev
	@.venv/bin/ruff check --fix --quiet && .venv/bin/ruff format --quiet && setup/npm.sh run --silent format

lock:
	@setup/lock.sh

screenshots: setup-dev
	@.venv/bin/python -m tests.browser.screenshots

bench: setup-dev
	@$(MAPPER) bench all --document docs/benchmarks.md

clean:
	rm -rf .venv node_modules build mapper/vendor mapper/mapview/component/dist mapper.egg-info
