"""Another time for a visit, and how late somebody is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests.forms.decisions import moment_field


class NewTimeForm(forms.Form):
    new_start = moment_field(_("Wann passt es besser?"))


class LateForm(forms.Form):
    late_minutes = forms.TypedChoiceField(
        label=_("Wie viel später?"),
        choices=[(15, _("15 Minuten")), (30, _("30 Minuten")), (60, _("1 Stunde")), (120, _("2 Stunden"))],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie eine Antwort.")},
    )


class LaterAtHomeForm(LateForm):
    """Of who waits at home."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["late_minutes"].choices = LateForm.base_fields["late_minutes"].choices[:3]  # type: ignore[attr-defined]
