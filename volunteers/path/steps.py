"""What each step means for whoever accompanies her. What she herself reads stands in `yours`."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from volunteers.models import Step

DO: dict[str, Any] = {
    Step.TALK: _("Gespräch geführt, macht mit"),
    Step.RULES: _("Regeln besprochen"),
    Step.REFERENCES: _("Referenzen sind gut"),
    Step.IDENTITY: _("Ausweis gesehen"),
    Step.SECRECY: _("Hat unterschrieben"),
    Step.RECORD: _("Führungszeugnis gesehen"),
    Step.EXTENDED_RECORD: _("Erweitertes Führungszeugnis gesehen"),
    Step.INSURANCE: _("Versicherung geklärt"),
    Step.TRAINING: _("Einführung besucht"),
    Step.CARD: _("Ausweis mit Foto ausgegeben"),
    Step.FIRST_VISIT: _("Erster Besuch war gut"),
}
HOW: dict[str, Any] = {
    Step.TALK: _("Am Telefon oder im Treffpunkt: Was macht Freude, wann ist Zeit, was geht nicht?"),
    Step.RULES: _("Keine Geschenke, kein Geld, keine Schlüssel nach Hause, keine Pflege. Bei Sorgen: anrufen."),
    Step.REFERENCES: _("Eine oder zwei Personen fragen, die sie oder ihn kennen. Nur notieren, dass es gut ist."),
    Step.IDENTITY: _("Nur ansehen. Keine Kopie, keine Nummer."),
    Step.SECRECY: _("Das Blatt drucken, zusammen lesen, unterschreiben lassen. Das Original bleibt im Ordner."),
    Step.RECORD: _("Nur ansehen: höchstens drei Monate alt, kein Eintrag. Keine Kopie behalten."),
    Step.EXTENDED_RECORD: _("Nur ansehen: höchstens drei Monate alt, kein Eintrag. Keine Kopie behalten."),
    Step.INSURANCE: _(
        "Unfall und Haftpflicht über das Land Hessen erklären; wer Auto fährt, sagt es der Versicherung."
    ),
    Step.TRAINING: _("Die Einführung im Verein oder im Freiwilligenzentrum."),
    Step.CARD: _("Foto aufnehmen, drucken, überreichen. Der Ausweis gilt zwei Jahre."),
    Step.FIRST_VISIT: _("Jemand mit Erfahrung geht mit. Danach sprechen Sie beide kurz."),
}
