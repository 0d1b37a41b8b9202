"""How a person wishes to hear from us: which ways there are for her, and her choice."""

from django.utils.translation import gettext as _

from piano.kit.phones import say_phone
from piano.messaging.channels import channel_named
from quarters.models import Reach, User


def ways_to_reach(person: User) -> list[tuple[str, str]]:
    """What would reach her, with her own address or number, so that she sees a wrong one."""
    phone = say_phone(person.phone)
    known = [
        (Reach.EMAIL, bool(person.email), _("per E-Mail an {address}").format(address=person.email)),
        (Reach.SMS, channel_named("sms").reaches(person), _("als SMS an {phone}").format(phone=phone)),
        (Reach.PHONE, bool(person.phone), _("Ein Mensch ruft mich an: {phone}").format(phone=phone)),
    ]
    return [(str(way), words) for way, reaches, words in known if reaches]


def choose_way(person: User, *, reach: str) -> None:
    """Holds for what is owed from now on. Twice changes nothing."""
    User.objects.filter(pk=person.pk).update(reach=Reach(reach))
