"""After the talk she has a file: an account to sign in with, and a volunteer's row that nobody is sent by yet."""

import datetime as dt

from django.db import IntegrityError, transaction

from piano.kit import clock
from piano.kit.words import fold
from quarters.models import Building, Organisation, Reach, User
from quarters.people_search import split_name
from quarters.residents import tidy_street
from quarters.written_address import read_address
from volunteers.joining import answer_interest
from volunteers.models import Interest, Path, Volunteer, VolunteerState
from volunteers.path import errors


def take_in(path: Path, *, association: Organisation | None, by: User, now: dt.datetime) -> Volunteer:
    """Opens her file from what she wrote, in state `applied`. The caller holds the path. Twice is one.

    Whoever signs in with this address already keeps her account; somebody who helped before comes back to her file.
    Raises `NoAssociation`, `AddressOfSomebodyElse`.
    """
    if path.volunteer is not None:
        return path.volunteer
    if association is None or path.interest is None:
        raise errors.NoAssociation()
    interest = path.interest
    volunteer = _file_of(account_of(interest), interest, association=association, now=now)
    volunteer.categories.set(interest.categories.all())
    path.volunteer, path.association = volunteer, association
    path.save(update_fields=["volunteer", "association"])
    answer_interest(interest, by=by, now=now)
    return volunteer


def account_of(interest: Interest) -> User:
    """Hers, when the address has one and the family name is the same; else a new one."""
    name = split_name(interest.name)
    email = interest.email.strip() or None
    known = User.objects.filter(email__iexact=email).first() if email else None
    if known is not None:
        if known.family_name and fold(known.family_name) != fold(name.get("family_name", "")):
            raise errors.AddressOfSomebodyElse()
        return known
    language = next(iter(interest.languages), "de")
    try:
        with transaction.atomic():
            reach = Reach.EMAIL if email else Reach.PHONE
            return User.objects.create_user(email, phone=interest.phone, language=language, reach=reach, **name)
    except IntegrityError as error:
        raise errors.AddressOfSomebodyElse() from error


def _file_of(user: User, interest: Interest, *, association: Organisation, now: dt.datetime) -> Volunteer:
    latitude, longitude = where(interest)
    came_back = {"state": VolunteerState.APPLIED, "left_on": None, "association": association}
    first = {
        "district": interest.district,
        "latitude": latitude,
        "longitude": longitude,
        "languages": sorted({user.language or "de", *interest.languages}),
        "joined_on": clock.local(now).date(),
    }
    row = Volunteer.objects.filter(user=user).first()
    if row is None:
        return Volunteer.objects.create(user=user, **came_back, **first)
    if row.state == VolunteerState.LEFT:
        Volunteer.objects.filter(pk=row.pk).update(**came_back)
        row.refresh_from_db()
    return row


def where(interest: Interest) -> tuple[float, float]:
    """Her house where we know it, else the middle of the district."""
    address = read_address(interest.address)
    house = Building.objects.filter(
        district=interest.district,
        street__iexact=tidy_street(address["street"]),
        house_number__iexact=address["house_number"],
    ).first()
    return house.point if house else (interest.district.latitude, interest.district.longitude)
