"""Makes the .mo files that the application reads from the .po files beside them. Needs Babel, nothing of the system.

Called by `bin/lib/setup.sh` and the Dockerfile when a .po is newer than its .mo; safe to run twice at once: a file is put
in place whole, with the time of its source. A fuzzy entry is left out, so its reader sees German, never a guess.
"""

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def main(root: Path) -> None:
    for source in sorted((root / "locale").glob("*/LC_MESSAGES/*.po")):
        compile_catalogue(source)


def compile_catalogue(source: Path) -> None:
    target, part = source.with_suffix(".mo"), source.with_suffix(f".{os.getpid()}.part")
    seen = source.stat()
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parts[-3], abort_invalid=True)
    with part.open("wb") as file:
        write_mo(file, catalogue)
    os.utime(part, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    part.replace(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
