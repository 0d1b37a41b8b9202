"""Who is written to before there is a file: the person behind an address, and whoever accompanies her."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import get_language

from piano.kit import clock
from piano.kit.languages import EASY, spoken
from piano.kit.words import fold
from piano.messaging.channels import channel_named
from quarters.models import Reach, Role, RoleKind, User
from quarters.people.people_search import split_name
from volunteers.models import Interest, Path


def belongs_to_another(interest: Interest, known: User) -> bool:
    """An account with this address stands under another family name: a human asks."""
    name = split_name(interest.name).get("family_name", "")
    return bool(known.family_name) and fold(known.family_name) != fold(name)


def know_person(interest: Interest, *, language: str = "") -> User | None:
    """Whoever gave this address, found or made without a way to sign in, and kept with what she wrote. None where the address is
    somebody else's: nobody learns of it from us. Needs a transaction.
    """
    if interest.person is not None:
        return interest.person
    email = interest.email.strip()
    known = User.objects.filter(email__iexact=email).first() if email else None
    if known is not None and belongs_to_another(interest, known):
        return None
    try:
        with transaction.atomic():
            interest.person = known or _make(interest, email=email, language=language or get_language() or "de")
    except IntegrityError:  # the same address at the same moment
        interest.person = User.objects.filter(email__iexact=email).first()
    interest.save(update_fields=["person"])
    return interest.person


def _make(interest: Interest, *, email: str, language: str) -> User:
    """A row without a way to sign in. A number alone never finds somebody: anybody could type it."""
    named = {name: said for name, said in split_name(interest.name).items() if name != "phone"}
    user = User(**named, email=email or None, phone=interest.phone)
    user.language, user.easy_language = spoken(language), language == EASY
    heard = Reach.SMS if channel_named("sms").reaches(user) else Reach.PHONE
    user.reach = Reach.EMAIL if email else heard
    user.set_unusable_password()
    user.save()
    return user


def companions_of(path: Path, *, now: dt.datetime) -> list[User]:
    """Who accompanies her: helpers of the district, and whoever coordinates the association; never she herself."""
    near = Q(kind=RoleKind.HELPER, district=path.district_id)
    own = Q(kind=RoleKind.COORDINATOR, organisation=path.association_id, organisation__isnull=False)
    roles = Role.objects.valid_on(clock.local(now).date()).filter(near | own)
    rows = User.objects.filter(pk__in=roles.values("user"), is_active=True)
    own_row = path.volunteer.user_id if path.volunteer else path.interest.person_id if path.interest else None
    return list(rows.exclude(pk=own_row).order_by("pk") if own_row else rows.order_by("pk"))
