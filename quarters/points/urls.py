"""Addresses of meeting points; included under the names of `quarters`."""

from django.urls import path

from quarters.points import notice_views, staff_views, views

KEEP = "leitstand/treffpunkte/"
urlpatterns = [
    path("treffpunkte/", views.meeting_points, name="meeting_points"),
    path("treffpunkte/<slug:slug>/", views.meeting_point, name="meeting_point"),
    path("treffpunkte/<slug:slug>/foto/<str:digest>/<str:size>.webp", views.photo, name="point_photo"),
    path(KEEP, staff_views.kept, name="kept_points"),
    path(f"{KEEP}<slug:slug>/", staff_views.keep, name="keep_point"),
    path(f"{KEEP}<slug:slug>/angaben/", staff_views.words, name="keep_words"),
    path(f"{KEEP}<slug:slug>/zeiten/", staff_views.hours, name="keep_hours"),
    path(f"{KEEP}<slug:slug>/tage/", staff_views.days, name="keep_days"),
    path(f"{KEEP}<slug:slug>/tage/wie-immer/", staff_views.day_off, name="keep_day_off"),
    path(f"{KEEP}<slug:slug>/route/", staff_views.route, name="keep_route"),
    path(f"{KEEP}<slug:slug>/route/weg/", staff_views.stop_off, name="keep_stop_off"),
    path(f"{KEEP}<slug:slug>/fotos/", staff_views.photos, name="keep_photos"),
    path(f"{KEEP}<slug:slug>/fotos/weg/", staff_views.photo_off, name="keep_photo_off"),
    path(f"{KEEP}<slug:slug>/name/", staff_views.name, name="keep_name"),
    path(f"{KEEP}<slug:slug>/ruecknahme/", staff_views.undo, name="keep_undo"),
    path(f"{KEEP}<slug:slug>/aushang/", notice_views.week, name="week_notice"),
    path("leitstand/aushang/", notice_views.wanted, name="wanted_notice"),
]
