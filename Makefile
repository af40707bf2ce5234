# The index of everything a person can do here: `make help` prints it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

MODEL ?= breast_cancer
CONFIG ?= train/examples/$(MODEL).toml
REPOSITORY ?= models
HOST ?= 127.0.0.1
PORT ?= 8080
EXPORT_FLAGS ?=
BENCH_FLAGS ?=
BREADTH_FLAGS ?=
BITS_FLAGS ?=
FUZZ_FLAGS ?=
PYTEST_FLAGS ?=

# The first Python that is new enough; the one found is only used to make the environment.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null && echo $$name && break; done)
BIN := .venv/bin
# Newer JDKs warn of what Maven's own libraries do; older ones do not know the option.
export MAVEN_OPTS ?= -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow
MAVEN = JAVA_HOME="$$($(PYTHON) scorejar/jdk.py)" mvn --batch-mode --quiet --file jvm/pom.xml

JAVA_SOURCES := $(shell find jvm -name target -prune -o \( -path '*/src/main/*' -o -path '*/src/java25/*' \) -type f -print -o -name pom.xml -print)
MODULES := scorer compiler jpmml transpiler
JARS := build/.jars

##@ From a table to a service

.PHONY: setup
setup: $(JARS) ## find Python, the JDK and Maven; install what is pinned; build the jars

.PHONY: train
train: $(JARS) ## fit MODEL by CONFIG into build/MODEL (PMML, evidence, pipeline)
	$(BIN)/scorejar train --config $(CONFIG) --out build/$(MODEL)

.PHONY: export
export: $(JARS) build/$(MODEL)/model.pmml ## prove build/MODEL and publish it as the next version in REPOSITORY
	$(BIN)/scorejar export build/$(MODEL)/model.pmml --evidence build/$(MODEL)/evidence.parquet \
	  --model $(MODEL) --repository $(REPOSITORY) $(EXPORT_FLAGS)

.PHONY: serve
serve: $(JARS) ## do every step that is still to be done, then serve REPOSITORY on HOST:PORT
	@compgen -G '$(REPOSITORY)/$(MODEL)/*.jar' > /dev/null || $(MAKE) --no-print-directory export
	$(BIN)/scorejar serve --repository $(REPOSITORY) --host $(HOST) --port $(PORT)

build/$(MODEL)/model.pmml: | $(JARS)
	$(BIN)/scorejar train --config $(CONFIG) --out build/$(MODEL)

##@ To know that it works, and how fast

.PHONY: test
test: $(JARS) ## run every test, linters included (PYTEST_FLAGS="-k swap" for some)
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint-python test-java
	@$(MAKE) --no-print-directory test-python

.PHONY: test-java
test-java: $(JARS) ## run the tests and linters of jvm/ with the newest JDK found
	$(MAVEN) -P lint verify

.PHONY: test-python
test-python: $(JARS) ## run tests/, two files at a time
	$(BIN)/pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder $(PYTEST_FLAGS)

.PHONY: breadth
breadth: $(JARS) ## fit, export and check every combination that docs/support.md claims, and write that page
	$(BIN)/python -m tests.breadth $(BREADTH_FLAGS)

.PHONY: bits
bits: $(JARS) ## compare kernels, reference and JPMML by bits on that suite, in every JVM (BITS_FLAGS="--only forest")
	$(BIN)/python -m tests.bits $(BITS_FLAGS)

.PHONY: mutations
mutations: $(JARS) ## change PMML in 1,000 places, one at a time, and see that the proof notices (a few minutes)
	$(BIN)/python -m tests.mutations

.PHONY: fuzz
fuzz: $(JARS) ## feed the readers of programs, jars and PMML with broken inputs (FUZZ_FLAGS="--seconds 300")
	$(BIN)/python -m tests.fuzz $(FUZZ_FLAGS)

.PHONY: lint
lint: lint-python ## ruff, mypy; Spotless, Error Prone and -Xlint over the Java sources
	$(MAVEN) -P lint test-compile

.PHONY: lint-python
lint-python: $(JARS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

.PHONY: format
format: $(JARS) ## let ruff and google-java-format lay the sources out
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(MAVEN) spotless:apply

.PHONY: bench
bench: $(JARS) ## measure against native Python and others, and write benchmarks/RESULTS.md (BENCH_FLAGS=--quick)
	$(BIN)/python -m benchmarks $(BENCH_FLAGS)

.PHONY: bench-http
bench-http: $(JARS) ## measure services and other servers of models anew; the rest of benchmarks/RESULTS.md stays
	$(BIN)/python -m benchmarks --section http --section servers --section observed $(BENCH_FLAGS)

.PHONY: soak
soak: $(JARS) ## swap versions 1,000 times under load and 10,000 times in a row; the rest of benchmarks/RESULTS.md stays
	$(BIN)/python -m benchmarks --section soak

.PHONY: bench-java
bench-java: $(JARS) ## measure the jar inside the JVM by JMH (BENCH_FLAGS="--model L100")
	$(BIN)/python -m benchmarks.jmh $(BENCH_FLAGS)

##@ Housekeeping

.PHONY: install
install: $(JARS) ## install scorer, compiler and jpmml into the local Maven repository, for other projects
	$(MAVEN) install -P release -DskipTests --projects .,scorer,compiler,jpmml

.PHONY: wheel
wheel: $(JARS) ## build dist/scorejar-*.whl, jars inside
	$(BIN)/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

.PHONY: lock
lock: ## pin every Python package with its hashes in requirements.lock (needs uv)
	( echo '# Every package of a development environment, pinned with its hashes: `make lock` writes this file.'; \
	  uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate \
	    --no-emit-index-url --extra train --extra bench --extra breadth --extra trace --extra dev pyproject.toml ) > requirements.lock.new
	mv requirements.lock.new requirements.lock
	@for pins in benchmarks/environments/*.in tests/environments/*.in; do \
	  lock=$${pins%.in}.lock; name=$$(basename $$pins); \
	  ( echo "# The environment $${name%.in}, pinned with its hashes: \`make lock\` writes this file from $$name."; \
	    uv pip compile --quiet --generate-hashes --python-version 3.11 --no-header --no-annotate --no-emit-index-url \
	      --python-platform x86_64-unknown-linux-gnu --only-binary :all: $$pins ) > $$lock.new && mv $$lock.new $$lock; done

.PHONY: clean
clean: ## remove what was built; models/ stays
	rm -rf build dist .venv jvm/*/target .mypy_cache .pytest_cache .ruff_cache

.PHONY: help
help: ## print this index
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' Makefile

# What setup does, each step only when what it stands on has changed.

.venv/.made: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo 'error: Python 3.11 or newer not found: install it, e.g. `apt-get install python3 python3-venv`' >&2; exit 2; }
	@$(PYTHON) scorejar/jdk.py > /dev/null
	@command -v mvn > /dev/null || { echo 'error: Maven 3.8.6 or newer not found: install it, e.g. `apt-get install maven`' >&2; exit 2; }
	@echo 'Installing the pinned Python packages into .venv …' >&2
	@$(PYTHON) -m venv .venv || { echo 'error: $(PYTHON) has no venv: install it, e.g. `apt-get install python3-venv`' >&2; exit 2; }
	@mkdir -p build/jars
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

build/wheel-repository/.made: .venv/.made jvm/transpiler/wheel_repository.py
	@$(BIN)/python jvm/transpiler/wheel_repository.py build/wheel-repository
	@touch $@

$(JARS): build/wheel-repository/.made $(JAVA_SOURCES)
	@mkdir -p build/jars
	@echo "Building the jars with $$($(PYTHON) scorejar/jdk.py) …" >&2
	@$(MAVEN) package -Dmaven.test.skip=true
	@for module in $(MODULES); do \
	  cp jvm/$$module/target/scorejar-$$module-*[0-9].jar build/jars/scorejar-$$module.jar; done
	@touch $@

# Builds the jars under a lock, for those who share a checkout.
.PHONY: jars
jars: ; @mkdir -p build/jars && flock build/.jars.lock $(MAKE) --no-print-directory $(JARS)
