"""What each kind of help means for who helps. The category's own line speaks to who is helped (domain 2)."""

from django.utils.translation import gettext_lazy as _

from quarters.models import Category

FOR_HELPERS = {
    "shop": _("zusammen, oder für jemanden"),
    "doc": _("hin und zurück begleiten"),
    "auth": _("begleiten, nicht vertreten"),
    "forms": _("lesen und ausfüllen helfen"),
    "fix": _("Lampe, Gardine, Regal"),
    "visit": _("zuhören, erzählen, Kaffee trinken"),
    "read": _("Zeitung, Buch, Post"),
    "walk": _("zusammen an die Luft"),
    "pets": _("füttern, gießen, Post holen"),
    "tech": _("zeigen und erklären"),
    "ride": _("mit Führerschein und eigenem Auto"),
    "house": _("putzen, waschen, bügeln"),
    "cook": _("zusammen kochen und essen"),
    "garden": _("gießen, harken, räumen"),
    "relief": _("bei jemandem bleiben, mit Schulung"),
    "call": _("anrufen und fragen, wie es geht"),
    "lang": _("bei Gesprächen übersetzen"),
}


def say_to_helpers(category: Category) -> str:
    """The small line under the name; nothing for a kind that a city has added."""
    return str(FOR_HELPERS.get(category.code, ""))
