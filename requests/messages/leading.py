"""Where the links of our messages to helpers and care services lead: behind the sign-in, since names and doors stand there.

What each page is about is said here, for whoever is not signed in yet: no name, no street, no kind of help.
"""

from django.utils.translation import gettext_lazy as _

from quarters.models import User
from quarters.signing.behind_sign_in import link_behind_sign_in, say_about
from requests.models import HelpRequest

ABOUT = {
    "requests:board_request": _("Eine Anfrage in Ihrem Quartier"),
    "requests:on_call_case": _("Bereitschaft: Ihr Einsatz"),
    "requests:duty_call": _("Bereitschaft: Jemand bittet um Hilfe"),
    "requests:duty_worry": _("Bereitschaft: Bitte heute noch anrufen"),
    "requests:duty_trouble": _("Bereitschaft: Ein Besuch läuft nicht wie geplant"),
    "requests:duty_tell": _("Bereitschaft: Bitte sagen, wer kommt"),
    "requests:round_entry": _("Anrufrunde: Bitte nachsehen"),
    "requests:round_entry_duty": _("Bereitschaft: Bitte nachsehen lassen"),
    "requests:call_round": _("Die Anrufrunde von heute"),
    "requests:letters": _("Briefe liegen noch im Treffpunkt"),
}
for page, sentence in ABOUT.items():
    say_about(page, sentence)


def board_link(help_request: HelpRequest, reader: User) -> str:
    return link_behind_sign_in(reader, "requests:board_request", help_request.reference)
