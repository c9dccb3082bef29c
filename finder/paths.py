"""Where the project keeps its files. Nothing here depends on the current folder."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
VAR = DATA / "var"


def catalogue_path() -> Path:
    """The catalogue database: FOERDERFINDER_DB, else data/var/foerderfinder.db."""
    return Path(os.environ.get("FOERDERFINDER_DB") or VAR / "foerderfinder.db")


def desk_path() -> Path:
    """The desk database: FOERDERFINDER_DESK, else data/var/desk.db."""
    return Path(os.environ.get("FOERDERFINDER_DESK") or VAR / "desk.db")
