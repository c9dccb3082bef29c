"""Pure: the few facts that would settle most if somebody stated them, as markup."""

from collections.abc import Sequence

from finder import wording
from finder.facts import PROJECT_FACTS
from finder.ui import markup
from finder.ui.markup import Piece, Target
from finder.ui.state import View, parameters
from rules.next_questions import NextQuestion, why

SHOWN = 3


def best_questions(questions: Sequence[NextQuestion], view: View, waiting_for_project: int = 0) -> Piece:
    """The best three questions with what an answer does and a way to answer; nothing where there is nothing to ask.

    `waiting_for_project` is how many programmes ask about a project, while none is stated.
    """
    asked = [_item(question, view) for question in questions[:SHOWN]]
    listed = (markup.heading(2, "Angaben, die am meisten klären"), markup.items(asked, ordered=True)) if asked else ()
    waiting = (_waiting(waiting_for_project, view),) if waiting_for_project else ()
    return markup.join((*listed, *waiting))


def _item(question: NextQuestion, view: View) -> Piece:
    effect = why(question)
    page = Target.PROJECTS if question.fact in PROJECT_FACTS else Target.MUNICIPALITY
    answer = markup.page_link(page, parameters(view.listing()), "Angabe ergänzen")
    return markup.join((markup.strong(question.question), markup.note(f"{effect[0].upper()}{effect[1:]}."), answer))


def _waiting(programmes: int, view: View) -> Piece:
    words = "1 Programm lässt" if programmes == 1 else f"{wording.whole(programmes)} Programme lassen"
    link = markup.page_link(Target.PROJECTS, parameters(view.listing()), "Vorhaben angeben")
    return markup.paragraph(markup.join((f"{words} sich erst mit einem Vorhaben genauer prüfen. ", link)), kind="muted")
