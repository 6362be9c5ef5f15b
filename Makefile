# Each target installs what it needs; nothing has to be prepared but Node 20.19, Python 3.11 and Go.

.PHONY: up down test check bench

# The SDK of the Octopus provider, compiled; npm does not let its install script run. Its manifest is copied last.
sdk = sdks/octopusdeploy/bin/package.json

up: node_modules/.package-lock.json $(sdk)
	@npx tsx sandbox/cli.ts up

down: node_modules/.package-lock.json
	@npx tsx sandbox/cli.ts down

test: check
	npm run test:unit
	npm run test:policy
	npm run test:oracle
	npm run test:engine

check: node_modules/.package-lock.json $(sdk)
	npm run format:check
	npm run lint
	npm run lint:workflows
	npm run types

bench: node_modules/.package-lock.json $(sdk)
	@npx tsx bench/main.ts

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-fund --no-audit
	@touch $@

$(sdk): $(wildcard sdks/octopusdeploy/*.* sdks/octopusdeploy/types/*.ts) | node_modules/.package-lock.json
	npm run --silent sdk:compile
