"""Ends the process groups of a crew whose own process is gone, however it went.

It reads one process group per line from stdin; the end of the input is the end of the crew.
Started by `processes`, imported by nobody.
"""

import os
import signal
import sys
from contextlib import suppress


def main() -> None:
    groups = [int(line) for line in sys.stdin]
    for group in groups:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
