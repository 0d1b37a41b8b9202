"""What is kept of it in every step: photos of rooms, and that a letter has left the house."""

from django.utils.translation import gettext_lazy as _

from quarters.conversions import forms, letters, photos
from quarters.conversions.acts.act import BOTH, HELPERS, Act
from quarters.conversions.states import OPEN_STATES

ACTS = {
    "foto": Act(
        _("Foto eines Zimmers"),
        lambda do: photos.add_photo(do.case, **do.data, **do.who),
        OPEN_STATES,
        BOTH,
        forms.RoomPhotoForm,
        _("Foto speichern"),
    ),
    "foto-weg": Act(
        _("Foto löschen"),
        lambda do: photos.drop_photo(do.case, reference=do.row, **do.who),
        OPEN_STATES,
        BOTH,
        is_small=True,
    ),
    "brief": Act(
        _("Ist abgeschickt"),
        lambda do: letters.post_letter(do.case, kind=do.row, **do.who),
        OPEN_STATES,
        HELPERS,
        is_small=True,
    ),
}
