"""Makes `.piano/venv` and installs the locked dependencies into it. Runs with any Python >= 3.11 alone.

Safe to run twice at once (the second waits), after an interruption (a broken environment is made
anew), and after a change of the lock file. Called by `bin/lib/setup.sh`, imported by nobody.
"""

import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path


def main(root: Path) -> None:
    folder = root / ".piano"
    folder.mkdir(exist_ok=True)
    venv, wanted = folder / "venv", root / "requirements-dev.txt"
    with (folder / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_installed(venv, wanted):
            return
        started = time.monotonic()
        make(venv)
        say("piAno: Bausteine werden installiert (einmalig, etwa eine Minute) …")
        install(venv, wanted)
        say(f"piAno: installiert in {time.monotonic() - started:.0f} s.")


def is_installed(venv: Path, wanted: Path) -> bool:
    note = venv / "installed.txt"
    return works(venv) and note.exists() and note.read_bytes() == wanted.read_bytes()


def works(venv: Path) -> bool:
    """Whether the environment's own Python starts and has pip: a moved or half-made one does not."""
    python = venv / "bin" / "python"
    return python.exists() and subprocess.run([python, "-I", "-c", "import pip"], capture_output=True).returncode == 0


def make(venv: Path) -> None:
    if works(venv):
        return
    shutil.rmtree(venv, ignore_errors=True)
    if not has_venv():
        install_venv()
    say("piAno: Python-Umgebung wird angelegt …")
    run([sys.executable, "-m", "venv", venv])


def has_venv() -> bool:
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def install_venv() -> None:
    """Debian keeps `venv` in a package of its own."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(f"piAno braucht das Paket {package}, zum Beispiel mit: sudo apt-get install {package}")
    say(f"piAno: {package} wird installiert …")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], env=env, capture_output=True)
    run(["apt-get", "install", "-qy", "--no-install-recommends", package], env=env)


def install(venv: Path, wanted: Path) -> None:
    """Note what is installed only at the end, so that an interrupted installation is resumed."""
    (venv / "installed.txt").unlink(missing_ok=True)
    options = ["--require-hashes", "--disable-pip-version-check", "--no-input", "--no-compile", "--quiet"]
    run([venv / "bin" / "python", "-I", "-m", "pip", "install", *options, "-r", wanted])
    shutil.copy(wanted, venv / "installed.txt")


def run(command: list[str | Path], **options: object) -> None:
    """Run quietly; show everything that was said when it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    if done.returncode != 0:
        sys.stderr.buffer.write(done.stdout)
        sys.exit(f"piAno: fehlgeschlagen: {' '.join(map(str, command[:4]))} … (siehe oben)")


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
