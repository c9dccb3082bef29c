"""Runs the command `foerderfinder` as a user does, in a process of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = [str(Path(sys.executable).with_name("foerderfinder"))]
_LISTENS = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
LISTENING_COMMAND = [sys.executable, "-c", _LISTENS, *COMMAND]
"""Hears Ctrl+C: a shell starts what runs in the background deaf to it, and tests that run there pass that on."""


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output; fails where there is anything else."""
        return json.loads(self.out)


def foerderfinder(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> Result:
    """The command's exit code and outputs."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ | {"COLUMNS": "200", "NO_COLOR": "1"} | environment,
        timeout=120,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)
