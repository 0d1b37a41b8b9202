"""The works and their acceptance (domain 7, steps 10 and 11)."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from quarters.conversions import defects, filling, forms
from quarters.conversions.acts.act import BOTH, Act, Doing, S


def _today(do: Doing) -> dt.date:
    return clock.local(do.now).date()


ACTS = {
    "umbau": Act(
        _("Betrieb und Tage"),
        lambda do: filling.plan_works(do.case, **do.data, **do.who),
        (S.WORKS,),
        BOTH,
        forms.WorksForm,
        initial=("firm", "starts_on", "ends_on", "interim", "neighbours_on"),
    ),
    "auftrag": Act(
        _("Auftrag erteilt"),
        lambda do: filling.order(do.case, **do.data, **do.who),
        (S.WORKS,),
        BOTH,
        forms.OnForm,
    ),
    "abnahme": Act(
        _("Abnahme"),
        lambda do: filling.accept(do.case, **do.data, **do.who),
        (S.ACCEPTANCE,),
        BOTH,
        forms.AcceptForm,
    ),
    "mangel": Act(
        _("Mangel aufschreiben"),
        lambda do: defects.note_defect(do.case, **do.data, **do.who),
        (S.ACCEPTANCE,),
        BOTH,
        forms.DefectForm,
        _("Aufschreiben"),
    ),
    "mangel-behoben": Act(
        _("Behoben"),
        lambda do: defects.close_defect(do.case, defect=do.row_of(do.case.defects), on=_today(do), **do.who),
        (S.ACCEPTANCE,),
        is_small=True,
    ),
    "mangel-doch": Act(
        _("Doch noch offen"),
        lambda do: defects.open_again(do.case, defect=do.row_of(do.case.defects), **do.who),
        (S.ACCEPTANCE,),
        is_small=True,
    ),
    "rechnung": Act(
        _("Rechnung und Auszahlung"),
        lambda do: filling.note_invoice(do.case, **do.data, **do.who),
        (S.ACCEPTANCE,),
        BOTH,
        forms.InvoiceForm,
    ),
}
