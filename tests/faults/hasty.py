"""A web server that says yes before anything is kept: what a queue in memory makes of a crash. For the negative control."""

import io
import threading
import time
from collections.abc import Callable, Iterable
from queue import Queue
from typing import Any

from piano.wsgi import application as ours

later: Queue[dict[str, Any]] = Queue()


def keep_later() -> None:
    while True:
        time.sleep(0.3)
        ours(later.get(), lambda *_: None)  # type: ignore[arg-type, unused-ignore]


threading.Thread(target=keep_later, daemon=True).start()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["REQUEST_METHOD"] != "POST":
        return ours(environ, start_response)
    body = environ["wsgi.input"].read()
    later.put(environ | {"wsgi.input": io.BytesIO(body)})
    start_response("302 Found", [("Location", "/")])
    return []
