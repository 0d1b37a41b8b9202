"""The kinds of evidence that somebody who helps can show, whether she is paid or not (domain 4)."""

from django.db import models


class EvidenceKind(models.TextChoices):
    """What was seen, never a copy of it (domain 4: no upload of a Führungszeugnis)."""

    RULES = "rules", "Regeln angenommen"
    IDENTITY = "identity", "Ausweis gesehen"
    SECRECY = "secrecy", "Verschwiegenheit unterschrieben"
    RECORD = "record", "Führungszeugnis gesehen, kein Eintrag"
    EXTENDED_RECORD = "extended_record", "erweitertes Führungszeugnis gesehen, kein Eintrag"
    INSURANCE = "insurance", "Versicherung geklärt"
    LICENCE = "licence", "Führerschein gesehen"
    TRAINING = "training", "Schulung (Demenz, Entlastung)"
    FIRST_AID = "first_aid", "Erste Hilfe"
    DATA_PROTECTION = "data_protection", "Datenschutz geschult"
    DEMENTIA = "dementia", "Schulung Demenz"
    PROTECTION = "protection", "Schulung Schutz vor Gewalt"
    INFECTION = "infection", "Belehrung nach § 43 IfSG"
    CAR_INSURANCE = "car_insurance", "über die Autoversicherung informiert"
    ALLOWANCE = "allowance", "Erklärung zu Pauschalen"
    PHOTO_CARD = "photo_card", "Ausweis mit Foto ausgegeben"
    CARER = "carer", "Betreuungskraft nach § 53c SGB XI"


RECORDS = frozenset({EvidenceKind.RECORD, EvidenceKind.EXTENDED_RECORD})

# How many months each usually counts, a proposal that whoever enters it may change (domain 4). What is missing here does not end.
LASTS_MONTHS: dict[str, int] = {
    EvidenceKind.RECORD: 60,
    EvidenceKind.EXTENDED_RECORD: 60,
    EvidenceKind.LICENCE: 12,
    EvidenceKind.TRAINING: 12,
    EvidenceKind.FIRST_AID: 36,
    EvidenceKind.DATA_PROTECTION: 12,
    EvidenceKind.INFECTION: 24,
    EvidenceKind.ALLOWANCE: 12,
    EvidenceKind.PHOTO_CARD: 24,
    EvidenceKind.CARER: 12,
}
