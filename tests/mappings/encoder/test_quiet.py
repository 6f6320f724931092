"""Building a graph adds nothing to what a program prints, and hides no error."""

import io
import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest

from mappings.encoder.quiet import quiet

BUILD = """
import logging, sys
from pathlib import Path
import numpy as np
logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(levelname)s %(message)s")
from mappings.encoder import graph
from mappings.encoder.weights import weights
source = weights()
graph.save_lower(source, [graph.layer_of(source, 0)], [1], Path(sys.argv[1]) / "one.onnx", True)
logging.info("still heard")
"""


@pytest.fixture
def told() -> Iterator[io.StringIO]:
    stream, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(stream), root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def record(level: int, message: str, path: str) -> logging.LogRecord:
    return logging.LogRecord("root", level, path, 1, message, None, None)


def test_a_graph_is_built_without_a_word(tmp_path: object) -> None:
    done = subprocess.run([sys.executable, "-c", BUILD, str(tmp_path)], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "INFO still heard\n")


def test_errors_of_the_library_and_everything_of_others_are_heard(told: io.StringIO) -> None:
    root = logging.getLogger()
    with quiet():
        root.handle(record(logging.INFO, "tensor", "/x/onnxruntime/quantization/base_quantizer.py"))
        root.handle(record(logging.WARNING, "pre-process", "/x/onnxruntime/quantization/quantize.py"))
        root.handle(record(logging.ERROR, "broken", "/x/onnxruntime/quantization/quantize.py"))
        logging.info("ours")
    root.handle(record(logging.INFO, "afterwards", "/x/onnxruntime/quantization/quantize.py"))
    assert told.getvalue().split() == ["broken", "ours", "afterwards"]


def test_the_root_logger_is_left_as_it_was() -> None:
    root = logging.getLogger()
    before = (list(root.handlers), list(root.filters))
    with quiet():
        pass
    assert (list(root.handlers), list(root.filters)) == before
