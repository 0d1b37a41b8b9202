"""What is written on the way: each reason with its words' values, and whether it is still owed."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.messaging.models import MessageClass
from piano.messaging.reasons import Reason, register
from quarters.models import User
from quarters.signing.behind_sign_in import link_behind_sign_in, say_about
from volunteers.models import Path, Step, VolunteerPause, VolunteerState
from volunteers.path.links import own_link
from volunteers.path.reading import Way, board, rules, way_of, with_steps
from volunteers.path.signing import who_must_sign

say_about("volunteers:paths", "Wer mitmachen möchte")
say_about("volunteers:path", "Jemand, der mitmachen möchte")
say_about("volunteers:secrecy", _("Ihre Erklärung zur Verschwiegenheit"))
say_about("volunteers:profile", _("Ihre Angaben"))
TOGETHER = dt.timedelta(hours=24)  # steps that are told in one message
SHOWN = 12


def _way(pk: int) -> Way:
    path = with_steps().get(pk=pk)
    return way_of(path, needed=rules()[path.level], now=clock.now())


def _about(pk: int, recipient: Any) -> dict[str, Any]:
    way, house = _way(pk), default_house()
    return {
        "done": [str(line.yours[0]) for line in _latest(way)],
        "next_step": str(way.next.yours[0]) if way.next else "",
        "next_words": str(way.next.yours[1]) if way.next else "",
        "left": len(way.missing),
        "link": own_link(way.path),
        "house_label": house.label,
        "house_phone": say_phone(house.number),
    }


def _latest(way: Way) -> list[Any]:
    taken = [line for line in way.lines if line.taken]
    last = max((line.taken.noted_at for line in taken if line.taken), default=None)
    return [line for line in taken if line.taken and last and line.taken.noted_at > last - TOGETHER]


def _about_somebody(pk: int, recipient: Any) -> dict[str, Any]:
    path = with_steps().get(pk=pk)
    kinds = path.interest.categories.values_list("name", flat=True) if path.interest else []
    return {
        "who": path.name,
        "district": path.district.name,
        "kinds": ", ".join(kinds),
        "came": path.get_came_by_display(),
        "link": link_behind_sign_in(recipient, "volunteers:path", path.reference),
    }


def _about_waiting(pk: int, recipient: Any) -> dict[str, Any]:
    person = User.objects.get(pk=pk)
    ways = [(column.label, way) for column in board(person, now=clock.now()) for way in column.ways if way.is_long]
    return {
        "waiting": [(way.path.name, label, way.days) for label, way in ways[:SHOWN]],
        "left": max(0, len(ways) - SHOWN),
        "link": link_behind_sign_in(recipient, "volunteers:paths"),
    }


def _open(pk: int) -> bool:
    return Path.objects.filter(pk=pk, active_at=None, ended_at=None).exists()


def _is_on_the_way(pk: int) -> bool:
    return _open(pk) and bool(Path.objects.get(pk=pk).steps.filter(undone_at=None).exists())


def _is_before_the_talk(pk: int) -> bool:
    return _open(pk) and not _is_on_the_way(pk)


def _is_her_turn(pk: int) -> bool:
    return _open(pk) and _way(pk).is_hers


def _lacks_the_first_visit(pk: int) -> bool:
    following = _way(pk).next
    return _open(pk) and following is not None and following.step == Step.FIRST_VISIT


def _is_active(pk: int) -> bool:
    rows = Path.objects.filter(pk=pk, active_at__isnull=False, ended_at=None)
    return rows.filter(volunteer__state=VolunteerState.ACTIVE).exists()


def _has_ended(pk: int) -> bool:
    return Path.objects.filter(pk=pk, ended_at__isnull=False).exists()


def _somebody_waits(pk: int) -> bool:
    person = User.objects.filter(pk=pk, is_active=True).first()
    return person is not None and any(way.is_long for one in board(person, now=clock.now()) for way in one.ways)


def _about_words(pk: int, recipient: Any) -> dict[str, Any]:
    house = default_house()
    link = link_behind_sign_in(recipient, "volunteers:secrecy")
    return {"link": link, "house_label": house.label, "house_phone": say_phone(house.number)}


def _about_pause(pk: int, recipient: Any) -> dict[str, Any]:
    return {**_about_words(pk, recipient), "link": link_behind_sign_in(recipient, "volunteers:profile")}


def _is_back(pk: int) -> bool:
    return VolunteerPause.objects.filter(pk=pk, volunteer__state=VolunteerState.ACTIVE).exists()


def _must_sign(pk: int) -> bool:
    return who_must_sign(on=clock.today()).filter(pk=pk).exists()


for name, is_still_due, about in (
    ("path_received", _is_before_the_talk, _about),
    ("path_step", _is_on_the_way, _about),
    ("path_waits", _is_her_turn, _about),
    ("path_active", _is_active, _about),
    ("path_ended", _has_ended, _about),
    ("secrecy_new", _must_sign, _about_words),
    ("pause_over", _is_back, _about_pause),
    ("path_new", _is_before_the_talk, _about_somebody),
    ("path_talk", _lacks_the_first_visit, _about_somebody),
    ("paths_waiting", _somebody_waits, _about_waiting),
):
    register(
        Reason(
            name=name,
            message_class=MessageClass.NORMAL,
            is_still_due=is_still_due,
            context=about,
            is_said_along=True,
            can_wait=name in ("path_new", "paths_waiting"),
        )
    )
