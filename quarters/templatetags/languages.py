"""`{{ code|say_language }}`: a language by its German name. `{% not_called person %}`: what stands where a number to dial would."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from piano.kit.phones import say_phone
from piano.messaging.channels.sms.numbers import mobile_number
from quarters.people import languages, talking

register = template.Library()
register.filter("say_language", languages.say_language)
register.filter("say_talking", talking.say_talking)


@register.simple_tag
def not_called(person: Any) -> SafeString:
    """For somebody who only writes: that one writes to her, and where a short message reaches her."""
    said, number = _("Bitte schreiben, nicht anrufen"), mobile_number(person.phone)
    if not number:
        return format_html("<strong>{}</strong>", said)
    link = format_html('<a href="sms:{}">{} <bdi>{}</bdi></a>', number, _("SMS an"), say_phone(number))
    return format_html("<strong>{}</strong> {}", said, link)
