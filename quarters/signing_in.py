"""How people sign in: allauth's adapters. Codes are eight digits in groups; secrets of factors lie encrypted."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse

from piano.kit.fields import decrypt, encrypt


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up alone: accounts are made with the first request, or by a helper."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True

    def generate_login_code(self) -> str:
        """Eight digits: with three tries a code and ten codes a day nobody guesses one (reliability 4.1)."""
        digits = f"{secrets.randbelow(10**8):08d}"
        return f"{digits[:4]}-{digits[4:]}"

    def generate_email_verification_code(self) -> str:
        return self.generate_login_code()

    def pre_login(self, request: HttpRequest, user: Any, **hints: Any) -> HttpResponse | None:
        """Who typed the code from her mail has shown that the address is hers: nobody is asked for a second one."""
        records = get_authentication_records(request, user)
        email = records[-1].get("email") if records and records[-1].get("method") == "code" else None
        if email and user.email and email.lower() == user.email.lower():
            address, _is_new = EmailAddress.objects.get_or_create(
                user=user, email=email.lower(), defaults={"primary": True}
            )
            address.set_verified()
        answer: HttpResponse | None = super().pre_login(request, user, **hints)
        return answer

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return str(super().get_login_redirect_url(request))


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "piAno"}
