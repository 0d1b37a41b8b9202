"""The lock order in one place: people by id → help requests by id → visit → offer → message."""

from collections.abc import Collection, Iterable

from django.db import connection
from django.db.models import QuerySet

from piano.kit.kept import read_rows
from quarters.models import Resident, User
from requests.models import HelpRequest, Offer, Visit


def lock_person(person_id: int) -> None:
    """Before anything that depends on what somebody has on: a yes, an absence, a pause. The caller has a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM quarters_user WHERE id = %s FOR NO KEY UPDATE", [person_id])
        if cursor.fetchone() is None:
            raise User.DoesNotExist


def lock_requests(ids: Iterable[int]) -> None:
    """Several requests in one step, in the order of their ids; then each visit by `lock_visit`."""
    rows = HelpRequest.objects.filter(pk__in=set(ids)).order_by("pk")
    list(rows.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))


def lock_visit(visit_id: int) -> Visit:
    """Locks a visit's request, then the visit, and returns it fresh with its request. The caller has a transaction.

    The resident is read by a query of her own: to plan one join of eight tables takes longer than all the rest.
    """
    help_request = (
        HelpRequest.objects.select_for_update(no_key=True, of=("self",))
        .select_related("category", "district")
        .get(visits=visit_id)
    )
    people = Resident.objects.select_related("user", "building", "acquaintance")
    help_request.resident = people.get(pk=help_request.resident_id)
    visit = Visit.objects.select_for_update(no_key=True).get(pk=visit_id)
    visit.help_request = help_request
    return visit


ANSWER = """
SELECT {columns}
  FROM requests_offer offer
  JOIN quarters_user person ON person.id = offer.person_id
  JOIN requests_visit visit ON visit.id = offer.visit_id
  JOIN requests_helprequest request ON request.id = visit.help_request_id
  JOIN quarters_resident resident ON resident.id = request.resident_id
  JOIN quarters_user tenant ON tenant.id = resident.user_id
 WHERE offer.id = %s
   FOR NO KEY UPDATE OF person, request, visit, offer
"""


def lock_for_answer(offer_id: int) -> Offer:
    """Locks the person asked, then request, visit and offer, and returns the offer fresh with all of them and the tenant; it asks
    neither for her house nor for the kind of help. The caller has a transaction.

    One statement: PostgreSQL locks a row's tables in the order in which they are named, and gives each as it is once locked.
    """
    tables = {
        "offer": Offer,
        "person": User,
        "visit": Visit,
        "request": HelpRequest,
        "resident": Resident,
        "tenant": User,
    }
    found = read_rows(ANSWER, [offer_id], **tables)
    if not found:
        raise Offer.DoesNotExist
    offer, offer.person, offer.visit, help_request, resident, tenant = found[0]
    offer.visit.help_request, help_request.resident, resident.user = help_request, resident, tenant
    return offer


STAMPS = """
SELECT v.id, v.xmin::text, h.xmin::text, r.xmin::text, c.xmin::text, a.xmin::text
  FROM requests_visit v
  JOIN requests_helprequest h ON h.id = v.help_request_id
  JOIN quarters_resident r ON r.id = h.resident_id
  JOIN quarters_category c ON c.id = h.category_id
  LEFT JOIN quarters_acquaintance a ON a.resident_id = r.id
 WHERE v.id = ANY(%s)
"""
Stamp = tuple[str | None, ...]


def stamps_of(visit_ids: Collection[int]) -> dict[int, Stamp]:
    """Which versions of its rows a visit has: the visit, its request, resident, kind of help, acquaintance. A version never
    comes again, so the same stamp later means that nothing was changed meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute(STAMPS, [list(visit_ids)])
        return {row[0]: row[1:] for row in cursor.fetchall()}


def lock_free_visits(visit_ids: Collection[int]) -> dict[int, Stamp]:
    """Locks those of these visits, and their requests, that nobody else holds, in order of id. Returns their stamps."""
    requests = (
        HelpRequest.objects.filter(visits__in=visit_ids)
        .order_by("pk")
        .select_for_update(no_key=True, skip_locked=True, of=("self",))
    )
    free = {one.pk for one in requests.only("pk")}
    visits = (
        Visit.objects.filter(pk__in=visit_ids, help_request__in=free)
        .order_by("pk")
        .select_for_update(no_key=True, skip_locked=True, of=("self",))
    )
    return stamps_of([visit.pk for visit in visits.only("pk")])


def with_all(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """With everything that the search asks of a visit: few queries for any number."""
    return visits.select_related(
        "help_request__category",
        "help_request__district",
        "help_request__resident__user",
        "help_request__resident__building",
        "help_request__resident__acquaintance",
    ).prefetch_related("help_request__clearances")
