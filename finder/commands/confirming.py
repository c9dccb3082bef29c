"""A question before something is lost; --yes answers it beforehand."""

from typing import Annotated

import typer

from finder import console

Yes = Annotated[bool, typer.Option("--yes", help="Ohne Rückfrage ausführen.")]
ANSWERS = {"ja": True, "nein": False}


def confirm(question: str, *, yes: bool) -> None:
    """Goes on only after a yes; whoever cannot answer has not said yes."""
    try:
        said = yes or ANSWERS.get(typer.prompt(f"{question} (ja/nein)", default="nein", err=True).strip().casefold())
    except typer.Abort:
        console.notice("")
        said = False
    if not said:
        console.notice("Nichts geändert.")
        raise typer.Exit(1)
