"""Shape of what is typed about a founding; whether a step is allowed the verbs say. German: officers, founders and helpers read it."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.languages import spoken_languages
from piano.kit.one_line import LineField
from piano.kit.phone_form import ReadsPhone
from volunteers.models import Founder, Founding

INPUT = {"class": "input"}
MISSING = _("Bitte füllen Sie dieses Feld aus.")
NO_DAY = _("Bitte wählen Sie einen Tag.")
NO_NUMBER = _("Bitte schreiben Sie eine Zahl.")
WRONG: dict[type[forms.Field], Any] = {
    forms.DateField: NO_DAY,
    forms.TimeField: _("Bitte schreiben Sie eine Uhrzeit."),
    forms.IntegerField: NO_NUMBER,
    forms.EmailField: _("Diese Adresse ist nicht vollständig. Sie sieht zum Beispiel so aus: name@beispiel.de"),
    forms.ChoiceField: _("Bitte wählen Sie etwas aus der Liste."),
}
NAMES = ("invalid", "min_value", "max_value", "invalid_choice")


class House(forms.BaseForm):
    """Fields that look like the house's and name what is wrong in its words."""

    def dress(self) -> None:
        for field in self.fields.values():
            if isinstance(field.widget, forms.CheckboxInput | forms.RadioSelect):
                continue
            field.widget.attrs["class"] = "input"
            field.error_messages["required"] = MISSING
            for kind, words in WRONG.items():
                if isinstance(field, kind):
                    field.error_messages |= dict.fromkeys(NAMES, words)
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d")
            if isinstance(field, forms.TimeField):
                field.widget = forms.TimeInput(attrs={"type": "time", "class": "input"}, format="%H:%M")


class HouseForm(House, forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress()


class HouseModelForm(ReadsPhone, House, forms.ModelForm):
    """`said` is what was typed for the verbs; the instance is only shown from."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress()

    def validate_unique(self) -> None:
        """The verbs say it, in words."""

    def validate_constraints(self) -> None:
        """The verbs say it, in words."""


class EurosField(forms.DecimalField):
    """Euros as people write them, „24“ or „24,50“; its value is in cents."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        wrong = dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_decimal_places", "max_digits"),
            _("Bitte schreiben Sie eine Summe in Euro."),
        )
        super().__init__(label=label, min_value=0, max_value=100_000, decimal_places=2, error_messages=wrong, **kwargs)
        self.widget = forms.TextInput(attrs={"class": "input", "inputmode": "decimal"})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and "," in value:
            value = value.replace(".", "").replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value / 100:.2f}".replace(".", ",") if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return None if found is None else round(found * 100)


class BeginForm(HouseForm):
    name = LineField(label=_("Wie soll der Verein heißen?"), max_length=100)
    purpose = forms.CharField(
        label=_("Was soll er tun?"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    district = forms.ChoiceField(label=_("Stadtteil"))

    def __init__(self, *args: Any, districts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].choices = [(str(one.pk), one.name) for one in districts]  # type: ignore[attr-defined]


class OfStatute:
    """The two numbers of a statute; mixed in before the form."""

    cleaned_data: dict[str, Any]

    def _between(self, name: str, least: int, most: int) -> int:
        count = self.cleaned_data[name]
        if not least <= count <= most:
            raise forms.ValidationError(_("Bitte eine Zahl von {least} bis {most}.").format(least=least, most=most))
        return int(count)

    def clean_notice_days(self) -> int:
        return self._between("notice_days", 1, 90)

    def clean_board_years(self) -> int:
        return self._between("board_years", 1, 5)


class FactsForm(OfStatute, HouseModelForm):
    """What the papers say."""

    fee_cents = EurosField(_("Beitrag im Jahr (Euro)"))
    family_fee_cents = EurosField(_("Familienbeitrag im Jahr (Euro)"))
    day = forms.DateField(label=_("Gründungsversammlung am"), required=False)
    time = forms.TimeField(label=_("um"), required=False)

    class Meta:
        model = Founding
        fields = [
            "name",
            "purpose",
            "seat",
            "heir",
            "notice_days",
            "board_years",
            "leader",
            "minute_taker",
            "meets_where",
        ]
        field_classes = {"name": LineField}

    field_order = [
        "name", "purpose", "seat", "day", "time", "meets_where", "leader", "minute_taker", "fee_cents", "family_fee_cents", "board_years",
        "notice_days", "heir",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notice_days"].widget.attrs |= {"min": 1, "max": 90}
        self.fields["purpose"].widget.attrs["rows"] = 4
        self.fields["heir"].help_text = _(
            "Zum Beispiel die Stadt oder ein anderer gemeinnütziger Verein. Das Finanzamt verlangt es."
        )
        for name in ("fee_cents", "family_fee_cents"):
            self.initial[name] = getattr(self.instance, name)
        if self.instance.meets_at:
            here = clock.local(self.instance.meets_at)
            self.initial.update(day=here.date(), time=here.time())

    def said(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        day, time = found.pop("day"), found.pop("time")
        found["meets_at"] = clock.at(day, time or dt.time(18)) if day else None
        return found


class StepForm(HouseForm):
    """Done on which day, or sent off on which."""

    on = forms.DateField(label=_("An welchem Tag?"))
    note = forms.CharField(
        label=_("Notiz"),
        max_length=200,
        required=False,
        help_text=_("Zum Beispiel ein Aktenzeichen. Keine Kontonummer."),
    )

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if code == "register":
            self.fields["note"].label = _("Nummer im Vereinsregister")
            self.fields["note"].help_text = _("Sie steht auf dem Bescheid, zum Beispiel VR 1234.")


class FounderForm(HouseModelForm):
    language = forms.ChoiceField(label=_("In welcher Sprache schreiben wir?"), choices=spoken_languages)

    class Meta:
        model = Founder
        fields = [
            "name", "street", "phone", "email", "language", "office", "votes_yes", "votes_no", "abstained", "accepts", "has_signed",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office: Any = self.fields["office"]
        office.choices = [("", _("kein Amt")), *office.choices[1:]]
        self.fields["email"].help_text = _(
            "Dorthin geht der eigene Link. Wer ein Amt bekommt, meldet sich später damit an."
        )
        self.initial.setdefault("language", self.instance.language)
        self.fields["phone"].widget.attrs["type"] = "tel"
        for name in ("votes_yes", "votes_no", "abstained"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"
            self.fields[name].max_value = 9999  # type: ignore[attr-defined]
