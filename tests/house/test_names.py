"""Our package `requests` has the name of a library on PyPI, which therefore must never come in."""

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.txt", "requirements-dev.txt"]
ENTRY = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(\[.*\])?==", re.MULTILINE)


def entries(name: str) -> dict[str, str]:
    """Package name → its whole entry, hashes included."""
    text = (ROOT / name).read_text()
    starts = [match.start() for match in ENTRY.finditer(text)] + [len(text)]
    blocks = [text[start:end] for start, end in pairwise(starts)]
    return {re.split(r"[\[=]", block)[0].lower(): block for block in blocks}


@pytest.mark.parametrize("name", LOCKS)
def test_the_library_of_that_name_is_in_no_lock_file(name):
    assert "requests" not in entries(name)


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes(name):
    locked = entries(name)
    assert len(locked) > 20
    assert [package for package, block in locked.items() if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_address(name):
    text = (ROOT / name).read_text()
    assert not re.search(r"://|--index-url|--find-links|--trusted-host", text)


def test_development_locks_the_same_versions_as_operation():
    run, dev = entries("requirements.txt"), entries("requirements-dev.txt")
    assert {name: block.split()[0] for name, block in run.items()} == {name: dev[name].split()[0] for name in run}


def test_importing_requests_gives_our_package():
    import requests

    assert Path(requests.__file__).parent == ROOT / "requests"


def test_a_fresh_process_finds_our_package_too():
    command = [sys.executable, "-c", "import requests; print(requests.__file__)"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    assert Path(found).parent == ROOT / "requests"


def test_no_installed_package_asks_for_the_library():
    from importlib.metadata import distributions

    asking = {
        str(found.metadata["Name"])
        for found in distributions()
        for wish in found.requires or []
        if re.match(r"requests\b(?![-_.])", wish) and "extra ==" not in wish
    }
    assert asking == set()
