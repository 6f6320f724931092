"""Building a graph says nothing but errors: onnxruntime's quantiser tells the root logger of every tensor."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

_LIBRARIES = ("onnx", "onnxruntime")


def _from_library(record: logging.LogRecord) -> bool:
    parts = record.pathname.replace("\\", "/").split("/")
    return record.name.split(".")[0] in _LIBRARIES or any(name in parts for name in _LIBRARIES)


def _loud(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.ERROR or not _from_library(record)


@contextmanager
def quiet() -> Iterator[None]:
    """Drops what the libraries log below ERROR, and nothing else; the root logger is left as it was found."""
    root = logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in _LIBRARIES)]
    placeholder = logging.NullHandler() if not root.handlers else None
    if placeholder:
        root.addHandler(placeholder)  # without any, the first line logged would set up a handler for good
    for logger in loggers:
        logger.addFilter(_loud)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(_loud)
        if placeholder:
            root.removeHandler(placeholder)
