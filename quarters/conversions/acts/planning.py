"""From the visit to the agreement of tenant and landlord (domain 7, steps 2 to 5)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from quarters.conversions import filling, forms
from quarters.conversions.acts.act import BOTH, HELPERS, Act, Doing, S

WITH_MEASURES = (S.ADVICE, S.CHECK, S.QUOTES)


def _agree_on(do: Doing) -> Any:
    return filling.agree_on(do.case, **{**do.data, "restores": do.data["restores"] == "yes"}, **do.who)


ACTS = {
    "termin": Act(
        _("Termin in der Wohnung"),
        lambda do: filling.plan_visit(do.case, at=do.form.moment, **do.who),
        (S.ADVICE,),
        HELPERS,
        forms.VisitForm,
    ),
    "besucht": Act(
        _("Der Besuch war"),
        lambda do: filling.note_visit(do.case, **do.data, **do.who),
        (S.ADVICE,),
        HELPERS,
        forms.OnForm,
    ),
    "massnahme": Act(
        _("Maßnahme wählen"),
        lambda do: filling.choose_measure(do.case, **do.data, **do.who),
        WITH_MEASURES,
        BOTH,
        forms.MeasureForm,
        _("Wählen"),
    ),
    "massnahme-weg": Act(
        _("Weglassen"),
        lambda do: filling.drop_measure(do.case, code=do.row, **do.who),
        WITH_MEASURES,
        is_small=True,
    ),
    "pruefung": Act(
        _("Prüfung und Entscheidung"),
        lambda do: filling.decide(do.case, **do.form.values, **do.who),
        (S.CHECK,),
        BOTH,
        forms.CheckForm,
    ),
    "gefragt": Act(
        _("Um Erlaubnis gebeten"),
        lambda do: filling.ask_permission(do.case, **do.data, **do.who),
        (S.PERMISSION,),
        HELPERS,
        forms.OnForm,
    ),
    "erlaubnis": Act(
        _("Antwort des Vermieters"),
        lambda do: filling.note_permission(do.case, **do.data, **do.who),
        (S.PERMISSION,),
        BOTH,
        forms.PermissionForm,
    ),
    "vereinbarung": Act(_("Vereinbarung"), _agree_on, (S.AGREEMENT,), BOTH, forms.AgreementForm),
}
