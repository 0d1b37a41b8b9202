"""The starting set of modules, as a proposal: a real curriculum was not found (domain 4). Whoever teaches agrees on her own.

First aid and the basic course are what Hesse and § 45a SGB XI ask for; the others are ours. Hours are hours of the clock.
"""

from helpers.models import Module
from quarters.models.evidence import LASTS_MONTHS, EvidenceKind

NONE = ""
# code, title, hours, evidence, what it is about
STARTING_SET = (
    ("rolle", "Kümmern und Ermöglichen: meine Rolle", 4, NONE, "Was wir tun und was nicht; helfen, damit jemand es selbst kann."),
    ("gespraech", "Sprechen und Grenzen", 4, NONE, "Zuhören, Nein sagen, Nähe und Abstand, Geld und Schlüssel."),
    ("anregen", "Aktivieren und Gruppen leiten", 6, NONE, "Ideen aufnehmen, Treffen vorbereiten, Gruppen begleiten."),
    ("netz", "Netzwerk und Weitergeben", 4, NONE, "Wer im Quartier wofür da ist und wie man weitergibt."),
    ("datenschutz", "Datenschutz und Verschwiegenheit", 2, EvidenceKind.DATA_PROTECTION, "Was wir wissen dürfen, wem wir es sagen."),
    ("demenz", "Demenz verstehen", 6, EvidenceKind.DEMENTIA, "Formen, Kommunikation, Alltag, Angehörige."),
    ("schutz", "Schutz vor Gewalt", 3, EvidenceKind.PROTECTION, "Zeichen erkennen, richtig handeln, Hilfe holen."),
    ("notfall", "Notfall und Bereitschaft", 3, NONE, "112, 116 117, Sturz, verschlossene Tür, wer nachts da ist."),
    ("verein", "Einen Verein gründen", 4, NONE, "Sieben Menschen, Satzung, Register, Finanzamt, Haftung."),
    ("erste-hilfe", "Erste Hilfe", 7, EvidenceKind.FIRST_AID, "9 Unterrichtseinheiten bei einer anerkannten Stelle."),
    ("basis", "Basiskurs Alltagsbegleitung", 34, EvidenceKind.TRAINING, "45 Einheiten: Altern, Demenz, Recht, Notfälle, Haushalt."),
    ("auffrischung", "Auffrischung Alltagsbegleitung", 6, EvidenceKind.TRAINING, "Einmal im Jahr: Fälle, Neues, Austausch."),
)  # fmt: skip


def load_curriculum() -> int:
    """Adds what is missing; what somebody has changed stays. Returns how many modules are new."""
    known = set(Module.objects.values_list("code", flat=True))
    rows = [
        Module(
            code=code,
            title=title,
            minutes=hours * 60,
            gives=gives,
            content=content,
            lasts_months=LASTS_MONTHS.get(gives),
            is_proposal=True,
            position=position,
        )
        for position, (code, title, hours, gives, content) in enumerate(STARTING_SET, 1)
        if code not in known
    ]
    Module.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
