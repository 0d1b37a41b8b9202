"""What is read aloud or printed has no links: the sentence that leads to one goes, and no other."""

import pytest

from piano.messaging.words import without_links

LINK = "https://piano.example/antwort/abc/"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (f"Guten Tag,\n\nso steht es gerade:\n{LINK}", ["Guten Tag,"]),
        (f"War alles gut? Sie können es uns hier sagen:\n{LINK}\n\nDanke.", ["War alles gut?", "Danke."]),
        (f"Bitte entscheiden Sie bis Montag, 7. Dezember, 16:00 Uhr:\n{LINK}", []),
        (f"Die Hilfe fällt am 8. Dezember aus. Mehr hier: {LINK}", ["Die Hilfe fällt am 8. Dezember aus."]),
        (f"Ein Nein ist in Ordnung.\n{LINK}", ["Ein Nein ist in Ordnung."]),
        (f"Wer nicht kann, sagt „Nein.“ Ja oder Nein geht hier: {LINK}", ["Wer nicht kann, sagt „Nein.“"]),
        (f"متى يناسبكم ذلك؟ أجيبوا هنا: {LINK}", ["متى يناسبكم ذلك؟"]),
        ("· Dienstag\n· Mittwoch", ["· Dienstag\n· Mittwoch"]),
    ],
)
def test_the_sentence_that_leads_to_a_link_goes_alone(body: str, said: list[str]) -> None:
    assert without_links(body) == said
