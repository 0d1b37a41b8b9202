"""Which ways there are to reach a person. Her choice: `quarters.people.talking`."""

from django.utils.translation import gettext as _

from piano.kit.phones import say_phone
from piano.messaging.channels import channel_named
from quarters.models import Reach, User


def ways_to_reach(person: User, *, may_call: bool = False) -> list[tuple[str, str]]:
    """What would reach her, with her own address or number, so that she sees a wrong one. Who only writes is not
    called, unless she may change just that."""
    phone, is_called = say_phone(person.phone), may_call or not person.only_writes
    home = person.postal_lines
    known = [
        (Reach.EMAIL, bool(person.email), _("per E-Mail an {address}").format(address=person.email)),
        (Reach.SMS, channel_named("sms").reaches(person), _("als SMS an {phone}").format(phone=phone)),
        (
            Reach.PUSH,
            channel_named("push").reaches(person),
            _("als Nachricht auf meinem Gerät. Was es ist, lese ich in piAno"),
        ),
        (Reach.PHONE, bool(person.phone) and is_called, _("Ein Mensch ruft mich an: {phone}").format(phone=phone)),
        (Reach.LETTER, bool(home), _("als Brief an {address}").format(address=", ".join(home))),
    ]
    return [(str(way), words) for way, reaches, words in known if reaches]


def ways_named(person: User) -> list[tuple[str, str]]:
    """The same for whoever writes it down for her: one word each."""
    return [(way, str(Reach(way).label)) for way, _words in ways_to_reach(person, may_call=True)]
