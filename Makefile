# Two commands matter: make demo, make test. Both set up everything they need from the lock file.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo sample test serve lint bench train evaluate lock clean

demo: $(READY)
	$(BIN)/python -m sidecar.demo $(if $(ONCE),--once)

# docs/sample_charter.md anew, from the demo's dialogue.
sample: $(READY)
	$(BIN)/python -m sidecar.demo.sample

test: $(READY)
	$(BIN)/python -m pytest -n 2 $(ARGS)

serve: $(READY)
	$(BIN)/sidecar serve $(ARGS)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy connectors mappings sidecar

bench: $(READY)
	$(BIN)/python -m benchmarks.pull
	$(BIN)/python -m benchmarks.tagging
	$(BIN)/python -m benchmarks.kill --kills 200

# Makes the model from labelled sentences, with PyTorch in an environment of its own; then its published figures.
GOLD ?= ../shared/gold
TRAIN := var/venv-train
train: $(TRAIN)/.ready
	$(TRAIN)/bin/python -m mappings.tagging.model.training --gold $(GOLD)
	$(MAKE) evaluate

# Figures of the model as it is, with today's rules, into EVALUATION.md.
evaluate: $(READY)
	$(BIN)/python -m mappings.evaluation publish --gold $(GOLD) --swedish tests/mappings/sdg/*.jsonl

$(TRAIN)/.ready: requirements-train.lock
	$(PYTHON) -m venv $(TRAIN)
	$(TRAIN)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-train.lock
	touch $(TRAIN)/.ready

$(READY): requirements-dev.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

# Anew from pyproject.toml; needs uv. The files name no host, so any package index serves them.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url
lock:
	$(LOCK) --extra dev pyproject.toml -o requirements-dev.lock
	$(LOCK) pyproject.toml -c requirements-dev.lock -o requirements.lock
	$(LOCK) --extra train pyproject.toml -c requirements-dev.lock -o requirements-train.lock

clean:
	rm -rf $(VENV) $(TRAIN) var build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
