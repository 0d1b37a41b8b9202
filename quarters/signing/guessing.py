"""Guesses at codes are counted before they are compared: three for a code from a mail, five for a second factor.

allauth counts in the session, which is read, then written: guesses that come at once are all judged. Its forms are
replaced by these in the settings (`ACCOUNT_FORMS`, `MFA_FORMS`); what it does with a wrong guess stays as it is.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmEmailVerificationCodeForm, ConfirmLoginCodeForm
from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from piano.kit.tries import forgive_tries, take_try

TRIES_A_CODE = settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS
TRIES_A_DAY = 30
TRIES_A_FACTOR, FACTOR_SECONDS = 5, 5 * 60
DAY = 24 * 3600


class LoginCodeForm(ConfirmLoginCodeForm):
    def clean_code(self) -> str:
        take_guess(context.request._login_stage.state)
        return str(super().clean_code())


class EmailCodeForm(ConfirmEmailVerificationCodeForm):
    def clean_code(self) -> str:
        take_guess(context.request.session[EMAIL_VERIFICATION_CODE_SESSION_KEY])
        return str(super().clean_code())


class FactorForm(AuthenticateForm):
    def clean_code(self) -> str:
        return clean_factor(self, super().clean_code)


class FactorAgainForm(ReauthenticateForm):
    def clean_code(self) -> str:
        return clean_factor(self, super().clean_code)


def take_guess(state: dict[str, Any]) -> None:
    """Counts one guess at the code of this state, and tells allauth the true number: it ends the code by it.

    Raises `ValidationError` when the code's or the address's guesses are used up; nothing is compared then.
    A code that was never sent (unknown address) is counted like any other, so nobody learns anything from it.
    """
    email = str(state.get("email", "")).lower()
    count = take_try("code", f"{email} {state['at']} {state.get('code')}", most=TRIES_A_CODE, seconds=DAY)
    if count and not take_try("codes_a_day", email, most=TRIES_A_DAY, seconds=DAY):
        count = None
    state["failed_attempts"] = count - 1 if count else TRIES_A_CODE
    if not count:
        raise get_adapter().validation_error("too_many_login_attempts")


def clean_factor(form: Any, compare: Any) -> str:
    """Raises `ValidationError` when this person's guesses at numbers and spare codes are used up for now."""
    person = str(form.user.pk)
    if not take_try("factor", person, most=TRIES_A_FACTOR, seconds=FACTOR_SECONDS):
        raise ValidationError(_("Das waren zu viele Versuche. Bitte warten Sie fünf Minuten."))
    code = str(compare())
    forgive_tries("factor", person)
    return code
