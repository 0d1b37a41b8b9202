# Sourced by bin/up, bin/test and bin/manage: leaves a complete .piano/venv and its python in $PYTHON.
# Says nothing when there is nothing to do. All words go to stderr.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
VENV="$ROOT/.piano/venv"
PYTHON="$VENV/bin/python"
export PIANO_HOME="${PIANO_HOME:-$ROOT/.piano}"
export PYTHONPATH="$ROOT"
export PYTHONUTF8=1
unset PYTHONDONTWRITEBYTECODE  # many processes start from the same files: compiled once, not at every start

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11 python3.14; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    stop "piAno braucht Python 3.11 oder neuer; auf diesem Rechner wurde keines gefunden."
}

is_installed() {
    [ -x "$PYTHON" ] && cmp -s "$ROOT/requirements-dev.txt" "$VENV/installed.txt"
}

if ! is_installed; then
    BASE="$(find_python)"
    "$BASE" -I "$ROOT/bin/lib/install.py" "$ROOT" >&2
fi

catalogues_are_made() {
    local words
    for words in "$ROOT"/locale/*/LC_MESSAGES/*.po; do
        [ ! "${words%.po}.mo" -ot "$words" ] || return 1
    done
}

if ! catalogues_are_made; then
    "$PYTHON" "$ROOT/bin/lib/catalogues.py" "$ROOT" >&2
fi
