"""What a short message says: `templates/messages/<reason>.sms[.<language>].txt`, else that there is news, and where it stands.

A template of its own gets the times and numbers of its reason, and nothing that names a person, a place or a kind of help: what
is not on the list below is not there for it, whatever somebody writes into the file.
"""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template import Context
from django.template.loader import TemplateDoesNotExist, select_template
from django.utils import translation
from django.utils.translation import gettext as _

from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.messaging.reasons import reason_of
from piano.messaging.words import subject_id

if TYPE_CHECKING:
    from piano.messaging.models import Message
    from piano.messaging.words import Words

SAYABLE = ("link", "moment", "time", "wish_time", "answer_by", "departure", "instead_of_time")


def sms_text(message: "Message", words: "Words") -> str:
    """One line or a few, in her language. Without a link of its own it leads to where she comes home: her requests, or her visits."""
    with translation.override(message.recipient.reads_in):
        own = _own_words(message)
        if own:
            return own
        news = _("Neue Nachricht von piAno.")
        link = _link_in(words)
        call = _("Fragen? {phone}").format(phone=say_phone(default_house().number))
        return " ".join([news, link or f"{settings.SITE_URL}{settings.LOGIN_REDIRECT_URL}", call])


def _own_words(message: "Message") -> str:
    reason = reason_of(message)
    name, language = reason.template or reason.name, message.recipient.reads_in
    try:
        template: Any = select_template([f"messages/{name}.sms.{language}.txt", f"messages/{name}.sms.txt"])
    except TemplateDoesNotExist:
        return ""
    values = reason.context(subject_id(message), message.recipient)
    allowed = {key: values[key] for key in SAYABLE if key in values}
    allowed |= {"house_phone": say_phone(default_house().number)}
    return " ".join(str(template.template.render(Context(allowed, autoescape=False))).split())


def _link_in(words: "Words") -> str:
    """The link that the message carries anyway, if there is one."""
    return next((word for word in words.body.split() if word.startswith(settings.SITE_URL + "/")), "")
