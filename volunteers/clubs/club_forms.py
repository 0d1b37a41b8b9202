"""Shape of what officers type; whether it is allowed the verbs say."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from quarters.models import Organisation, Who
from volunteers.clubs.forms import EurosField, HouseForm, HouseModelForm, OfStatute
from volunteers.clubs.members import belonging
from volunteers.clubs.offices import BoardOffice
from volunteers.clubs.rostering import MOST_WEEKS
from volunteers.clubs.rules import USUAL, choices_for, matrix
from volunteers.models import Assembly, ClubRules, Member, Renewal, RenewalKind, Scope


class MemberForm(HouseModelForm):
    class Meta:
        model = Member
        fields = [
            "name", "kind", "joined_on", "street", "phone", "email", "family", "is_legal_person", "is_minor", "guardian",
            "guardian_agreed_on",
        ]  # fmt: skip

    def __init__(self, *args: Any, association: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        family: Any = self.fields["family"]
        family.queryset = belonging(association, on=clock.today()).filter(family=None).exclude(pk=self.instance.pk)
        family.label_from_instance = lambda one: f"{one.number} · {one.name}"
        family.empty_label = _("zahlt selbst")
        family.help_text = _("Wer für die ganze Familie zahlt.")
        self.fields["phone"].widget.attrs["type"] = "tel"
        if self.instance.pk is None:
            self.initial.setdefault("joined_on", clock.today())


class LeaveForm(HouseForm):
    on = forms.DateField(label=_("Austritt zum"), help_text=_("Meist das Ende des Jahres."))


class RulesForm(OfStatute, HouseModelForm):
    fee_cents = EurosField(_("Beitrag im Jahr (Euro)"))
    family_fee_cents = EurosField(_("Familienbeitrag im Jahr (Euro)"))
    supporter_fee_cents = EurosField(_("Beitrag fördernder Mitglieder (Euro)"))
    fee_due_month = forms.TypedChoiceField(
        label=_("Beiträge sind fällig am Ersten im"),
        coerce=int,
        choices=[],
    )

    class Meta:
        model = ClubRules
        fields = ["purpose", "seat", "notice_days", "board_years", "register_number"]

    field_order = [
        "fee_cents", "family_fee_cents", "supporter_fee_cents", "fee_due_month", "notice_days", "board_years", "register_number", "seat",
        "purpose",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        month: Any = self.fields["fee_due_month"]
        month.choices = [(number, MONTHS[number - 1]) for number in range(1, 13)]
        for name in ("fee_cents", "family_fee_cents", "supporter_fee_cents", "fee_due_month"):
            self.initial[name] = getattr(self.instance, name)


MONTHS = [
    _("Januar"), _("Februar"), _("März"), _("April"), _("Mai"), _("Juni"), _("Juli"), _("August"), _("September"), _("Oktober"),
    _("November"), _("Dezember"),
]  # fmt: skip


class OfMembers(HouseForm):
    """Chooses a member of today."""

    member = forms.ModelChoiceField(
        label=_("Mitglied"),
        queryset=Member.objects.none(),
        empty_label=_("Bitte wählen"),
        error_messages={"invalid_choice": _("Bitte wählen Sie ein Mitglied aus der Liste.")},
    )

    def __init__(self, *args: Any, association: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["member"]
        chosen.queryset = belonging(association, on=clock.today()).select_related("association")
        chosen.label_from_instance = lambda one: f"{one.number} · {one.name}"


class ElectForm(OfMembers):
    office = forms.ChoiceField(label=_("Amt"), choices=BoardOffice.choices)
    on = forms.DateField(label=_("Gewählt am"))
    votes_yes = forms.IntegerField(label=_("Ja-Stimmen"), required=False, min_value=0, max_value=9999)
    votes_no = forms.IntegerField(label=_("Nein-Stimmen"), required=False, min_value=0, max_value=9999)
    abstained = forms.IntegerField(label=_("Enthaltungen"), required=False, min_value=0, max_value=9999)

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError(_("Dieser Tag liegt in der Zukunft."))
        return day


class KeyForm(OfMembers):
    """Somebody of the office who reads the pages."""


class DutyForm(OfMembers):
    day = forms.DateField(label=_("Tag"))
    starts = forms.TimeField(label=_("von"))
    ends = forms.TimeField(label=_("bis"))
    weeks = forms.IntegerField(
        label=_("Wie viele Wochen nacheinander?"),
        min_value=1,
        max_value=MOST_WEEKS,
        help_text=_("Immer am selben Wochentag. Feiertage lassen wir aus."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("Das Ende liegt vor dem Anfang."))
        return data


class LineForm(HouseForm):
    words = forms.CharField(
        label=_("Was kam herein?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Wer hat angerufen, worum ging es, was haben Sie getan? Eine Zeile lässt sich später nicht ändern."
        ),
    )


class AssemblyForm(HouseModelForm):
    day = forms.DateField(label=_("Tag"))
    time = forms.TimeField(label=_("Uhrzeit"))

    class Meta:
        model = Assembly
        fields = ["kind", "place", "agenda"]

    field_order = ["kind", "day", "time", "place", "agenda"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agenda"].help_text = _("Ein Punkt je Zeile. Was hier nicht steht, kann nicht beschlossen werden.")
        self.fields["agenda"].widget.attrs["rows"] = 7

    def held_at(self) -> dt.datetime:
        return clock.at(self.cleaned_data["day"], self.cleaned_data["time"])


class InvitedForm(HouseForm):
    on = forms.DateField(label=_("Die Einladungen sind abgeschickt am"))


class MinutesForm(HouseModelForm):
    class Meta:
        model = Assembly
        fields = ["leader", "minute_taker", "present", "minutes"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True
        self.fields["minutes"].widget.attrs["rows"] = 10
        self.fields["present"].max_value = 9999  # type: ignore[attr-defined]

    def clean_present(self) -> int:
        count = int(self.cleaned_data["present"])
        if count > 9999:
            raise forms.ValidationError(_("Bitte schreiben Sie eine Zahl."))
        return count


class RenewalForm(HouseModelForm):
    class Meta:
        model = Renewal
        fields = ["kind", "words", "due_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("kind", RenewalKind.OTHER)
        self.fields["kind"].choices = RenewalKind.choices  # type: ignore[attr-defined]


class ScopeForm(HouseForm):
    """One row for each kind of help."""

    def __init__(self, *args: Any, association: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = matrix(association)
        names = {USUAL: _("wie üblich"), Scope.NOT_OFFERED: _("bieten wir nicht an"), **dict(Who.choices)}
        for category, who in self.rows:
            self.fields[category.code] = forms.ChoiceField(
                label=category.name,
                required=False,
                initial=who,
                choices=[(one, names[one]) for one in choices_for(category)],
            )
        self.dress()


class ReadBackForm(HouseForm):
    file = forms.FileField(
        label=_("Die Liste mit den Tagen der Zahlung"),
        help_text=_("CSV oder Excel, wie Sie sie hier geholt haben. In „bezahlt am“ steht der Tag."),
        error_messages={"required": _("Bitte wählen Sie eine Datei."), "empty": _("Die Datei ist leer.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("Die Datei ist zu groß."))
        return file


MOST_BYTES = 2_000_000
