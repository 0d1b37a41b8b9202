"""Which letter came back, and what the post wrote on it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.messaging.channels.letter.models import CameBack
from requests.board.returned_letters import Envelope

CHOOSE = _("Bitte wählen Sie.")


class ReturnedForm(forms.Form):
    """`envelopes` are those that can still come back."""

    brief = forms.ChoiceField(
        label=_("Welcher Brief?"), widget=forms.Select(attrs={"class": "input"}), error_messages={"required": CHOOSE}
    )
    vermerk = forms.ChoiceField(
        label=_("Was steht darauf?"),
        choices=CameBack.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )

    def __init__(self, *args: Any, envelopes: Sequence[Envelope], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["brief"].choices = [("", _("bitte wählen")), *((one.key, _say(one)) for one in envelopes)]  # type: ignore[attr-defined]


def _say(envelope: Envelope) -> str:
    assert envelope.first.posted_at is not None
    day = clock.say_day(envelope.first.posted_at)
    return _("{name}, eingeworfen am {day}").format(name=envelope.person.full_name, day=day)
