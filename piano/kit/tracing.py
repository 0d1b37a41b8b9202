"""One reference through request → step → message: what was begun by one request is found in every log by the same word.

A page's request brings or gets one; rows that carry work on keep it (`DueWork.trace`, `Message.trace`), and whoever takes them up
works under it. It names nobody: hexadecimal digits and strokes only, whatever a client sends.
"""

import contextlib
import re
import uuid
from collections.abc import Iterator
from contextvars import ContextVar

FORM = re.compile(r"[0-9a-f-]{8,36}")
_current: ContextVar[str] = ContextVar("trace", default="")


def current_trace() -> str:
    """Empty where nothing was begun."""
    return _current.get()


def new_trace() -> str:
    return uuid.uuid4().hex


def read_trace(text: str) -> str:
    """What a proxy or client sends, where it can be nothing but a reference; else a new one."""
    given = text.strip().lower()
    return given if FORM.fullmatch(given) else new_trace()


@contextlib.contextmanager
def tracing(trace: str) -> Iterator[str]:
    """Everything in the block belongs to this; an empty one begins anew."""
    trace = trace or new_trace()
    token = _current.set(trace)
    try:
        yield trace
    finally:
        _current.reset(token)
