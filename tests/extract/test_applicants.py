"""Who may receive the money: wordings of guidelines, and what only looks like one."""

import pytest
from hypothesis import given

from finder.guideline import Yes
from rules.extract.applicants import read_applicants
from tests.extract.guidelines import ANY_TEXT, HOSTILE, guideline, proven

RECIPIENTS = {
    "Zuwendungsempfänger sind Gemeinden und Landkreise.": "municipality county",
    "Zuwendungsempfänger sind kommunale Gebietskörperschaften und deren Zusammenschlüsse.": (
        "municipality county municipal_association"
    ),
    "Antragsberechtigt sind Städte, Gemeinden, Ämter und Zweckverbände.": (
        "municipality municipal_association special_purpose_association"
    ),
    "Antragsberechtigt ist die jeweilige Kommune.": "municipality",
    "Wenn Sie als Gemeinde Hallen für Schulen und Sportvereine bauen, können Sie einen Zuschuss erhalten.": "municipality",
    "1Antragsberechtigt sind Gemeinden. 2Der Antrag ist formlos.": "municipality",
    "Antragsteller ist der Landkreis oder die kreisfreie Stadt.": "county county_free_city",
    "Bewerben können sich Städte und Landkreise.": "municipality county",
    "Bewerbungen können Gemeinden und Ämter einreichen.": "municipality municipal_association",
    "Einen Antrag stellen können Gemeinden und Zweckverbände.": "municipality special_purpose_association",
    "Zur Antragstellung berechtigt sind Kreise und Gemeinden.": "county municipality",
    "Teilnahmeberechtigt sind alle Kommunen.": "municipality",
    "Verbundpartner können Unternehmen und Hochschulen sein.": "company university",
    "Die Antragsberechtigung liegt bei den Gemeinden.": "municipality",
    "Adressaten der Förderung sind Samtgemeinden.": "municipal_association",
    "Erstempfänger der Mittel sind die Landkreise; Letztempfänger sind Vereine.": "county",
    "Fördernehmer können Kommunen sein.": "municipality",
    "Projektträger können Gemeinden und Vereine sein.": "municipality association",
    "Begünstigte: Gemeinden, Zweckverbände": "municipality special_purpose_association",
    "Der Zuwendungsempfänger muss eine Gemeinde sein.": "municipality",
    "Das Programm steht allen Kommunen offen.": "municipality",
    "Für eine Förderung kommen Gemeinden und Landkreise in Betracht.": "municipality county",
    "Die Mittel können ausschließlich durch Kommunen beantragt werden.": "municipality",
    "Kommunen und freie Träger können hierfür Zuschüsse erhalten.": "municipality association",
    "Förderfähig sind Gemeinden mit eigener Feuerwehr.": "municipality",
    "Gemeinden sind antragsberechtigt, wenn sie Eigentümer sind.": "municipality",
    "Zuwendungsempfängerin ist die Gemeinde, die Mittel an Dritte weiterleiten darf.": "municipality",
    "Sie sind eine Gemeinde oder ein Zweckverband.": "municipality special_purpose_association",
    "Mit dem Programm unterstützt der Freistaat Sie als Landkreis.": "county",
    "Wenn Sie Bäume pflanzen oder als Kommune Parks anlegen, können Sie einen Zuschuss erhalten.": "municipality",
    "Wenn Sie als Gemeinde Gutachten durch Dritte erstellen lassen, können Sie einen Zuschuss erhalten.": "municipality",
    "Wenn Sie als Gewerbebetrieb in Ihrer Gemeinde bauen, können Sie einen Zuschuss erhalten.": "company",
    "Wenn Sie als Handwerksbetrieb neue Märkte suchen, können Sie einen Zuschuss erhalten.": "company",
    "Antragsberechtigt sind Städte, Märkte und Gemeinden.": "municipality",
    "Zuwendungen können beantragen:\n\na) Gemeinden,\n\nb) Landkreise.": "municipality county",
    "1. Antragsteller\n\nGefördert werden:\n\n– Gemeinden,\n\n– Eigenbetriebe.": "municipality municipal_company",
    "Antragsberechtigt für Vorhaben nach Nummer 2.1 sind kreisfreie Städte und Landkreise.": "county_free_city county",
    "Für Maßnahmen nach Nummer 2.2 sind ausschließlich Schulträger antragsberechtigt.": "school_provider",
    "Kommunale Unternehmen und Eigenbetriebe sind ebenfalls antragsberechtigt.": "municipal_company",
    "Sie sind antragsberechtigt als Gemeinde, Landkreis oder Zweckverband.": (
        "municipality county special_purpose_association"
    ),
    "Anträge können von Gemeinden und Gemeindeverbänden gestellt werden.": "municipality municipal_association",
    "Einen Antrag können Kommunen, Vereine und Stiftungen stellen.": "municipality association",
    "Zuwendungen können Städte und Gemeinden erhalten.": "municipality",
    "Zuwendungen werden an Gemeinden und Kreise gewährt.": "municipality county",
    "Begünstigte sind Kommunen und anerkannte Religionsgemeinschaften.": "municipality church",
    "Als Zuwendungsempfänger kommen Wasser- und Bodenverbände in Betracht.": "special_purpose_association",
    "Zuwendungsempfänger können Träger von Kindertageseinrichtungen und freie Träger sein.": (
        "childcare_provider association"
    ),
    "Antragsberechtigt sind juristische Personen des öffentlichen und privaten Rechts.": (
        "public_body company association"
    ),
    "Antragsberechtigt sind Körperschaften, Anstalten und Stiftungen des öffentlichen Rechts.": "public_body",
    "Antragsberechtigt sind Zusammenschlüsse von Gemeinden.": "municipal_association special_purpose_association",
    "Antragsberechtigt sind Verbandsgemeinden, Ortsgemeinden, Samtgemeinden und Stadtkreise.": (
        "municipal_association municipality county_free_city"
    ),
    "Zuwendungsempfänger sind die örtlichen Träger der öffentlichen Jugendhilfe.": "county",
    "Zuwendungsempfänger sind Hochschulen, Forschungseinrichtungen und kleine Unternehmen.": (
        "university research_institute company"
    ),
    "Antragsberechtigt sind Gemeinden, die Träger der Straßenbaulast sind, sowie Landkreise.": "municipality county",
    "Antragsberechtigt sind natürliche Personen und eingetragene Vereine.": "private_person association",
    "Antragsberechtigt sind Unternehmen mit mehrheitlich kommunaler Beteiligung.": "municipal_company",
    "Die Förderung richtet sich an Kommunen und Landkreise.": "municipality county",
    "Wenn Sie als Stadt, Gemeinde oder Landkreis Radwege bauen, können Sie einen Zuschuss erhalten.": (
        "municipality county"
    ),
    "Das Land unterstützt Sie als Kommune beim Ausbau von Ladesäulen.": "municipality",
    "Das Ministerium fördert Kommunen beim Aufbau von Netzwerken.": "municipality",
    "Gemeinden und Kreise erhalten zinsgünstige Darlehen für ihre Investitionen.": "municipality county",
    "Antragsberechtigt sind\n\tKommunen,\n\tZweckverbände sowie\n\tHochschulen.": (
        "municipality special_purpose_association university"
    ),
    "Antragsberechtigt sind:\n\n1. Gemeinden,\n\n2. Landkreise,\n\n3. Eigenbetriebe.": (
        "municipality county municipal_company"
    ),
    "Zuwendungsempfänger sind: a) Gemeinden, b) Landkreise und c) Zweckverbände.": (
        "municipality county special_purpose_association"
    ),
    "Antragsberechtigte\n\nGemeinden und Gemeindeverbände; natürliche Personen": (
        "municipality municipal_association private_person"
    ),
    "Wer wird gefördert?\n\nKommunen\n\nVereine": "municipality association",
    "Wer wird gefördert?\tGemeinden und Zweckverbände": "municipality special_purpose_association",
    "3. Zuwendungsempfänger\n\n3.1 Städte und Gemeinden\n\n3.2 Landkreise": "municipality county",
    "Antragsberechtigt sind juristische Personen. Dazu zählen Kommunen und Verbände.": "other municipality association",
}

NOBODY = (
    "Wenn Sie ein Unternehmen gründen, können Sie ein Darlehen erhalten.",
    "Die Mittel werden an Vereine weitergeleitet. Projektträger können juristische Personen sein.",
    "Kooperationspartner können Kommunen sein.",
    "Gemeinden im Nothaushalt sind nicht antragsberechtigt.",
    "Der Zuwendungsempfänger ist verpflichtet, der Gemeinde den Beginn anzuzeigen.",
    "Die Zuwendungsempfänger haben die Landkreise zu informieren.",
    "Letztempfänger sind Gemeinden und Landkreise.",
    "Die Mittel können an Kommunen weitergeleitet werden.",
    "Der Antrag ist über den Landkreis bei der Bewilligungsstelle einzureichen.",
    "Die Stellungnahme der Gemeinde ist beizufügen.",
    "Die Vorhaben müssen in einer Gemeinde durchgeführt werden.",
    "Mit der Förderung soll die Lebensqualität in Städten und Gemeinden steigen.",
    "Bewilligungsbehörde ist der Landkreis.",
)


def kinds(text: str) -> set[str]:
    _, claims = read_applicants(guideline(text))
    return {claim.kind.value for claim in claims if not claim.excluded}


@pytest.mark.parametrize(("text", "expected"), RECIPIENTS.items())
def test_names_recipients(text: str, expected: str) -> None:
    assert kinds(text) == set(expected.split())


@pytest.mark.parametrize("text", NOBODY)
def test_leaves_duties_and_those_money_is_passed_on_to(text: str) -> None:
    assert kinds(text) == set()


@pytest.mark.parametrize(
    ("text", "recipients", "excluded"),
    [
        ("Antragsberechtigt sind Gemeinden. Nicht antragsberechtigt sind Landkreise.", {"municipality"}, {"county"}),
        ("Antragsberechtigt sind Unternehmen mit Ausnahme von Eigenbetrieben.", {"company"}, {"municipal_company"}),
        ("Nicht antragsberechtigt sind:\n\tUnternehmen,\n\tKirchen.", set(), {"company", "church"}),
        ("Antragsberechtigt sind Vereine. Kommunen sind nicht antragsberechtigt.", {"association"}, {"municipality"}),
        ("Antragsberechtigt sind nicht gewinnorientierte Vereine.", {"association"}, set()),
        ("Kommunen können nicht gefördert werden.", set(), {"municipality"}),
        ("Eine Förderung von Kommunen ist ausgeschlossen.", set(), {"municipality"}),
        ("Landkreise und Gemeinden sind von der Förderung ausgenommen.", set(), {"county", "municipality"}),
        ("Kommunen erhalten keine Zuschüsse.", set(), {"municipality"}),
        ("Gebietskörperschaften können keinen Antrag stellen.", set(), {"municipality", "county"}),
        ("Antragsberechtigt sind Vereine. Ausgenommen sind Gemeinden.", {"association"}, {"municipality"}),
        ("Gemeinden, die bereits teilnehmen, sind nicht antragsberechtigt.", set(), set()),
        ("Gemeinden sind nicht antragsberechtigt, wenn sie bereits teilnehmen.", set(), set()),
    ],
)
def test_tells_exclusions_from_recipients(text: str, recipients: set[str], excluded: set[str]) -> None:
    _, claims = read_applicants(guideline(text))
    assert {claim.kind.value for claim in claims if not claim.excluded} == recipients
    assert {claim.kind.value for claim in claims if claim.excluded} == excluded


@pytest.mark.parametrize(
    ("text", "eligible"),
    [
        ("Zuwendungsempfänger sind Gemeinden.", Yes.YES),
        ("Zuwendungsempfänger sind Landkreise und Vereine.", Yes.YES),
        ("Antragsberechtigt sind juristische Personen des öffentlichen Rechts.", Yes.YES),
        ("Antragsberechtigt sind Unternehmen. Gebietskörperschaften sind nicht antragsberechtigt.", Yes.NO),
        (
            "Zuwendungsempfänger sind die Träger der Einrichtung. Bei kommunalen Antragstellern ist der Haushalt beizufügen.",
            Yes.YES,
        ),
    ],
)
def test_says_whether_a_municipality_is_among_them(text: str, eligible: Yes) -> None:
    municipal, _ = read_applicants(guideline(text))
    assert municipal is not None
    assert municipal.eligible is eligible
    assert proven(text, municipal)


@pytest.mark.parametrize("text", ["Antragsberechtigt sind Unternehmen.", "Gefördert wird der Bau von Radwegen.", ""])
def test_says_nothing_where_the_text_does_not(text: str) -> None:
    municipal, _ = read_applicants(guideline(text))
    assert municipal is None


@pytest.mark.parametrize("text", HOSTILE)
def test_survives_hostile_texts(text: str) -> None:
    _, claims = read_applicants(guideline(text))
    assert all(proven(text, claim) for claim in claims)


@given(ANY_TEXT)
def test_every_quote_stands_in_its_text(text: str) -> None:
    municipal, claims = read_applicants(guideline(text))
    assert all(proven(text, claim) for claim in claims)
    assert municipal is None or any(claim.quote == municipal.quote for claim in claims)
