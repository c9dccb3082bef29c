"""Closed vocabularies: English names for code and machines, German labels for people.

An unknown word of a source is never mapped to a default (R-20); it is reported and its record is quarantined.
"""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """An enumeration whose members carry the German label that people see."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Land(Labelled):
    """The 16 Länder by their official two-letter codes."""

    BW = "BW", "Baden-Württemberg"
    BY = "BY", "Bayern"
    BE = "BE", "Berlin"
    BB = "BB", "Brandenburg"
    HB = "HB", "Bremen"
    HH = "HH", "Hamburg"
    HE = "HE", "Hessen"
    MV = "MV", "Mecklenburg-Vorpommern"
    NI = "NI", "Niedersachsen"
    NW = "NW", "Nordrhein-Westfalen"
    RP = "RP", "Rheinland-Pfalz"
    SL = "SL", "Saarland"
    SN = "SN", "Sachsen"
    ST = "ST", "Sachsen-Anhalt"
    SH = "SH", "Schleswig-Holstein"
    TH = "TH", "Thüringen"


LAND_BY_KEY = {
    **{"01": Land.SH, "02": Land.HH, "03": Land.NI, "04": Land.HB, "05": Land.NW, "06": Land.HE, "07": Land.RP},
    **{"08": Land.BW, "09": Land.BY, "10": Land.SL, "11": Land.BE, "12": Land.BB, "13": Land.MV, "14": Land.SN},
    **{"15": Land.ST, "16": Land.TH},
}
"""The first two digits of every AGS and ARS name the Land (Gemeindeverzeichnis, Statistisches Bundesamt)."""

NATIONWIDE = "DE"
EUROPE = "EU"
REGION_LABELS = {NATIONWIDE: "bundesweit", EUROPE: "Europäische Union"} | {land.value: land.label for land in Land}
"""Codes of a programme's territory: a Land, the whole of Germany, or the Union."""

OTHER_REGION = "other"
"""The source says that its territory is none of these; which one stands only in its text."""


def region_label(code: str) -> str:
    """A territory in words. Raises KeyError for a code that is none."""
    return "anderes Gebiet (siehe Text)" if code == OTHER_REGION else REGION_LABELS[code]


class Level(Labelled):
    """Who gives the money (Fördergeber)."""

    FEDERAL = "federal", "Bund"
    LAND = "land", "Land"
    EU = "eu", "EU"


class UnitLevel(Labelled):
    """Kinds of units in the register, and the ones people add themselves."""

    LAND = "land", "Land"
    COUNTY = "county", "Kreis"
    ASSOCIATION = "association", "Gemeindeverband"
    MUNICIPALITY = "municipality", "Gemeinde"
    UNINCORPORATED = "unincorporated", "gemeindefreies Gebiet"
    SPECIAL_PURPOSE = "special_purpose", "Zweckverband"


class ApplicantKind(Labelled):
    """Who may receive the money (Zuwendungsempfänger), as guidelines name them."""

    MUNICIPALITY = "municipality", "Gemeinde, Stadt"
    COUNTY = "county", "Landkreis, Kreis"
    COUNTY_FREE_CITY = "county_free_city", "kreisfreie Stadt"
    MUNICIPAL_ASSOCIATION = "municipal_association", "Gemeindeverband, Amt, Verbandsgemeinde"
    SPECIAL_PURPOSE_ASSOCIATION = "special_purpose_association", "Zweckverband"
    MUNICIPAL_COMPANY = "municipal_company", "kommunales Unternehmen, Eigenbetrieb"
    PUBLIC_BODY = "public_body", "andere Körperschaft des öffentlichen Rechts"
    SCHOOL_PROVIDER = "school_provider", "Schulträger"
    CHILDCARE_PROVIDER = "childcare_provider", "Träger von Kindertageseinrichtungen"
    CHURCH = "church", "Kirche, Religionsgemeinschaft"
    ASSOCIATION = "association", "Verein, Verband, gemeinnütziger Träger"
    COMPANY = "company", "Unternehmen"
    UNIVERSITY = "university", "Hochschule"
    RESEARCH_INSTITUTE = "research_institute", "Forschungseinrichtung"
    PRIVATE_PERSON = "private_person", "Privatperson"
    OTHER = "other", "andere"


class ApplicantCategory(Labelled):
    """The federal database's own field Förderberechtigte; coarser than the guidelines' wording."""

    MUNICIPAL = "municipal", "Kommune"
    PUBLIC_INSTITUTION = "public_institution", "Öffentliche Einrichtung"
    COMPANY = "company", "Unternehmen"
    FOUNDER = "founder", "Existenzgründer/in"
    RESEARCH = "research", "Forschungseinrichtung"
    UNIVERSITY = "university", "Hochschule"
    EDUCATION = "education", "Bildungseinrichtung"
    PERSON = "person", "Privatperson"
    ASSOCIATION = "association", "Verband/Vereinigung"


class FundingType(Labelled):
    """Form of the money (Förderart)."""

    GRANT = "grant", "Zuschuss"
    LOAN = "loan", "Darlehen"
    GUARANTEE = "guarantee", "Bürgschaft, Garantie"
    INTEREST_SUBSIDY = "interest_subsidy", "Zinszuschuss"
    EQUITY = "equity", "Beteiligung"
    PRIZE = "prize", "Preis"
    OTHER = "other", "Sonstige"


class Theme(Labelled):
    """The federal database's own field Förderbereich."""

    LABOUR = "labour", "Arbeit"
    TRAINING = "training", "Aus- & Weiterbildung"
    FOREIGN_TRADE = "foreign_trade", "Außenwirtschaft"
    ADVICE = "advice", "Beratung"
    DIGITALISATION = "digitalisation", "Digitalisierung"
    ENERGY = "energy", "Energieeffizienz & Erneuerbare Energien"
    FOUNDING = "founding", "Existenzgründung & -festigung"
    RESEARCH_OPEN = "research_open", "Forschung & Innovation (themenoffen)"
    RESEARCH_SPECIFIC = "research_specific", "Forschung & Innovation (themenspezifisch)"
    WOMEN = "women", "Frauenförderung"
    HEALTH_SOCIAL = "health_social", "Gesundheit & Soziales"
    INFRASTRUCTURE = "infrastructure", "Infrastruktur"
    CULTURE_MEDIA_SPORT = "culture_media_sport", "Kultur, Medien & Sport"
    AGRICULTURE_RURAL = "agriculture_rural", "Landwirtschaft & Ländliche Entwicklung"
    FAIRS = "fairs", "Messen & Ausstellungen"
    MOBILITY = "mobility", "Mobilität"
    REGIONAL = "regional", "Regionalförderung"
    SMART_CITIES = "smart_cities", "Smart Cities & Regionen"
    URBAN_DEVELOPMENT = "urban_development", "Städtebau & Stadterneuerung"
    ENVIRONMENT = "environment", "Umwelt- & Naturschutz"
    COMPANY_FINANCING = "company_financing", "Unternehmensfinanzierung"
    HOUSING = "housing", "Wohnungsbau & Modernisierung"


class Sector(Labelled):
    """Sectors of a Digitalagenda (Stadt.Land.Digital); a project may name one beside its Förderbereich."""

    EDUCATION = "education", "Bildung"
    ENERGY = "energy", "Energie"
    HEALTH = "health", "Gesundheit"
    ADMINISTRATION = "administration", "Verwaltung"
    TRANSPORT = "transport", "Verkehr"


class SectionField(Labelled):
    """The parts of a programme's text that the source keeps apart."""

    TEASER = "teaser", "Kurztext"
    SUMMARY = "summary", "Volltext"
    LEGAL_REQUIREMENTS = "legal_requirements", "Rechtliche Voraussetzungen"
    DEADLINES = "deadlines", "Fristen"
    PROCEDURE = "procedure", "Antragsverfahren"
    DOCUMENTS = "documents", "Unterlagen"
    PROCESSING_TIME = "processing_time", "Bearbeitungsdauer"
    CITATION = "citation", "Fundstelle"
    GUIDELINE = "guideline", "Richtlinie"
    STATUS_NOTE = "status_note", "Hinweis zum Stand"


class LinkKind(Labelled):
    """What an official link of a programme leads to."""

    GUIDELINE = "guideline", "Richtlinie"
    INFORMATION = "information", "Weitere Informationen"


class RequirementKind(Labelled):
    """What a requirement is about."""

    APPLICANT_KIND = "applicant_kind", "Antragsteller"
    REGION = "region", "Fördergebiet"
    AREA = "area", "Gebietskulisse"
    POPULATION = "population", "Einwohnerzahl"
    RURAL_CLASS = "rural_class", "Raumtyp"
    FISCAL = "fiscal", "Finanzlage"
    BUDGET_CONSOLIDATION = "budget_consolidation", "Haushaltssicherung"
    CONCEPT = "concept", "Konzept"
    COOPERATION = "cooperation", "Zusammenarbeit"
    THEME = "theme", "Fördergegenstand"
    PRIOR_START = "prior_start", "Vorhabenbeginn"
    COST_MIN = "cost_min", "Mindestkosten"
    COST_MAX = "cost_max", "Höchstkosten"
    OWN_SHARE = "own_share", "Eigenanteil"
    STATE_AID = "state_aid", "Beihilferecht"
    CUMULATION = "cumulation", "Kumulierung"
    EARLIER_SUPPORT = "earlier_support", "Frühere Förderung"
    COUNCIL_DECISION = "council_decision", "Ratsbeschluss"
    STATUS = "status", "Stand der Antragstellung"


class PopulationBasis(Labelled):
    """Whose inhabitants are counted."""

    MUNICIPALITY = "municipality", "der Kommune"
    PLACE = "place", "des Ortes"
    COOPERATION = "cooperation", "des Verbunds"


class Operator(StrEnum):
    """How a fact is compared with what a requirement asks."""

    INTERSECTS = "intersects"
    EXCLUDES = "excludes"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EQUALS = "equals"


class Combination(Labelled):
    """How the conditions of a branch are combined."""

    ALL = "all", "alle"
    ANY = "any", "mindestens eine"
    NONE = "none", "keine"
    AT_LEAST = "at_least", "mindestens so viele"


class Effect(Labelled):
    """What a requirement does to an application."""

    GATE = "gate", "muss erfüllt sein"
    EXCLUSION = "exclusion", "darf nicht vorliegen"
    BONUS = "bonus", "erhöht Satz oder Rang"
    AMOUNT = "amount", "ändert Satz oder Höchstbetrag"
    PROCESS = "process", "Aufgabe im Verfahren"
    DISCRETION = "discretion", "Ermessen der Bewilligungsstelle"


class Strength(Labelled):
    """How binding the guideline words it; only a "muss" can end in a no."""

    MUST = "must", "muss"
    SHOULD = "should", "soll"
    MAY = "may", "kann"


class Assurance(Labelled):
    """Where a requirement comes from, weakest first."""

    CATEGORY = "category", "Kategorie der Quelle"
    QUOTED = "quoted", "aus dem Text gelesen"
    REVIEWED = "reviewed", "von einer Person bestätigt"


class Outcome(Labelled):
    """Result of one requirement."""

    MET = "met", "erfüllt"
    FAILED = "failed", "nicht erfüllt"
    OPEN_PROFILE = "open_profile", "Angabe der Kommune fehlt"
    OPEN_PROJECT = "open_project", "Angabe zum Vorhaben fehlt"
    OPEN_SOURCE = "open_source", "Quelle sagt es nicht eindeutig"
    NOT_APPLICABLE = "not_applicable", "nicht anwendbar"


class Verdict(Labelled):
    """The six verdicts on one programme for one applicant."""

    ELIGIBLE = "eligible", "passt"
    ELIGIBLE_WITH_RESERVATION = "eligible_with_reservation", "passt vorbehaltlich"
    FACTS_MISSING = "facts_missing", "Angaben fehlen"
    CHECK_GUIDELINE = "check_guideline", "Richtlinie prüfen"
    NEAR_MISS = "near_miss", "knapp verfehlt"
    NOT_ELIGIBLE = "not_eligible", "passt nicht"


class Availability(Labelled):
    """Whether an application can be filed on a day; stands beside the verdict, never inside it."""

    OPEN = "open", "Antrag möglich"
    UPCOMING = "upcoming", "angekündigt"
    CLOSED = "closed", "Antrag nicht möglich"
    EXPIRED = "expired", "abgelaufen"
    UNKNOWN = "unknown", "Frist unbekannt"


class DeadlineModel(Labelled):
    """How a programme takes applications."""

    FIXED = "fixed", "fester Termin"
    RECURRING = "recurring", "wiederkehrender Stichtag"
    ROLLING = "rolling", "laufend"
    FIRST_COME = "first_come", "Windhundverfahren"
    TWO_STAGE = "two_stage", "zweistufig (Skizze, dann Antrag)"
    ANNOUNCED = "announced", "wird bekannt gegeben"
    CLOSED = "closed", "geschlossen"


class DeadlineRole(Labelled):
    """What has to be filed by a date."""

    APPLICATION = "application", "Antrag"
    SKETCH = "sketch", "Skizze"


class BenefitKind(Labelled):
    """Kinds of statements about money."""

    RATE = "rate", "Fördersatz"
    AMOUNT = "amount", "Betrag"
    OWN_SHARE = "own_share", "Eigenanteil"
    EARMARK = "earmark", "Zweckbindung"


class RateRole(Labelled):
    """What a percentage of a guideline is."""

    BASE = "base", "Grundsatz"
    BONUS = "bonus", "erhöhter Satz"
    REDUCED = "reduced", "verringerter Satz"
    UP_TO_TOTAL = "up_to_total", "Obergrenze aller Mittel"


class AmountRole(Labelled):
    """What a sum of a guideline limits or grants."""

    MAX_GRANT = "max_grant", "Zuwendung höchstens"
    MIN_GRANT = "min_grant", "Zuwendung mindestens (Bagatellgrenze)"
    MAX_COST = "max_cost", "zuwendungsfähige Ausgaben höchstens"
    MIN_COST = "min_cost", "zuwendungsfähige Ausgaben mindestens"
    LUMP_SUM = "lump_sum", "Pauschale, Festbetrag"
    LOAN_MAX = "loan_max", "Darlehen höchstens"
    LOAN_MIN = "loan_min", "Darlehen mindestens"


class AmountUnit(Labelled):
    """What a sum is counted for."""

    PROJECT = "project", "je Vorhaben"
    MUNICIPALITY = "municipality", "je Kommune"
    YEAR = "year", "je Jahr"
    UNIT = "unit", "je Einheit"
    PERSON = "person", "je Person"
    PLACE = "place", "je Platz"


class FactState(Labelled):
    """Whether a fact of a profile is known; unknown is never yes and never no."""

    KNOWN = "known", "bekannt"
    UNKNOWN = "unknown", "unbekannt"
    NOT_APPLICABLE = "not_applicable", "trifft nicht zu"
    CONTRADICTORY = "contradictory", "widersprüchlich"
    """Two sources state different values: compared like an unknown fact, until one of them is put right."""


class FactOrigin(Labelled):
    """Where a fact of a profile comes from."""

    REGISTER = "register", "Gemeindeverzeichnis"
    AREA_SET = "area_set", "Gebietsliste"
    DERIVED = "derived", "abgeleitet"
    ENTERED = "entered", "eigene Angabe"


class RunState(Labelled):
    """How a crawl of one source ended."""

    RUNNING = "running", "läuft"
    PROMOTED = "promoted", "übernommen"
    QUARANTINED = "quarantined", "zurückgehalten"
    BLOCKED = "blocked", "von der Quelle abgewiesen"
    FAILED = "failed", "fehlgeschlagen"
    DRY_RUN = "dry_run", "Probelauf"
