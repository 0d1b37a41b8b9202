"""What each step means for her who takes it: a name, and what happens or what she brings along."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from volunteers.models import Step

RECORD_WORDS = _(
    "Von uns bekommen Sie einen Brief, damit kostet es nichts. Wir sehen es nur an und behalten keine Kopie."
)
YOURS: dict[str, tuple[Any, Any]] = {
    Step.TALK: (_("Wir lernen uns kennen"), _("Wir rufen Sie an oder treffen uns im Treffpunkt. Sie müssen nichts vorbereiten.")),
    Step.RULES: (_("Wir besprechen die Regeln"), _("Sie sind kurz und schützen beide Seiten.")),
    Step.REFERENCES: (_("Jemand, der Sie kennt"), _("Nennen Sie uns ein oder zwei Menschen, die wir fragen dürfen.")),
    Step.IDENTITY: (_("Ihr Ausweis"), _("Bitte bringen Sie Ihren Ausweis mit. Wir sehen ihn nur an und behalten keine Kopie.")),
    Step.SECRECY: (_("Verschwiegenheit"), _("Was Sie bei anderen sehen und hören, bleibt dort. Das unterschreiben Sie.")),
    Step.RECORD: (_("Ihr Führungszeugnis"), RECORD_WORDS),
    Step.EXTENDED_RECORD: (_("Ihr erweitertes Führungszeugnis"), RECORD_WORDS),
    Step.INSURANCE: (_("Sie sind versichert"), _("Wir erklären Ihnen, wie. Es kostet Sie nichts.")),
    Step.TRAINING: (_("Die Einführung"), _("Ein Nachmittag mit anderen, die auch anfangen.")),
    Step.CARD: (_("Ihr Ausweis mit Foto"), _("Damit weisen Sie sich an der Tür aus. Wir machen das Foto im Treffpunkt.")),
    Step.FIRST_VISIT: (_("Ihr erster Besuch"), _("Sie gehen zu zweit. Jemand mit Erfahrung ist dabei.")),
}  # fmt: skip
