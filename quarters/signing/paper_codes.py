"""One-time codes on paper: eight digits in groups, bound to a person's reference, for people who read no e-mail.

Every try is counted in the database before anything is compared, in one statement (as in `piano.kit.tries`): of any number
of guesses at once five are judged. Whoever types what is unknown, used, revoked, over or dead learns the same: it does not
fit. The digest needs the secret key, since eight digits alone are soon tried out (reliability 4.1, docs/decisions/015).
"""

import datetime as dt
import secrets

from django.db import connection, transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from piano.kit.digests import keyed_digest
from piano.kit.errors import DomainError
from piano.kit.tries import take_try
from quarters.middleware import works_here
from quarters.models import PaperCode, User

VALID = dt.timedelta(days=14)
DAY = 24 * 3600
TRIES_A_DAY, TRIES_AN_ADDRESS = 30, 100  # of one reference, known or not; of one connection
COUNT = """
UPDATE quarters_papercode AS code SET tries = tries + 1
FROM quarters_user AS person
WHERE person.id = code.person_id AND person.reference = %s AND person.is_active
  AND NOT EXISTS (SELECT 1 FROM quarters_resident AS lived WHERE lived.user_id = person.id AND lived.died_on IS NOT NULL)
  AND code.used_at IS NULL AND code.revoked_at IS NULL AND code.ends_at > piano_now() AND code.tries < %s
RETURNING code.id, code.digest
"""


class NoPaperCode(DomainError):
    message = _(
        "Für diese Person gibt es keinen Code auf Papier: Wer hier arbeitet, meldet sich mit E-Mail und Schlüssel an."
    )


class TooManyTries(DomainError):
    message = _("Das waren zu viele Versuche. Bitte rufen Sie uns an.")


def make_code(person: User, *, by: User, now: dt.datetime) -> str:
    """A new code, „1234-5678“; it is told once and kept nowhere. The one before it is dead. Locks the person.

    Raises `NoPaperCode` for who works here or has no account any more.
    """
    if works_here(person) or not person.is_active:
        raise NoPaperCode()
    digits = f"{secrets.randbelow(10**8):08d}"
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        PaperCode.objects.filter(person=person, used_at=None, revoked_at=None).update(revoked_at=now)
        PaperCode.objects.create(
            person=person, digest=_digest(person.reference, digits), made_at=now, made_by=by, ends_at=now + VALID
        )
    return f"{digits[:4]}-{digits[4:]}"


def revoke_codes(person: User, *, now: dt.datetime) -> int:
    """Ends what is unused, and what somebody signed in by as long as nobody has confirmed that it was she."""
    return PaperCode.objects.filter(person=person, revoked_at=None, confirmed_at=None).update(revoked_at=now)


def confirm_use(person: User, *, by: User, now: dt.datetime) -> int:
    """A human has made sure that it is she: her session may do what every other may."""
    used = PaperCode.objects.filter(person=person, used_at__isnull=False, revoked_at=None, confirmed_at=None)
    return used.update(confirmed_at=now, confirmed_by=by)


def current_code(person: User) -> PaperCode | None:
    """What a helper sees of it: the newest, as long as it is not revoked."""
    return PaperCode.objects.filter(person=person, revoked_at=None).order_by("-made_at").first()


def use_code(reference: str, digits: str, *, address: str, now: dt.datetime) -> PaperCode | None:
    """The code, used up by this call; None when it does not fit, whatever the reason. Raises `TooManyTries`.

    Never call it in a transaction that may be rolled back: the try would be given back.
    """
    if not take_try("paper_address", address, most=TRIES_AN_ADDRESS, seconds=DAY):
        raise TooManyTries()
    if not take_try("paper_day", reference, most=TRIES_A_DAY, seconds=DAY):
        raise TooManyTries()
    code_id, kept = _count_try(reference)
    if not constant_time_compare(kept, _digest(reference, digits)):
        return None
    if not PaperCode.objects.filter(pk=code_id, used_at=None, revoked_at=None).update(used_at=now):
        return None
    return PaperCode.objects.select_related("person").get(pk=code_id)


def _count_try(reference: str) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [reference, PaperCode.MOST_TRIES])
        row = cursor.fetchone()
    return (row[0], row[1]) if row else (0, "")


def _digest(reference: str, digits: str) -> str:
    return keyed_digest("quarters.paper_codes", f"{reference}:{digits}")
