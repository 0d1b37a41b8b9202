"""An incident in words: shape is checked here."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.alphabet import alphabetical
from quarters.models import District, User
from requests.models import Decided

INPUT = {"class": "input"}
MISSING = {"required": _("Bitte füllen Sie dieses Feld aus.")}


class IncidentForm(forms.Form):
    what = forms.CharField(
        label=_("Was ist geschehen?"),
        help_text=_("Nur, was gesehen oder gesagt wurde. Keine Vermutungen."),
        max_length=4000,
        error_messages=MISSING,
        widget=forms.Textarea(attrs={**INPUT, "rows": 6}),
    )
    reported_by = forms.CharField(
        label=_("Wer hat es gesagt?"), required=False, max_length=200, widget=forms.TextInput(attrs=INPUT)
    )
    happened_on = forms.DateField(
        label=_("Wann war es?"), required=False, widget=forms.DateInput(attrs={**INPUT, "type": "date"})
    )
    district = forms.ModelChoiceField(
        label=_("Stadtteil"),
        queryset=District.objects.none(),
        empty_label=None,
        error_messages=MISSING,
        widget=forms.Select(attrs=INPUT),
    )

    def __init__(self, *args: Any, districts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = districts  # type: ignore[attr-defined]
        self.fields["district"].initial = districts.first()

    def clean_happened_on(self) -> Any:
        day = self.cleaned_data["happened_on"]
        if day and day > clock.today():
            raise forms.ValidationError(_("Dieser Tag liegt in der Zukunft. Bitte sehen Sie noch einmal nach."))
        return day


class CareIncidentForm(IncidentForm):
    """As a care service writes it: who shall read it is part of it."""

    readers = forms.ModelMultipleChoiceField(
        label=_("Wer soll es lesen?"),
        help_text=_("Niemanden wählen, um den es geht. Wer es liest, bekommt heute Bescheid."),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Bitte wählen Sie mindestens eine Person.")},
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["readers"]
        rows = User.objects.filter(pk__in=[one.pk for one in people])
        field.queryset = rows.order_by(*alphabetical("family_name", "given_name"), "pk")
        field.label_from_instance = lambda one: one.full_name


class IncidentStepForm(forms.Form):
    words = forms.CharField(
        label=_("Was wurde getan?"),
        max_length=2000,
        error_messages=MISSING,
        widget=forms.Textarea(attrs={**INPUT, "rows": 3}),
    )


class IncidentDecisionForm(forms.Form):
    decided = forms.ChoiceField(label=_("Was ist entschieden?"), choices=Decided.choices, widget=forms.RadioSelect)
    decision = forms.CharField(
        label=_("In eigenen Worten"),
        max_length=2000,
        error_messages=MISSING,
        widget=forms.Textarea(attrs={**INPUT, "rows": 3}),
    )
