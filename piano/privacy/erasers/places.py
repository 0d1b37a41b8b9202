"""What was taken off the public pages of places."""

import datetime as dt

from piano.kit.retention import Period
from piano.privacy.erasing import Eraser, Rows, register
from quarters.models import PointPhoto


def _removed_photos(before: dt.datetime) -> Rows:
    return PointPhoto.objects.filter(removed_at__lt=before)


register(
    Eraser(
        name="removed_photos",
        label="Entfernte Fotos von Treffpunkten",
        period=Period.DAYS_30,
        overdue=_removed_photos,
        removes=(PointPhoto,),
        of="entfernte Fotos",
    )
)
