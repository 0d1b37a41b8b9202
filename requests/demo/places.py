"""What the demo adds to the places: a number for each quarter, and who is named at a meeting point."""

from helpers.models import Helper
from quarters.models import District, MeetingPoint, Role, RoleKind


def give_numbers() -> None:
    """One invented number for each quarter that has none."""
    for district in District.objects.filter(city="Kassel", has_landlord_stock=True, phone=""):
        district.phone = f"+4969900099{district.number:02d}"
        district.save(update_fields=["phone"])


def show_helper(points: list[MeetingPoint]) -> None:
    """The helpers of the first one's district are named there."""
    for point in points[:1]:
        roles = Role.objects.filter(kind=RoleKind.HELPER, district=point.district, user__is_demo=True)
        Helper.objects.filter(user__in=roles.values("user")).update(meeting_point=point, is_named=True)
