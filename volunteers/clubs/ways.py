"""What an officer finds under „Verein“, a line each. Rooms beside this one add their own: they know the association by its slug."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ClubWay:
    """`page` is the name of an address that takes the association's slug."""

    label: str | Promise
    says: str | Promise
    page: str


_ways: dict[str, ClubWay] = {}


def register_club_way(label: str | Promise, says: str | Promise, page: str) -> None:
    _ways[page] = ClubWay(label, says, page)


def club_ways() -> list[ClubWay]:
    return list(_ways.values())


register_club_way(_("Mitglieder"), _("Wer dazugehört, wer kommt und geht."), "volunteers:club_members")
register_club_way(
    _("Liste für die Kasse"), _("Was hereinkommt und hinausgeht, ohne Bankdaten."), "volunteers:club_cash"
)
register_club_way(_("Zeit und Geld"), _("Zeitkonten, Auslagen und Pauschalen der Ehrenamtlichen."), "volunteers:time")
register_club_way(_("Bürodienst"), _("Wer wann am Telefon ist."), "volunteers:club_office")
register_club_way(
    _("Protokollbuch"), _("Was hereinkam, nummeriert und jeden Tag abgeschlossen."), "volunteers:club_book"
)
register_club_way(
    _("Versammlungen"), _("Einladen, mit der Frist der Satzung; Protokolle."), "volunteers:club_assemblies"
)
register_club_way(
    _("Vorstand und Zugang"), _("Wer gewählt ist, bis wann, und wer diese Seiten liest."), "volunteers:club_board"
)
register_club_way(
    _("Was wir anbieten"), _("Welche Hilfe Ehrenamtliche tun, welche nur Fachleute."), "volunteers:club_scope"
)
register_club_way(
    _("Regeln des Vereins"), _("Beiträge, Fristen und Amtszeit, wie die Satzung sie sagt."), "volunteers:club_rules"
)
