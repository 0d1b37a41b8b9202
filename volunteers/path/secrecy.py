"""The declaration of confidentiality: its words, and its versions. A changed wording is a new version: a new name at the end, and
everybody who signed an earlier one is asked to sign anew (`volunteers.path.signing`).
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

VERSIONS = ("2026-11",)  # what was signed before versions were noted counts as the first
SECRECY_VERSION = VERSIONS[-1]
SECRECY_TITLE = _("Verschwiegenheit")
SECRECY_WORDING: tuple[Any, ...] = (
    _("Was ich bei Menschen sehe und höre, denen ich helfe, erzähle ich nicht weiter. Das gilt auch in der eigenen Familie."),
    _("Namen, Adressen und Telefonnummern benutze ich nur für den vereinbarten Besuch. Danach behalte ich sie nicht."),
    _("Ich mache keine Fotos von Menschen, Wohnungen und Papieren und schreibe nichts davon ins Internet."),
    _("Mache ich mir Sorgen um jemanden, sage ich es der Nachbarschaftshilfe. Das darf ich und soll ich."),
    _("In einem Notfall rufe ich 112. Dann darf ich sagen, was nötig ist."),
    _("Diese Zusage gilt weiter, wenn ich nicht mehr mithelfe."),
)  # fmt: skip
