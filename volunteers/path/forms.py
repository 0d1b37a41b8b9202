"""What staff types in: a slip or a word at the door, and a step with its day."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quarters.models import Organisation, OrganisationKind, RoleKind
from quarters.people.languages import SPOKEN
from volunteers.forms import INPUT, JoinForm
from volunteers.models import CameBy, PathRule, Step, WhyEnded
from volunteers.path.acts import RECORDS

DAY = {**INPUT, "type": "date"}
ISO = "%Y-%m-%d"  # as a field for days wants it
ASKED = {Step.REFERENCES: _("Wen haben Sie gefragt?"), Step.FIRST_VISIT: _("Wer war dabei?")}


def associations_for(user: Any) -> Any:
    """A coordinator's own; a helper may choose any."""
    rows = Organisation.objects.filter(kind=OrganisationKind.ASSOCIATION)
    if RoleKind.HELPER in user.role_kinds:
        return rows
    own = [role.organisation_id for role in user.valid_roles if role.kind == RoleKind.COORDINATOR]
    return rows.filter(pk__in=[pk for pk in own if pk])


class SlipForm(JoinForm):
    """The same as on the web page, typed by somebody of us from a slip or at the door."""

    came_by = forms.ChoiceField(
        label=_("Woher kommt das?"),
        choices=[(one.value, one.label) for one in (CameBy.PAPER, CameBy.DOOR, CameBy.PHONE)],
        widget=forms.RadioSelect,
    )
    address = forms.CharField(
        label=_("Straße und Hausnummer"), max_length=160, required=False, widget=forms.TextInput(attrs=INPUT)
    )
    languages = forms.MultipleChoiceField(
        label=_("Sprachen"), choices=list(SPOKEN.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    level = forms.ChoiceField(
        label=_("Wo möchte sie oder er helfen?"),
        choices=[("", _("Das ergibt sich aus den Hilfen")), *PathRule.LEVELS],
        required=False,
        widget=forms.Select(attrs=INPUT),
    )
    association = forms.ModelChoiceField(
        label=_("Verein"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Noch offen"),
        widget=forms.Select(attrs=INPUT),
    )
    field_order = ("came_by", "name", "phone", "email", "address", "district", "categories", "languages", "level")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["website"]
        self.fields["name"].label = _("Vor- und Nachname")
        self.fields["district"].label = _("Stadtteil")
        self.fields["categories"].label = _("Was macht sie oder er gern?")
        self.fields["words"].label = _("Was sonst noch auf dem Zettel steht")
        rows = associations_for(user)
        self.fields["association"].queryset = rows  # type: ignore[attr-defined]
        if RoleKind.HELPER in user.role_kinds:
            mine = self.fields["district"].queryset.filter(pk__in=user.district_ids)  # type: ignore[attr-defined]
            self.fields["district"].queryset = mine  # type: ignore[attr-defined]
        else:
            self.fields["association"].required, self.initial["association"] = True, rows.first()


class StepForm(forms.Form):
    """A step that was taken, today if nothing else is said; for a certificate of conduct two dates and a tick, never a paper."""

    step = forms.ChoiceField(choices=Step.choices, widget=forms.HiddenInput)
    on = forms.DateField(label=_("Am"), required=False, widget=forms.DateInput(attrs=DAY, format=ISO))
    issued_on = forms.DateField(
        label=_("Ausgestellt am"), required=False, widget=forms.DateInput(attrs=DAY, format=ISO)
    )
    has_no_entry = forms.BooleanField(label=_("Es steht kein Eintrag darin"), required=False)
    words = forms.CharField(label=_("Vermerk"), max_length=120, required=False, widget=forms.TextInput(attrs=INPUT))
    association = forms.ModelChoiceField(
        label=_("Verein"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Noch offen"),
        widget=forms.Select(attrs=INPUT),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "schritt_%s", **kwargs})
        self.fields["association"].queryset = associations_for(user)  # type: ignore[attr-defined]

    def shown(self, step: str, *, has_association: bool, day: dt.date, is_known: bool = False) -> "StepForm":
        """Only what this step asks for, with the day on which it probably was; `is_known`: we know who was there."""
        self.initial = {**self.initial, "step": step, "on": day}
        if step in ASKED:
            self.fields["words"].label = ASKED[Step(step)]
            self.fields["words"].required = step == Step.FIRST_VISIT and not is_known
        else:
            del self.fields["words"]
        if step not in RECORDS:
            del self.fields["issued_on"], self.fields["has_no_entry"]
        if step != Step.TALK or has_association:
            del self.fields["association"]
        return self


class EndForm(forms.Form):
    why = forms.ChoiceField(label=_("Warum?"), choices=WhyEnded.choices, widget=forms.RadioSelect)


class LevelForm(forms.Form):
    level = forms.ChoiceField(
        label=_("Wo möchte sie oder er helfen?"), choices=PathRule.LEVELS, widget=forms.Select(attrs=INPUT)
    )
