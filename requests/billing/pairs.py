"""The two people of a proof: locked together, and never deciding about their own."""

from quarters.models import User
from requests.locks import lock_person
from volunteers.accounts.staff_errors import NotOneself


def lock_both(helper_id: int, receiver_id: int) -> None:
    """In the order of their ids. The caller has a transaction."""
    for person in sorted((helper_id, receiver_id)):
        lock_person(person)


def check_not_oneself(by: User, *people: int) -> None:
    """Raises `NotOneself`: somebody else of the association bills what she did or got."""
    if by.pk in people:
        raise NotOneself()
