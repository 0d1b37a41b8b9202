"""Whom the papers of a founding name: its founders while they found it, afterwards the association's first members and its board.

An association waits for court and tax office long after its list of founders is erased. Reads only.
"""

from dataclasses import dataclass

from volunteers.clubs.offices import IN_REGISTER, BoardOffice
from volunteers.models import BoardTerm, ClubRules, Founder, Founding, Member


@dataclass(frozen=True)
class Signer:
    """One person of a founding as the papers say her; `office` is empty for whoever has none."""

    name: str
    street: str = ""
    office: str = ""
    votes_yes: int | None = None
    votes_no: int | None = None
    abstained: int | None = None
    accepts: bool = False


def signers_of(founding: Founding) -> list[Signer]:
    """Who founded it, in the order of the list."""
    if founding.association_id is None:
        return [_of_founder(one) for one in founding.founders.all()]
    founded = ClubRules.objects.filter(association=founding.association_id).values_list("founded_on", flat=True)
    members = Member.objects.filter(association=founding.association_id, joined_on__in=founded).order_by("number")
    terms = {one.member_id: one for one in BoardTerm.objects.filter(member__in=members, starts_on__in=founded)}
    return [_of_member(one, terms.get(one.pk)) for one in members]


def board_of(founding: Founding) -> list[Signer]:
    """Who can act for it today, and so stands in the register."""
    if founding.association_id is None:
        found = signers_of(founding)
    else:
        found = [_of_member(one.member, one) for one in running_terms(founding.association_id)]
    order = {office: place for place, office in enumerate(IN_REGISTER)}
    return sorted((one for one in found if one.office in order), key=lambda one: order[BoardOffice(one.office)])


def running_terms(association_id: int) -> list[BoardTerm]:
    rows = BoardTerm.objects.filter(member__association=association_id, left_on=None).select_related("member")
    return list(rows)


def _of_founder(one: Founder) -> Signer:
    votes = (one.votes_yes, one.votes_no, one.abstained)
    return Signer(one.name, one.street, one.office, *votes, accepts=one.accepts)


def _of_member(member: Member, term: BoardTerm | None) -> Signer:
    if term is None:
        return Signer(member.name, member.street)
    votes = (term.votes_yes, term.votes_no, term.abstained)
    return Signer(member.name, member.street, term.office, *votes, accepts=True)
