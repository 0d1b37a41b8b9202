"""How people sign in: allauth's adapters. Codes are eight digits in groups; secrets of factors lie encrypted."""

import datetime as dt
import secrets
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.core.mail import EmailMessage
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.fields import decrypt, encrypt
from piano.kit.house import default_house


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up alone: accounts are made with the first request, or by a helper."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("Der Code stimmt nicht. Bitte vergleichen Sie die Ziffern."),
        "rate_limited": _("Das ging etwas schnell. Bitte warten Sie einen Augenblick."),
        "too_many_login_attempts": _(
            "Das waren zu viele Versuche. Bitte warten Sie ein paar Minuten und lassen Sie sich einen neuen Code schicken."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True

    def generate_login_code(self) -> str:
        """Eight digits: with three tries a code and ten codes a day nobody guesses one (reliability 4.1)."""
        digits = f"{secrets.randbelow(10**8):08d}"
        return f"{digits[:4]}-{digits[4:]}"

    def generate_email_verification_code(self) -> str:
        return self.generate_login_code()

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """A code from a mail proves that the address is hers: no second mail asks for the same proof."""
        email = kwargs.get("email") or user.email
        if email and came_by_code(request, email):
            EmailAddress.objects.update_or_create(
                user=user, email=email.lower(), defaults={"verified": True, "primary": True}
            )
        return super().pre_login(request, user, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail of signing in knows until when a code is valid, and where our pages are."""
        seconds = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
        until = clock.now() + dt.timedelta(seconds=seconds)
        known = {"minutes": seconds // 60, "until": until, "site_url": settings.SITE_URL}
        super().send_mail(template_prefix, email, {**context, **known})

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMessage:
        mail: EmailMessage = super().render_mail(*args, **{"headers": {"Auto-Submitted": "auto-generated"}, **kwargs})
        mail.reply_to = [default_house().email]
        return mail

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return str(super().get_login_redirect_url(request))


def came_by_code(request: HttpRequest, email: str) -> bool:
    """Whether this session has just entered the code that was sent to this address."""
    records = request.session.get("account_authentication_methods", [])
    return any(
        record.get("method") == "code" and str(record.get("email", "")).lower() == email.lower() for record in records
    )


class MFAAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Die Zahl stimmt nicht. Bitte nehmen Sie die, die jetzt in der App steht."),
        "unverified_email": _("Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse."),
    }

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "piAno"}


@receiver(authenticator_added)
def confirm_by_setting_up(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Who has just set up a factor has just used it: the sheet with the spare codes comes without asking once more."""
    record_authentication(request, user, method="mfa", reauthenticated=True)
