"""Decision B: into a flat that fits, or back to converting after all (domain 7, step 3)."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from quarters.conversions import filling, forms
from quarters.conversions.acts.act import HELPERS, Act, S
from quarters.models import Flat


def _flat(reference: str) -> Flat:
    found = Flat.objects.filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


ACTS = {
    "wohnung": Act(
        _("Diese Wohnung"),
        lambda do: filling.choose_target(do.case, target=_flat(do.row), **do.who),
        (S.MOVING,),
        HELPERS,
        is_small=True,
    ),
    "umzug": Act(
        _("Der Umzug war"),
        lambda do: filling.note_move(do.case, **do.data, **do.who),
        (S.MOVING,),
        HELPERS,
        forms.OnForm,
    ),
    "doch-umbauen": Act(
        _("Doch umbauen: noch einmal prüfen"),
        lambda do: filling.convert_after_all(do.case, **do.who),
        (S.MOVING,),
        HELPERS,
        is_small=True,
    ),
}
