"""The version of the rules: a fingerprint over everything that decides a verdict and its words.

Readings are no part of it; they have a version of their own (rules.readings.READERS_VERSION).
"""

import hashlib
from importlib.metadata import version

from finder.paths import DATA, ROOT

FILES = (
    "rules/*.py",
    "rules/*.yml",
    *(f"finder/{name}.py" for name in ("deadlines", "facts", "frozen", "guideline", "models", "vocab", "wording")),
    *("finder/yamlfile.py", "finder/places/areas.py", "finder/places/budget_terms.py"),
    *("finder/facts.yml", "finder/project_facts.yml"),
)
TABLES = ("areas/*", "budget_terms.csv")
"""Below the folder of the data."""
LIBRARIES = ("durable-rules", "babel")
"""What evaluates the rules, and what words numbers and days."""


def _fingerprint() -> str:
    """A short hash over names and contents, in fixed order."""
    digest = hashlib.sha256()
    for folder, patterns in ((ROOT, FILES), (DATA, TABLES)):
        for file in sorted(file for pattern in patterns for file in folder.glob(pattern)):
            digest.update(file.relative_to(folder).as_posix().encode())
            digest.update(file.read_bytes())
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()[:16]


RULES_VERSION = _fingerprint()
"""Changes whenever a rule, a fact's definition, an area set or the terms of the Länder change."""
