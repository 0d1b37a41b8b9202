"""How whoever calls talks with a person: what she asks for, her language, and who of the team speaks it. Reads only."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.alphabet import alphabetical
from piano.messaging.times.days import wish_of
from quarters.models import Role, RoleKind, User
from quarters.people.languages import say_language
from quarters.people.talking import say_talking
from requests.board.interpreting import speaks

GERMAN = "de"


def say_how(person: User, *, team: Iterable[User] = ()) -> list[str]:
    """„Schreibt: bitte nicht anrufen“, „Spricht Türkisch. Das kann: Yasemin Kaya“; empty for most people."""
    return [*say_talking(person), *_say_times(person), *_say_language(person, team)]


def _say_times(person: User) -> list[str]:
    """What a call that she wishes for at another hour would break."""
    wish = wish_of(person)
    if not wish.is_own or wish.quiet_from <= wish.quiet_until:
        return []
    span = {"start": clock.say_wall_time(wish.quiet_until), "end": clock.say_wall_time(wish.quiet_from)}
    return [_("Bitte nicht vor {start} und nicht nach {end}").format(**span)]


def _say_language(person: User, team: Iterable[User]) -> list[str]:
    if person.language == GERMAN:
        return []
    language = say_language(person.language)
    able = [helper.full_name for helper in team if speaks(helper, person.language) and helper.pk != person.pk]
    if not able:
        return [_("Spricht {language}").format(language=language)]
    return [_("Spricht {language}. Das kann: {names}").format(language=language, names=", ".join(able))]


def team_for(people: Iterable[User], helper: User) -> list[User]:
    """The helpers of this one's districts, herself among them; no query where everybody speaks German."""
    if all(person.language == GERMAN for person in people):
        return []
    roles = Role.objects.valid_on(clock.today()).filter(kind=RoleKind.HELPER, district__in=helper.district_ids)
    rows = User.objects.filter(pk__in=roles.values("user"), is_active=True).select_related("helper")
    return list(rows.order_by(*alphabetical("family_name", "given_name")))
