"""Finds a Chromium for the browser tests, or installs one. Used by `check`, imported by nobody else.

The shell without a window comes first: the same engine, and a page costs half the processor time of the whole browser.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

SHELL = "chromium-headless-shell"  # Debian's package and program
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CACHES = (".cache/ms-playwright", "Library/Caches/ms-playwright")
IN_CACHE = (
    "chromium_headless_shell-*/chrome-headless-shell-*/chrome-headless-shell",
    "chromium_headless_shell-*/chrome-*/headless_shell",
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
DOWNLOAD_SECONDS = 180
CONNECT_MILLISECONDS = 5000


def find() -> Path | None:
    """A browser that really starts; a download without its system libraries does not count."""
    return next((path for path in _candidates() if _starts(path)), None)


def install() -> Path | None:
    """Playwright's own download first, then Debian's package. None when neither worked."""
    _download()
    if found := find():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _install_package()
    return find()


def _candidates() -> Iterator[Path]:
    if given := os.environ.get("PIANO_CHROMIUM"):
        yield Path(given)
    for pattern in IN_CACHE:
        for cache in _caches():
            yield from sorted(cache.glob(pattern), reverse=True)
    yield from (Path(path) for name in NAMES if (path := shutil.which(name)))
    yield from (Path(path) for path in APPLICATIONS)


def _caches() -> Iterator[Path]:
    """Where Playwright keeps what it downloads."""
    if given := os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        yield Path(given)
    yield from (Path.home() / cache for cache in CACHES)


def _starts(path: Path) -> bool:
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _download() -> None:
    """In a process group of its own: at the end of patience, its helpers end with it."""
    env = {**os.environ, "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": str(CONNECT_MILLISECONDS)}
    download = subprocess.Popen(
        [sys.executable, "-m", "playwright", "install", "chromium", "--only-shell"],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        download.wait(DOWNLOAD_SECONDS)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(download.pid, signal.SIGKILL)


def _install_package() -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], env=env, capture_output=True)
    for package in (SHELL, "chromium"):
        command = ["apt-get", "install", "-qy", "--no-install-recommends", package]
        if subprocess.run(command, env=env, capture_output=True).returncode == 0:
            return
