"""What the associations tell rooms below, once at start: an idea can become one."""

import datetime as dt

from django.urls import reverse

from quarters.ideas.becoming import register_founding
from quarters.models import Initiative, Part, User
from volunteers.clubs import cash, inviting, reminding  # noqa: F401  register the fees, and what is written
from volunteers.clubs.founding import add_runner, begin_from_idea
from volunteers.clubs.links import founder_key
from volunteers.models import Founder, Founding


def begin(idea: Initiative, *, by: User | None, now: dt.datetime) -> str:
    """The founding of this idea: for the helper her page, for whoever runs it a founder's own."""
    founding = begin_from_idea(idea, by=by, now=now)
    if by is not None:
        return reverse("volunteers:helper_founding", args=[founding.reference])
    return reverse("volunteers:own_founding", args=[founder_key(_founder_of(idea, founding, now=now))])


def _founder_of(idea: Initiative, founding: Founding, *, now: dt.datetime) -> Founder:
    """Whoever runs the idea stands on the list; somebody else may run it by now than when the founding began."""
    runner = idea.people.select_related("person").get(part=Part.RUNS)
    known = founding.founders.filter(name=runner.called).first()
    return known or add_runner(founding, runner, now=now)


register_founding(begin)
