"""The offices of a board. Below the tables, so imports nothing of the house."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BoardOffice(TextChoices):
    CHAIR = "chair", _("Vorsitz")
    DEPUTY = "deputy", _("Stellvertretung")
    TREASURER = "treasurer", _("Kasse")
    WRITER = "writer", _("Schriftführung")
    MEMBER = "member", _("Beisitz")


IN_REGISTER = (
    BoardOffice.CHAIR,
    BoardOffice.DEPUTY,
    BoardOffice.TREASURER,
)  # who acts for it, § 26 BGB, as our draft says
NEEDED = frozenset({BoardOffice.CHAIR, BoardOffice.TREASURER})  # without these nobody can sign for it
