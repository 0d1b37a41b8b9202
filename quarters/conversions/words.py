"""How it stands with her conversion, in plain words for the tenant."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quarters.conversions.states import ConversionState

S = ConversionState
MONEY = _(
    "Wir kümmern uns mit Ihnen um Zuschüsse. Bitte bestellen Sie noch nichts und lassen Sie noch nichts anfangen: Sonst gibt es kein Geld."
)
HOW: dict[str, str | Promise] = {
    S.WISH: _("Ihr Wunsch ist aufgeschrieben. Sobald Sie einverstanden sind, kommen wir zu Ihnen."),
    S.ADVICE: _("Als Nächstes sehen wir uns mit Ihnen die Wohnung an und überlegen, was hilft."),
    S.CHECK: _("Jetzt prüft der Vermieter das Haus: ob es geht, und wie."),
    S.PERMISSION: _("Der Umbau ist möglich. Jetzt bitten wir den Vermieter um seine schriftliche Erlaubnis."),
    S.AGREEMENT: _("Die Erlaubnis ist da. Jetzt wird vereinbart, wer baut und wer zahlt."),
    S.QUOTES: _("Jetzt holen wir Angebote ein. Bitte bestellen Sie noch nichts: Sonst gibt es keine Zuschüsse."),
    S.CARE_FUND: MONEY,
    S.KFW: MONEY,
    S.WIBANK: MONEY,
    S.WORKS: _("Das Geld ist geklärt. Jetzt wird vereinbart, wann umgebaut wird."),
    S.ACCEPTANCE: _("Der Umbau ist gemacht. Jetzt sehen wir zusammen nach, ob alles in Ordnung ist."),
    S.DONE: _("Ihr Umbau ist fertig. Wir wünschen Ihnen viel Freude in Ihrer Wohnung."),
    S.MOVING: _("Umbauen geht hier schlecht. Wir suchen mit Ihnen eine passende Wohnung in der Nähe."),
    S.MOVED: _("Sie wohnen jetzt in Ihrer neuen Wohnung. Wir wünschen Ihnen viel Freude darin."),
    S.REFUSED: _("Der Umbau ist leider nicht möglich. Wir rufen Sie an und überlegen mit Ihnen weiter."),
    S.ENDED: _("Der Umbau ist beendet. Möchten Sie es doch noch, rufen Sie uns an."),
}
UNSAID = (S.KFW, S.WIBANK)  # the same as before them


def how_it_stands(state: str) -> str:
    return str(HOW[state])
