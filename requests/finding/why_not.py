"""„Warum nicht?“: who of the district is not on the list, and why, as far as the reader may know it. Reads only.

That somebody is blocked, suspended or lacks a certificate is said to nobody but the coordinator of her own association;
everybody else reads the same words for all of it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from piano.kit.alphabet import alphabetical
from quarters.models import RoleKind, User
from quarters.people.languages import say_language
from requests.matching import checking
from requests.matching.rules import SECRET, Rule
from requests.models import Visit
from volunteers.models import Volunteer, VolunteerState

SHOWN = 20


@dataclass(frozen=True)
class LeftOut:
    """One person who is not on the list. `detail` is empty but for the coordinator of her association."""

    name: str
    reason: str
    detail: str = ""


def left_out(
    visit: Visit, *, reader: User, chosen: Iterable[str], now: dt.datetime, survey: checking.Survey | None = None
) -> list[LeftOut]:
    """Volunteers of the visit's district who are neither on the list (`chosen`, references of people) nor asked.

    A fixed number of queries; one with a `survey` of the visit.
    """
    rows = Volunteer.objects.filter(district=visit.help_request.district_id)
    rows = rows.exclude(state__in=[VolunteerState.APPLIED, VolunteerState.LEFT]).exclude(
        user_id=visit.help_request.resident.user_id
    )
    rows = rows.exclude(user__reference__in=list(chosen)).exclude(user__in=visit.offers.values("person"))
    people = {
        one.pk: one for one in rows.select_related("user").order_by(*alphabetical("user__family_name"), "pk")[:SHOWN]
    }
    survey = survey or checking.survey(visit, now=now)
    place = {pk: number for number, pk in enumerate(survey.world.people.id.tolist())}
    own = {role.organisation_id for role in reader.valid_roles if role.kind == RoleKind.COORDINATOR}
    return [
        _say(one, survey.first_rule(place[one.pk]), visit, may_know=one.association_id in own)
        for one in people.values()
    ]


def _say(one: Volunteer, rule: Rule | None, visit: Visit, *, may_know: bool) -> LeftOut:
    name, language = one.user.full_name, visit.help_request.needs_language
    if rule is None:
        return LeftOut(name, _("käme auch infrage, steht aber weiter hinten"))
    if rule.is_secret:
        return LeftOut(name, str(SECRET), str(rule.says) if may_know else "")
    if rule.code == "language":
        return LeftOut(name, _("spricht nicht %(language)s") % {"language": say_language(language)})
    return LeftOut(name, str(rule.says))
