"""Her agreement, what is said of her health, and the end."""

from django.utils.translation import gettext_lazy as _

from quarters.conversions import confidential, forms, wishes
from quarters.conversions.acts.act import HELPERS, Act, S
from quarters.conversions.states import OPEN_STATES

ACTS = {
    "einwilligung": Act(
        _("Einwilligung"),
        lambda do: wishes.agree(do.case, read_out_by=do.by, **do.who),
        OPEN_STATES,
        HELPERS,
        forms.AgreeForm,
        _("Einwilligung eintragen"),
    ),
    "ruecknahme": Act(
        _("Einwilligung zurücknehmen"),
        lambda do: wishes.withdraw_agreement(do.case, **do.who),
        OPEN_STATES,
        HELPERS,
        is_small=True,
    ),
    "vertraulich": Act(
        _("Nur für Sie und die Mieterin oder den Mieter"),
        lambda do: confidential.note_private(do.case, **do.data, **do.who),
        OPEN_STATES,
        HELPERS,
        forms.PrivateForm,
        _("Speichern"),
    ),
    "beenden": Act(
        _("Beenden"),
        lambda do: wishes.end(do.case, note=do.data["reason"], is_refusal=do.data["reason"] == "refused", **do.who),
        tuple(state for state in OPEN_STATES if state != S.ACCEPTANCE),
        HELPERS,
        forms.EndForm,
        _("Umbau beenden"),
    ),
}
