#!/bin/sh
# Makes .venv from requirements.lock. Names in a clear sentence what is missing on the machine.
set -eu

say() { printf '%s\n' "$*" >&2; }
stop() { say "Förderfinder: $*"; exit 1; }

# A version manager's shim answers to the name without having the version behind it, so each candidate is asked.
find_python() {
    for candidate in "${PYTHON:-}" python3.11 python3.12 python3 python; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' >/dev/null 2>&1; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

python=$(find_python) || stop "Es fehlt Python 3.11 oder 3.12 (3.13 geht nicht: durable-rules lässt sich dort nicht laden). \
Bitte installieren, unter Debian/Ubuntu: apt-get install python3 python3-venv python3-dev. Ein anderer Ort: make setup PYTHON=/pfad/python3.11"

"$python" -c 'import venv, ensurepip' >/dev/null 2>&1 \
    || stop "Dem Python ($python) fehlt das Modul venv. Unter Debian/Ubuntu: apt-get install python3-venv"

header=$("$python" -c 'import sysconfig, pathlib; print(pathlib.Path(sysconfig.get_path("include")) / "Python.h")')
[ -f "$header" ] || stop "Es fehlen die Kopfdateien von Python ($header). Unter Debian/Ubuntu: apt-get install python3-dev"

compiler=
for candidate in "${CC:-}" cc gcc clang; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 && compiler=$candidate && break
done
[ -n "$compiler" ] || stop "Es fehlt ein C-Compiler (durable-rules wird aus dem Quelltext gebaut). \
Unter Debian/Ubuntu: apt-get install build-essential; unter macOS: xcode-select --install"

if ! .venv/bin/python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' >/dev/null 2>&1; then
    rm -rf .venv
    say "Förderfinder: lege die Umgebung .venv an ($("$python" --version)) …"
    "$python" -m venv .venv
fi
say "Förderfinder: installiere die Bibliotheken (einmalig, einige Minuten) …"
CC=$compiler .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock \
    || stop "Die Bibliotheken ließen sich nicht installieren (siehe oben). Besteht eine Verbindung zum Paketverzeichnis?"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable . \
    || stop "Das Projekt selbst ließ sich nicht installieren (siehe oben)."
touch .venv/.installed
say "Förderfinder: fertig. Befehl: .venv/bin/foerderfinder --help"
