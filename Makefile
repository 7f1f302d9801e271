# What a person can do with a checkout; the work itself is in deploy/local/.

PYTHON ?= python3
BIN := .venv/bin
# A worker for each core, each with servers of its own; a file's tests stay together.
SIDE_BY_SIDE := --numprocesses auto --maxprocesses 4 --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help run stop status logs doctor reset ops rehearse backup restore secrets test quick check audit check-deploy assets assets-check pins-run pins-dev python

help: ## List what can be done
	@echo 'make <target>, one of:'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16
	@echo 'PENDOPO_BASE_PORT=22000 moves all ports; SAMPLE=h2o-2022 or SAMPLE=none picks the sample;'
	@echo 'MONGO_URL and AMQP_URL name servers of your own, which are then neither started nor stopped.'

run: pins-run ## Start everything real on this machine with a sample expo; Ctrl-C ends it
	@$(BIN)/python -m deploy.local up

stop: python ## End what `make run` started, and nothing else
	@$(PYTHON) -m deploy.local.control stop

status: python ## Say what runs and whether it is ready
	@$(PYTHON) -m deploy.local.control status

logs: python ## Show the services' logs as they grow; SERVICE=matching picks one, Ctrl-C ends it
	@$(PYTHON) -m deploy.local.control logs

doctor: ## Say what stands in the way on this machine, and how to mend it
	@$(PYTHON) -m deploy.local.control doctor

reset: python ## Forget all local data
	@$(PYTHON) -m deploy.local.control reset

ops: ## Look after a stack that runs: DO="status", DO="letters", ...; DO= says what else
	@$(BIN)/python -m deploy.local.operate $(DO)

rehearse: ## Let VISITORS=50 look around for SECONDS=30, and report how it went
	@$(BIN)/python -m deploy.local.rehearse

backup: pins-run ## Keep all data in .local/backups/ or TO=folder, while it runs or not
	@$(BIN)/python -m deploy.local backup

restore: pins-run ## Put back the backup FROM=folder; OVERWRITE=yes forgets the data there is
	@$(BIN)/python -m deploy.local restore

secrets: python ## Make the passwords of docker-compose.yml; DEMO=password lets sample accounts sign in
	@$(PYTHON) -m deploy.secret_files $(DEMO)

test: pins-dev ## Set up what tests need and run every test
	@$(BIN)/python -m deploy.local tools
	@$(BIN)/pytest $(SIDE_BY_SIDE)

quick: pins-dev ## Run the tests that need no server
	@$(BIN)/python -m deploy.local promtool
	@$(BIN)/pytest $(SIDE_BY_SIDE) tests/unit tests/contract

check: pins-dev ## Look over the code without running it: style, types, dependencies
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/bandit -q -r contracts kernel services deploy -ll -s B310,B704
	$(BIN)/python -m deploy.audit

audit: pins-dev ## Ask PyPI for known vulnerabilities of everything pinned, and keep the answer
	@$(PYTHON) -m deploy.local.venv run local dev audit
	@$(BIN)/python -m deploy.audit take

check-deploy: pins-dev ## What would run in containers and on Kubernetes, as far as no cluster is needed
	PENDOPO_CHECK_DEPLOY=1 $(BIN)/pytest tests/unit/deploy/test_containers.py tests/unit/deploy/test_kustomize.py

assets: pins-dev ## Copy third-party assets from npm anew, as frontend/package-lock.json names them
	@cd frontend && npm ci --ignore-scripts
	@$(BIN)/python -m frontend.copy

assets-check: pins-dev ## Fail where the committed third-party assets are not what npm gives
	@cd frontend && npm ci --ignore-scripts
	@$(BIN)/python -m frontend.copy --check

pins-run: python
	@$(PYTHON) -m deploy.local.venv run local

pins-dev: python
	@$(PYTHON) -m deploy.local.venv run local dev

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'Pendopo needs Python 3.11 or newer as $(PYTHON).' >&2; \
	  echo '  To mend it: apt-get install python3   or name yours: make run PYTHON=python3.12' >&2; \
	  exit 2; }
