"""What a wish costs: who may help here, and the sentences that are told. What was told is kept with the request and counts."""

import datetime as dt

from django.conf import settings
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from helpers.models import CareService
from piano.kit import clock
from piano.kit.errors import DomainError
from quarters.costs import Costs, tell_care, tell_costs
from quarters.models import Category, District, Organisation, OrganisationKind, Price, PriceKind, Urgency, Who
from quarters.places import Place
from requests.models import HelpRequest
from volunteers.could import DistanceM
from volunteers.models import Scope, Volunteer, VolunteerState

NOT_LAY = (Scope.NOT_OFFERED, Who.PROFESSIONAL)


class CostsChanged(DomainError):
    """The sentences that were shown are no longer the ones that hold."""

    message = _("Was es kostet, hat sich gerade geändert. Bitte lesen Sie es noch einmal.")


def costs_for(category: Category, district: District, *, day: dt.date, urgency: str = Urgency.NORMAL) -> Costs:
    """What is told before anything is sent, in the active language. Three queries."""
    services = _services(district)
    associations = _advisers(category, day) if category.is_professional else _associations(category, district, day)
    prices = Price.objects.valid_on(day).filter(organisation__in=[*associations, *services])
    is_urgent = urgency == Urgency.URGENT
    return tell_costs(prices, category=category, associations=associations, services=services, is_urgent=is_urgent)


def costs_with(help_request: HelpRequest, organisation: Organisation | None) -> str:
    """What it costs now that it is known who comes: by the price of the day on which it was told, and never more than that.

    `organisation` is of who comes; none is a helper, who takes nothing of her own.
    """
    if organisation is None:
        return told_costs(help_request)
    category = help_request.category
    own = Price.objects.valid_on(clock.local(help_request.created_at).date()).filter(organisation=organisation)
    if organisation.kind == OrganisationKind.CARE_SERVICE:
        return tell_care(own, category=category, services=[organisation.pk])
    costs = tell_costs(own, category=category, associations=[organisation.pk])
    told = help_request.cost_most_cents
    is_silent = costs.most_cents is None
    if is_silent or (told is not None and costs.most_cents > told):  # type: ignore[operator]
        return told_costs(help_request)
    return costs.words


def care_price(help_request: HelpRequest, *, day: dt.date, services: list[int] | None = None) -> str:
    """The sentence that is said before a care service is asked; empty while one of them has said no price.

    `services` are organisations; else all that cover the district.
    """
    keys = _services(help_request.district) if services is None else services
    category = help_request.category
    prices = Price.objects.valid_on(day).filter(organisation__in=keys, kind=PriceKind.CARE)
    known = prices.filter(Q(category=None) | Q(category=category)).values_list("organisation", flat=True)
    is_known = bool(keys) and set(known) == set(keys)
    return tell_care(prices, category=category, services=keys) if is_known else ""


def told_costs(help_request: HelpRequest) -> str:
    """What was told, for confirmations and letters; on paper nobody told anything, so what holds on that day.

    It is kept in German. In another language the same sentences are said only where they still come out the same.
    """
    told = help_request.cost_told
    if told and (
        get_language() == settings.LANGUAGE_CODE or told != _words_of_the_day(help_request, settings.LANGUAGE_CODE)
    ):
        return told
    return _words_of_the_day(help_request, get_language() or settings.LANGUAGE_CODE)


def _words_of_the_day(help_request: HelpRequest, language: str) -> str:
    day = clock.local(help_request.created_at).date()
    with translation.override(language):
        return costs_for(help_request.category, help_request.district, day=day, urgency=help_request.urgency).words


def check_told(costs: Costs, mark: str) -> None:
    """Raises `CostsChanged` when other sentences were shown. Whoever shows none keeps those of today."""
    if mark and mark != costs.mark:
        raise CostsChanged()


def _services(district: District) -> list[int]:
    return list(CareService.objects.filter(districts=district).values_list("organisation", flat=True))


def _advisers(category: Category, day: dt.date) -> list[int]:
    """Who gives professional advice beside the care services: whoever has said what it costs."""
    known = Price.objects.valid_on(day).filter(category=category)
    return list(known.exclude(organisation__kind=OrganisationKind.CARE_SERVICE).values_list("organisation", flat=True))


def _associations(category: Category, district: District, day: dt.date) -> list[int]:
    """Associations with somebody who does this and whose way reaches the district; none, then each with a price at all."""
    refusing = Scope.objects.filter(category=category, who__in=NOT_LAY).values("association")
    pin = Place(district.latitude, district.longitude, district.pk)
    active = Volunteer.objects.filter(state=VolunteerState.ACTIVE, categories=category).annotate(way=DistanceM(pin))
    here = active.filter(Q(district=district) | Q(way__lte=F("max_distance_m"))).exclude(association__in=refusing)
    found = set(here.values_list("association", flat=True))
    if not found:
        prices = Price.objects.valid_on(day).filter(organisation__kind=OrganisationKind.ASSOCIATION)
        found = set(prices.exclude(organisation__in=refusing).values_list("organisation", flat=True))
    return sorted(found)
