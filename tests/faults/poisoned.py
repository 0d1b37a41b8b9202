"""Our engine, with reasons on which everything fails: `python -m tests.faults.poisoned` runs it until it is ended, and starts it
again when it falls, as systemd does.
"""

import ctypes
import resource
import subprocess
import sys
from typing import Any

HOLDS_BYTES = 3 * 1024**3  # of address space: who asks for more is told no, as on a small machine


def raises(pk: int, recipient: Any) -> dict[str, Any]:
    raise RuntimeError("poison")


def crashes(pk: int, recipient: Any) -> dict[str, Any]:
    """Reads at address nought: SIGSEGV."""
    return {"nothing": ctypes.string_at(0)}


def hoards(pk: int, recipient: Any) -> dict[str, Any]:
    return {"much": bytearray(HOLDS_BYTES)}


def turns(pk: int, recipient: Any) -> dict[str, Any]:
    while True:
        pass


POISONS = (raises, crashes, hoards, turns)


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from piano.messaging.reasons import Reason, register

    for poison in POISONS:
        register(Reason(poison.__name__, "b", lambda pk: True, poison, template="thanks"))
    resource.setrlimit(resource.RLIMIT_AS, (HOLDS_BYTES, HOLDS_BYTES))
    call_command("engine")


if __name__ == "__main__":
    if sys.argv[1:] == ["once"]:
        main()
        sys.exit()  # whoever was asked to stop has stopped
    while subprocess.run([sys.executable, "-m", "tests.faults.poisoned", "once"], check=False).returncode:
        pass
