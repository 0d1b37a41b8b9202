"""Addresses of meeting points; included under the names of `quarters`."""

from django.urls import path

from quarters.points import views

urlpatterns = [
    path("treffpunkte/", views.meeting_points, name="meeting_points"),
    path("treffpunkte/<slug:slug>/", views.meeting_point, name="meeting_point"),
    path("treffpunkte/<slug:slug>/foto/<str:digest>/<str:size>.webp", views.photo, name="point_photo"),
]
