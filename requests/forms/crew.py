"""What a coordinator looks for among her volunteers, and a pause that somebody told her of."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piano.kit.alphabet import alphabetical
from quarters.models import Category, District, Who
from quarters.people.languages import SPOKEN
from requests.people.crew import SIGNATURE, Wanted
from volunteers.models import VolunteerState

INPUT = {"class": "input"}
STATES = [("", _("alle, die dabei sind")), *VolunteerState.choices]


class CrewForm(forms.Form):
    """All optional; what is none of the choices is as if it were empty."""

    suche = forms.CharField(
        label=_("Name, Telefon oder Ausweis"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={**INPUT, "type": "search"}),
    )
    stand = forms.ChoiceField(label=_("Stand"), choices=STATES, required=False, widget=forms.Select(attrs=INPUT))
    stadtteil = forms.ModelChoiceField(
        label=_("Stadtteil"),
        queryset=District.objects.none(),
        required=False,
        empty_label=_("alle"),
        widget=forms.Select(attrs=INPUT),
    )
    hilfe = forms.ModelChoiceField(
        label=_("Hilfe"),
        queryset=Category.objects.filter(is_offered=True).exclude(who=Who.PROFESSIONAL).order_by("pk"),
        required=False,
        empty_label=_("alle"),
        widget=forms.Select(attrs=INPUT),
    )
    sprache = forms.ChoiceField(
        label=_("Spricht"), choices=[("", _("alle")), *SPOKEN.items()], required=False, widget=forms.Select(attrs=INPUT)
    )
    fehlt = forms.ChoiceField(
        label=_("Was fehlt"),
        choices=[("", _("egal")), (SIGNATURE, _("muss neu unterschreiben"))],
        required=False,
        widget=forms.Select(attrs=INPUT),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = District.objects.filter(pk__in=people.values("district")).order_by(*alphabetical("name"))
        self.fields["stadtteil"].queryset = near  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        self.is_valid()
        said = self.cleaned_data
        district, category = said.get("stadtteil"), said.get("hilfe")
        return Wanted(
            text=said.get("suche", ""),
            state=said.get("stand", ""),
            district=district.pk if district else None,
            category=category.pk if category else None,
            language=said.get("sprache", ""),
            lacks=said.get("fehlt", ""),
        )
