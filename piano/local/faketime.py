"""Finds the program `faketime`, which gives a process another clock, or installs Debian's package. Used by `check`."""

import os
import shutil
import subprocess

MISSING = "faketime fehlt: die Störungen F13 bis F15 brauchen es (auf Debian: apt-get install faketime)."


def find() -> str | None:
    return shutil.which("faketime")


def install() -> str | None:
    """None where it is not Linux with Debian's packages, or where we may not install."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-q"], env=env, capture_output=True)
        subprocess.run(
            ["apt-get", "install", "-qy", "--no-install-recommends", "faketime"], env=env, capture_output=True
        )
    return find()
