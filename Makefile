# Each target installs what it needs; nothing has to be prepared but Node 20.19, Python 3.11 and Go.

.PHONY: up down test check bench

up: node_modules/.package-lock.json
	@npx tsx sandbox/cli.ts up

down: node_modules/.package-lock.json
	@npx tsx sandbox/cli.ts down

test: check
	npm run test:unit
	npm run test:policy
	npm run test:oracle
	npm run test:engine

check: node_modules/.package-lock.json
	npm run format:check
	npm run lint
	npm run lint:workflows
	npm run types

bench: node_modules/.package-lock.json
	@npx tsx bench/main.ts

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-fund --no-audit
	@touch $@
