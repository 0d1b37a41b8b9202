"""Forms of a team: who joins it, when it meets, what was decided, which case it looks at, and the record of a call-out."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helpers.models import CircleMember, CircleRole
from piano.kit import clock
from piano.kit.alphabet import alphabetical
from quarters.models import Organisation, OrganisationKind, User
from requests.models import SendingAnswer, SendingOutcome, SendingWay

INPUT = {"class": "input"}
MISSING = {"required": _("Bitte füllen Sie dieses Feld aus.")}


def line(label: Any, most: int, *, rows: int = 0, required: bool = True, hint: Any = "") -> forms.CharField:
    attrs = {**INPUT, "autocomplete": "off"}
    widget = forms.Textarea(attrs={**attrs, "rows": rows}) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint, error_messages=MISSING, widget=widget
    )


def day(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        error_messages={**MISSING, "invalid": _("Diesen Tag gibt es nicht.")},
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"),
    )


class MemberForm(forms.Form):
    """`email` finds somebody who has an account; a deputy names for whom she stands in, and until when."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("Die Person braucht ein Konto bei uns."),
        error_messages={**MISSING, "invalid": _("Diese Adresse stimmt nicht, zum Beispiel petra@example.org.")},
        widget=forms.EmailInput(attrs={**INPUT, "autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Rolle im Team"),
        choices=CircleRole.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie eine Antwort.")},
    )
    stands_in_for = forms.ModelChoiceField(
        label=_("Vertritt"),
        required=False,
        queryset=CircleMember.objects.none(),
        empty_label=_("niemanden, gehört fest dazu"),
        widget=forms.Select(attrs=INPUT),
    )
    valid_from = day(_("Ab"))
    last_day = day(_("Bis (letzter Tag)"), required=False)

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "mitglied_%s", **kwargs})
        field: Any = self.fields["stands_in_for"]
        field.queryset = members
        field.label_from_instance = lambda row: row.person.full_name

    def clean_email(self) -> User:
        found = User.objects.filter(email__iexact=self.cleaned_data["email"].strip(), is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("Unter dieser Adresse kennen wir niemanden."))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("stands_in_for") and not data.get("last_day"):
            self.add_error("last_day", _("Eine Vertretung hat einen letzten Tag."))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What `add_member` takes beside the team."""
        data = self.cleaned_data
        until = data["last_day"] + dt.timedelta(days=1) if data["last_day"] else None
        return {
            "person": data["email"],
            "role": data["role"],
            "valid_from": data["valid_from"],
            "valid_until": until,
            "stands_in_for": data["stands_in_for"],
        }


class MeetingForm(forms.Form):
    day = day(_("Welcher Tag?"))
    time = forms.TimeField(
        label=_("Ab wann?"),
        error_messages={**MISSING, "invalid": _("Diese Uhrzeit gibt es nicht. Sie sieht zum Beispiel so aus: 10:30")},
        widget=forms.TimeInput(attrs={**INPUT, "type": "time"}, format="%H:%M"),
    )
    place = line(_("Wo?"), 120)

    @property
    def starts_at(self) -> dt.datetime:
        return clock.at(self.cleaned_data["day"], self.cleaned_data["time"])


class DecisionForm(forms.Form):
    words = line(_("Was ist zu tun?"), 400, rows=2, hint=_("Ohne Namen von Menschen, die nicht zugestimmt haben."))
    who = forms.ModelChoiceField(
        label=_("Wer?"),
        queryset=CircleMember.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs=INPUT),
        error_messages={"required": _("Bitte wählen Sie eine Antwort.")},
    )
    due_on = day(_("Bis wann?"))

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "beschluss_%s", **kwargs})
        field: Any = self.fields["who"]
        field.queryset = members
        field.label_from_instance = lambda row: row.person.full_name


class MinutesForm(forms.Form):
    minutes = line(
        _("Was wurde besprochen?"), 4000, rows=8, hint=_("Das lesen alle im Team. Abgeschlossen bleibt es, wie es ist.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "protokoll_%s", **kwargs})


class ShareForm(forms.Form):
    """`agreed`: the sentence was read out, where there is no agreement yet."""

    why = line(
        _("Worum geht es im Team?"),
        300,
        rows=2,
        required=False,
        hint=_("Das lesen alle, die den Namen sehen. Bitte nichts über die Gesundheit."),
    )
    until = day(_("Bis wann (letzter Tag)?"), hint=_("Danach sieht das Team nichts mehr."))
    agreed = forms.BooleanField(
        label=_("Vorgelesen, die Person ist einverstanden"),
        error_messages={"required": _("Ohne das Einverständnis geht es nicht.")},
    )

    def __init__(self, *args: Any, has_agreed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "team_%s", **kwargs})
        if has_agreed:
            del self.fields["agreed"]

    def clean_until(self) -> dt.date:
        last: dt.date = self.cleaned_data["until"]
        if not clock.today() <= last <= clock.today() + dt.timedelta(days=366):
            raise forms.ValidationError(_("Bitte nehmen Sie einen Tag ab heute, höchstens in einem Jahr."))
        return last


class RecordForm(forms.Form):
    """`told_cents` is what stands in the field at first."""

    done = line(_("Was haben Sie getan?"), 1000, rows=3)
    minutes = forms.IntegerField(
        label=_("Minuten"),
        min_value=1,
        max_value=720,
        error_messages={**MISSING, "min_value": _("Mindestens 1 Minute."), "max_value": _("Höchstens 720 Minuten.")},
        widget=forms.NumberInput(attrs={**INPUT, "inputmode": "numeric"}),
    )
    charged = forms.DecimalField(
        label=_("Berechnet, in Euro"),
        min_value=0,
        max_value=2000,
        decimal_places=2,
        localize=True,
        error_messages={**MISSING, "invalid": _("Bitte schreiben Sie einen Betrag, zum Beispiel 35,00.")},
        widget=forms.TextInput(attrs={**INPUT, "inputmode": "decimal"}),
    )
    why_other = line(_("Warum ein anderer Betrag?"), 300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "nachweis_%s", **kwargs})

    @property
    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        values = {name: data[name] for name in ("done", "minutes", "why_other")}
        return {**values, "charged_cents": int(data["charged"] * 100)}


class SignForm(forms.Form):
    name = line(_("Name der Person, die unterschreibt"), 120, hint=_("Die Person selbst, oder wer bei ihr war."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "unterschrift_%s", **kwargs})


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie eine Antwort.")},
    )


AS_REACHED = "best"
WAYS = SendingWay.choices


class SendForm(forms.Form):
    """To whom a call is handed on, and by which way: as that organisation is reached, unless a helper knows better."""

    organisation = forms.ModelChoiceField(
        label=_("An welche Stelle?"),
        queryset=Organisation.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs=INPUT),
        error_messages={"required": _("Bitte wählen Sie eine Antwort.")},
    )
    about = line(
        _("Worum geht es, in einem Satz?"),
        200,
        required=False,
        hint=_("Das steht in der Nachricht. Bitte ohne Namen und nichts über die Gesundheit."),
    )
    way = _choice(_("Auf welchem Weg?"), [(AS_REACHED, _("wie die Stelle am schnellsten zu erreichen ist")), *WAYS])
    answer_by = day(_("Antwort bis"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "stelle_%s", **kwargs})
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.exclude(kind=OrganisationKind.LANDLORD).order_by(*alphabetical("name"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        organisation = data.get("organisation")
        is_care = organisation is not None and organisation.kind == OrganisationKind.CARE_SERVICE
        if data.get("way") == SendingWay.PAGE and organisation is not None and not is_care:
            self.add_error("way", _("Eine eigene Seite haben nur Pflegedienste."))
        return data

    def clean_answer_by(self) -> dt.date:
        last: dt.date = self.cleaned_data["answer_by"]
        if not clock.today() <= last <= clock.today() + dt.timedelta(days=92):
            raise forms.ValidationError(_("Bitte nehmen Sie einen Tag ab heute, höchstens in drei Monaten."))
        return last

    @property
    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {**data, "way": "" if data["way"] == AS_REACHED else data["way"]}


OWN_WORDS = [  # as the organisation itself says it
    (SendingAnswer.YES, _("Ja, wir übernehmen das")),
    (SendingAnswer.LATER, _("Wir melden uns später")),
    (SendingAnswer.NO, _("Leider können wir nicht helfen")),
]


class AnswerForm(forms.Form):
    said = _choice(_("Ihre Antwort"), SendingAnswer.choices)
    words = line(_("Was wir wissen sollten"), 400, rows=2, required=False)

    def __init__(self, *args: Any, is_own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "antwort_%s", **kwargs})
        field: Any = self.fields["said"]
        if is_own:
            field.choices = OWN_WORDS
        else:
            field.label = _("Was sagt die Stelle?")


class OutcomeForm(forms.Form):
    outcome = _choice(_("Was ist daraus geworden?"), SendingOutcome.choices)
    words = line(_("Notiz"), 400, rows=2, required=False)
    is_done = forms.BooleanField(label=_("Damit ist der Anruf erledigt"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "ergebnis_%s", **kwargs})
