"""The forms in which a guideline gives money.

Read: sentences that say the money is given as a grant, loan, guarantee, interest subsidy or prize.
Left: loans, guarantees and grants that only finance the rest of a project, secure it or stand in other programmes, and
texts that say no more than "Förderung".
"""

from finder.guideline import FundingTypeClaim
from finder.vocab import FundingType
from rules.extract.money import Wording, any_of, wording_file
from rules.extract.passages import passage, sentences_with
from rules.extract.text import Guideline

READER = "funding_types/1"


class _Words(Wording):
    cues: dict[FundingType, tuple[str, ...]]
    types: dict[FundingType, tuple[str, ...]]
    not_offered: tuple[str, ...]


_WORDS = _Words.model_validate(wording_file(__file__))
_TYPES = {kind: any_of(fragments) for kind, fragments in _WORDS.types.items()}
_NOT_OFFERED = any_of(_WORDS.not_offered)


def read_funding_types(guideline: Guideline) -> tuple[FundingTypeClaim, ...]:
    """Each form of money once, with the first sentence that offers it."""
    return tuple(claim for kind in _TYPES if (claim := _offer(guideline, kind)))


def lends_only(guideline: Guideline) -> bool:
    """Whether a text offers loans and no other form of money."""
    return _offer(guideline, FundingType.LOAN) is not None and not any(
        _offer(guideline, kind) for kind in _TYPES if kind is not FundingType.LOAN
    )


def _offer(guideline: Guideline, kind: FundingType) -> FundingTypeClaim | None:
    for text, sentence in sentences_with(guideline, _WORDS.cues[kind]):
        match = _TYPES[kind].search(sentence.words)
        if match and not _NOT_OFFERED.search(sentence.words):
            return FundingTypeClaim(
                quote=passage(text, sentence, match.start(), match.end()),
                part=sentence.block.part,
                reader=READER,
                funding_type=kind,
            )
    return None
