"""All readers over one guideline."""

from finder.guideline import GuidelineFacts
from rules.extract.amounts import read_amounts
from rules.extract.applicants import read_applicants
from rules.extract.concepts import read_concepts
from rules.extract.cooperation import read_cooperation
from rules.extract.cumulation import read_cumulation
from rules.extract.deadlines import read_deadlines
from rules.extract.earmarks import read_earmarks
from rules.extract.fiscal import read_fiscal
from rules.extract.funding_types import read_funding_types
from rules.extract.own_share import read_own_share
from rules.extract.places import read_areas, read_regions
from rules.extract.population import read_population
from rules.extract.prior_start import read_prior_start
from rules.extract.rates import read_rates
from rules.extract.state_aid import read_state_aid
from rules.extract.text import Guideline
from rules.extract.validity import read_validity


def read_guideline(guideline: Guideline) -> GuidelineFacts:
    """Everything the readers find. The same text gives the same bytes; never raises, whatever the text."""
    municipal, applicants = read_applicants(guideline)
    model, deadlines = read_deadlines(guideline)
    valid_from, valid_until = read_validity(guideline)
    return GuidelineFacts(
        municipal=municipal,
        applicants=applicants,
        regions=read_regions(guideline),
        population=read_population(guideline),
        areas=read_areas(guideline),
        fiscal=read_fiscal(guideline),
        funding_types=read_funding_types(guideline),
        rates=read_rates(guideline),
        amounts=read_amounts(guideline),
        own_share=read_own_share(guideline),
        prior_start=read_prior_start(guideline),
        cooperation=read_cooperation(guideline),
        concepts=read_concepts(guideline),
        cumulation=read_cumulation(guideline),
        state_aid=read_state_aid(guideline),
        earmarks=read_earmarks(guideline),
        deadline_model=model,
        deadlines=deadlines,
        valid_from=valid_from,
        valid_until=valid_until,
    )
