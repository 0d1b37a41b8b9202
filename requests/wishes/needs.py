"""Who shall come, and who pays: what a helper notes after the wish is taken, because it changes who may be asked."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from quarters.models import User
from requests.advance import note_down
from requests.errors import WrongState
from requests.finding.second_place import set_people_needed
from requests.locks import lock_visit
from requests.models import HelpRequest, Visit
from requests.wishes.wished import asks_who


def note_needs(
    visit: Visit, *, wants_gender: str, uses_relief: bool, by: User, now: dt.datetime, people_needed: int | None = None
) -> HelpRequest:
    """From now on only they are asked who may; whoever was asked before is looked at again when she says yes. Without a word
    on `people_needed` that stays as it is.

    Locks the request and the visit, leaves a line in the log. The same again changes nothing. Raises `WrongState` when it is
    over.
    """
    with transaction.atomic():
        visit = lock_visit(visit.pk)
        help_request = visit.help_request
        if not help_request.is_open:
            raise WrongState()
        if (help_request.wants_gender, help_request.uses_relief) != (wants_gender, uses_relief):
            help_request.wants_gender, help_request.uses_relief = wants_gender, uses_relief
            help_request.save(update_fields=["wants_gender", "uses_relief"])
            note_down(
                visit, by=by, now=now, note=", ".join(say_needs(help_request)) or "Wer kommt und wer zahlt, ist gleich"
            )
        if people_needed is not None:
            set_people_needed(visit, people_needed, by=by, now=now)
    return help_request


def say_needs(help_request: HelpRequest) -> list[str]:
    """„Kommen soll eine Frau“, „Die Pflegekasse zahlt (§ 45b)“."""
    said = []
    if help_request.wants_gender:
        is_woman = help_request.wants_gender == "female"
        said.append(_("Kommen soll eine Frau") if is_woman else _("Kommen soll ein Mann"))
    if help_request.wished_name:
        said.append(_("Am liebsten: „%(name)s“") % {"name": help_request.wished_name})
    if help_request.wished is not None:
        said.append(_("Zuerst gefragt wird %(name)s") % {"name": help_request.wished.full_name})
    elif asks_who(help_request):
        said.append(_("Wer das ist, ist noch nicht zugeordnet"))
    if help_request.people_needed > 1:
        said.append(_("Es gehen zwei Menschen hin"))
    if help_request.uses_relief:
        said.append(_("Die Pflegekasse zahlt den Entlastungsbetrag"))
    return said
