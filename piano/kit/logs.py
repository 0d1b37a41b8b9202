"""Log lines for machines: one JSON object each, with the reference under which it was done. Nothing personal stands in them.

Of an error only its kind and place are told, never its text, which may quote a person's words; of an address only its pattern,
since addresses of ours carry tokens and references.
"""

import datetime as dt
import json
import logging
import traceback
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve

from piano.kit.tracing import current_trace

OF_REQUESTS = ("django.request", "django.security", "django.server")


class JsonLines(logging.Formatter):
    """`fields` of a record (`extra={"fields": {...}}`) stand beside what it says."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "says": say_record(record),
        }
        if current_trace():
            line["trace"] = current_trace()
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = whereabouts(record.exc_info[1])
        return json.dumps(line | getattr(record, "fields", {}), ensure_ascii=False)


class PlainLines(logging.Formatter):
    """The same for eyes; a traceback is shown only on one's own machine."""

    def format(self, record: logging.LogRecord) -> str:
        trace = f" {current_trace()[:8]}" if current_trace() else ""
        fields = "".join(f" {name}={value}" for name, value in getattr(record, "fields", {}).items())
        line = f"{record.levelname} {record.name}{trace} {say_record(record)}{fields}"
        if record.exc_info is None or record.exc_info[1] is None:
            return line
        told = self.formatException(record.exc_info) if settings.DEBUG else whereabouts(record.exc_info[1])
        return f"{line}\n{told}"


def say_record(record: logging.LogRecord) -> str:
    """Django's own words about a request quote its address."""
    if not record.name.startswith(OF_REQUESTS):
        return record.getMessage()
    request: Any = getattr(record, "request", None)
    pattern = pattern_of(request.path_info) if hasattr(request, "path_info") else ""
    return f"{getattr(record, 'status_code', '')} {pattern}".strip() or "a request went wrong"


def pattern_of(path: str) -> str:
    """The pattern of an address; empty for one that leads nowhere."""
    try:
        return resolve(path).route
    except Resolver404:
        return ""


def whereabouts(error: BaseException) -> str:
    """„ValueError at words.py:31“: the innermost place."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + place
