"""Addresses of the map; included under the names of `quarters`."""

from django.urls import path

from quarters.city_map import views

urlpatterns = [
    path("stadtteile/", views.districts, name="districts"),
    path("stadtteile/<slug:slug>/", views.district, name="district"),
]
