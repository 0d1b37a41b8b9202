"""Quotes, shares, applications, and the landlord's own loan (domain 7, steps 6 to 9)."""

from django.utils.translation import gettext_lazy as _

from quarters.conversions import forms, money
from quarters.conversions.acts.act import BEFORE_ORDER, BOTH, HELPERS, LANDLORDS, WHILE_PAYING, WITH_QUOTES, Act
from quarters.models import Payer

ACTS = {
    "angebot": Act(
        _("Angebot eintragen"),
        lambda do: money.add_quote(do.case, **do.data, **do.who),
        WITH_QUOTES,
        BOTH,
        forms.QuoteForm,
    ),
    "angebot-waehlen": Act(
        _("Wählen"),
        lambda do: money.choose_quote(do.case, quote=do.row_of(do.case.quotes), **do.who),
        WITH_QUOTES,
        is_small=True,
    ),
    "anteil": Act(
        _("Wer zahlt was?"),
        lambda do: money.say_share(do.case, **do.data, **do.who),
        WHILE_PAYING,
        BOTH,
        forms.ShareForm,
    ),
    "anteil-weg": Act(
        _("Entfernen"),
        lambda do: money.drop_share(do.case, share=do.row_of(do.case.shares), **do.who),
        WHILE_PAYING,
        HELPERS,
        is_small=True,
    ),
    "antrag": Act(
        _("Antrag eintragen"),
        lambda do: money.apply(do.case, **do.data, **do.who),
        BEFORE_ORDER,
        HELPERS,
        forms.ApplyForm,
    ),
    "darlehen": Act(
        _("Eigenes Darlehen beantragt"),
        lambda do: money.apply(do.case, **do.data, **do.who),
        BEFORE_ORDER,
        LANDLORDS,
        forms.ApplyForm,
    ),
    "kein-darlehen": Act(
        _("Kein Darlehen"),
        lambda do: money.rule_out(do.case, payer=Payer.WIBANK, **do.who),
        BEFORE_ORDER,
        LANDLORDS,
        is_small=True,
    ),
    "bescheid": Act(
        _("Bescheid"),
        lambda do: money.decide_share(do.case, share=do.row_of(do.shares), **do.data, **do.who),
        WHILE_PAYING,
        BOTH,
        forms.AnswerForm,
    ),
    "kein-antrag": Act(
        _("Wird nicht gefragt"),
        lambda do: money.rule_out(do.case, payer=do.row, **do.who),
        BEFORE_ORDER,
        HELPERS,
        is_small=True,
    ),
}
