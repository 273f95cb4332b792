# Everything you can do here. `make` alone lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
SIZE ?= small
.PHONY: help run dev test check bench web demo-reset generate screenshots

help: ## lists the targets
	@grep -E '^[a-z%-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z%-]+):.*## /\1\t/' | expand -t 14

run: ## builds and starts Lingke with a demo institution on http://127.0.0.1:8080
	@scripts/run.sh

dev: ## the same, rebuilt and restarted on every change; console on http://127.0.0.1:5173
	@scripts/dev.sh

test: ## all tests, on SQLite and PostgreSQL and in a browser; installs what they need
	@scripts/test.sh

test-%: ## one part of them: test-rust, test-web, test-browser
	@scripts/test.sh $*

check: ## form, lints, types, tidiness and links, in a few minutes
	@scripts/check.sh

bench: ## measures the release build on both databases and prints one table; ARGS='--only create'
	@scripts/bench.sh $(ARGS)

web: ## builds the console into web/dist, when their sources are newer
	@scripts/build-web.sh

demo-reset: ## throws away ./data-dir and makes the demo institution anew; SIZE=small, medium or large
	@SIZE=$(SIZE) scripts/demo-reset.sh

generate: ## writes again docs/openapi.json, permissions.md, schema.sql and the client types
	@scripts/generate.sh

screenshots: ## writes again docs/images from the running product
	@scripts/screenshots.sh
