"""The entry in the register of flats: what was built becomes a feature of the flat, never of the person (domain 7)."""

import datetime as dt

from quarters.conversions.catalogue import measures
from quarters.models import Conversion, FlatFeature, Standard


def enter(conversion: Conversion, *, day: dt.date) -> None:
    """Each measure of the conversion as a feature of its flat. What the flat has already is not made worse. Needs a transaction."""
    known = measures()
    for chosen in conversion.measures.all():
        if chosen.code not in known:
            continue
        new = {"standard": chosen.standard, "since": day, "conversion": conversion}
        row, is_new = FlatFeature.objects.get_or_create(
            flat=conversion.flat, code=known[chosen.code].feature, defaults=new
        )
        if not is_new and chosen.standard == Standard.WHEELCHAIR and row.standard == Standard.PLAIN:
            FlatFeature.objects.filter(pk=row.pk).update(**new)


def strike_out(conversion: Conversion) -> None:
    """The entry was made too early. Needs a transaction."""
    FlatFeature.objects.filter(conversion=conversion).delete()
