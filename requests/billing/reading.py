"""What the page of a month reads: for each two people what is billed, what is not yet, and what never can be."""

import datetime as dt
from dataclasses import dataclass, field

from piano.kit.alphabet import alphabetical_key
from quarters.models import Organisation, User
from requests.billing.claims import budgets_of
from requests.billing.relief import is_billable, visits_of
from requests.models import Assignment, ReliefClaim, ReliefLine, ReliefMonth


@dataclass
class Pair:
    """One helper and one receiver in a month; `left` and `too_much` in cents, `left` None where no claim is noted."""

    helper: User
    receiver: User
    proof: ReliefMonth | None = None
    open: list[Assignment] = field(default_factory=list)
    never: list[Assignment] = field(default_factory=list)
    cents: int = 0
    claim: ReliefClaim | None = None
    left: int | None = None
    too_much: int = 0
    void: list[ReliefMonth] = field(default_factory=list)


def pairs_of(association: Organisation, month: dt.date) -> list[Pair]:
    """In the order of the receivers' names. Nine queries, whatever their number."""
    found: dict[tuple[int, int], Pair] = {}
    proofs = ReliefMonth.objects.filter(association=association, month=month).select_related("helper", "receiver")
    for proof in proofs.order_by("made_at", "pk").prefetch_related("lines"):
        pair = found.setdefault((proof.helper_id, proof.receiver_id), Pair(proof.helper, proof.receiver))
        if proof.voided_at:
            pair.void.append(proof)
        else:
            pair.proof, pair.cents = proof, sum(line.cents for line in proof.lines.all())
    billed = set(ReliefLine.objects.filter(proof__month=month, is_void=False).values_list("about", flat=True))
    for one in visits_of(association, month):
        receiver = one.visit.help_request.resident.user
        pair = found.setdefault((one.person_id, receiver.pk), Pair(one.person, receiver))
        if not is_billable(one):
            pair.never.append(one)
        elif one.visit.reference not in billed:
            pair.open.append(one)
    claims = {row.receiver_id: row for row in ReliefClaim.objects.filter(receiver__in=[key[1] for key in found])}
    budgets = budgets_of(claims.values(), month)
    for pair in found.values():
        pair.claim = claims.get(pair.receiver.pk)
        if pair.claim:
            pair.left, pair.too_much = budgets[pair.receiver.pk].left, budgets[pair.receiver.pk].too_much
    return sorted(
        found.values(), key=lambda pair: (alphabetical_key(pair.receiver.family_name), pair.receiver.pk, pair.helper.pk)
    )
