"""Typing in a *Hilfe-Zettel*: the telephone intake's fields in the slip's order; a signature stands for the words read out."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from requests.forms.call import CallForm, choice
from requests.wishes.call import SIGNED

SIGNATURE = [
    ("", _("fehlt")),
    (SIGNED, _("steht auf dem Zettel")),
    ("read", _("fehlt, aber am Telefon vorgelesen und einverstanden")),
]
LABELS = {
    "words": _("Wobei brauchen Sie Hilfe?"),
    "wish_time": _("Wann passt es Ihnen?"),
    "hints": _("Was sollen wir wissen?"),
    "may_tell_hints": _("Angekreuzt: Wer kommt, darf das wissen"),
    "caller_name": _("Für jemand anderen geschrieben von"),
    "caller_phone": _("Ihr Telefon"),
}


class SlipForm(CallForm):
    """Whoever wrote for somebody else is the caller; that person's own signature is her yes."""

    signed = choice(_("Unterschrift der Person, die Hilfe braucht"), SIGNATURE, radio=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            self.fields[name].label = label

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        data["agreed"] = bool(data.get("signed") or data.get("agreed"))
        if data.get("caller_name") and data.get("signed"):
            data["own_yes"] = SIGNED if data["signed"] == SIGNED else "self"
        return super().clean()

    def _need(self, name: str, sentence: Any) -> None:
        """Nobody is on the phone: a missing signature is asked for by a call."""
        if name == "agreed":
            sentence = _("Ohne Unterschrift bitte anrufen, den Satz vorlesen und fragen. Nummer: siehe Zettel.")
            name = "signed"
        super()._need(name, sentence)
