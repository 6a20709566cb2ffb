# What there is to do with Préau. `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo build plugins test lint bench conformance requirements

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

demo: build plugins ## a school to try in a browser, on http://127.0.0.1:8080 (ARGS=--fresh starts anew)
	@target/debug/preau demo $(ARGS)

build:
	@cargo build --locked -p preau-server -p ent-simulator

plugins: build
	@target/debug/preau plugin build plugins/evaluation

test: ## everything that can fail: format, lints, tests of host and plugins, real identity servers, browser
	@tests/run.sh all

lint: ## format and lints only
	@tests/run.sh lint

bench: plugins ## one table of measures, from a release build
	@cargo run --locked --release -p preau-bench

conformance: ## proofs against the official schemas (folder in PREAU_SCHEMAS)
	@tests/conformance.sh

requirements: ## writes docs/requirements.md from the ids that tests cite
	@PREAU_WRITE_REQUIREMENTS=1 cargo test --locked -q -p preau-tidy requirements
