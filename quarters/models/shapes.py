"""The boundary of a district, where a city gives one away. Without one its cell is computed (`quarters.city_map.cells`)."""

from django.db import models

from piano.kit.retention import not_personal
from quarters.models.places import District


class DistrictShape(models.Model):
    """`polygons` as GeoJSON's MultiPolygon has them: polygons of rings of [longitude, latitude]; holes after the outer ring."""

    district = models.OneToOneField(District, on_delete=models.CASCADE, related_name="shape")
    polygons = models.JSONField()

    retention = [not_personal("district", "polygons")]

    def __str__(self) -> str:
        return str(self.district)
