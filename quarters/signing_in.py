"""How people sign in: allauth's adapters. Codes are eight digits in groups; secrets of factors lie encrypted."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from piano.kit.fields import decrypt, encrypt


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up alone: accounts are made with the first request, or by a helper."""

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

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return str(super().get_login_redirect_url(request))


def came_by_code(request: HttpRequest, email: str) -> bool:
    """Whether this session has just entered the code that was sent to this address."""
    records = request.session.get("account_authentication_methods", [])
    return any(
        record.get("method") == "code" and str(record.get("email", "")).lower() == email.lower() for record in records
    )


class MFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "piAno"}
