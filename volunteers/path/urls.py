"""Addresses of the way: her own page, and the board of whoever accompanies her."""

from django.urls import path

from volunteers.path.views import own, staff

urlpatterns = [
    path("mitmachen/stand/<str:token>/", own.own_path, name="own_path"),
    path("einsatz/mein-weg/", own.my_path, name="my_path"),
    path("leitstand/mitmachen/", staff.paths, name="paths"),
    path("leitstand/mitmachen/neu/", staff.slip, name="path_slip"),
    path("leitstand/mitmachen/aus/<str:reference>/", staff.begin, name="path_from"),
    path("leitstand/mitmachen/<str:reference>/", staff.path, name="path"),
    path("leitstand/mitmachen/<str:reference>/schritt/", staff.step, name="path_step"),
    path("leitstand/mitmachen/<str:reference>/ruecknahme/", staff.undo, name="path_undo"),
    path("leitstand/mitmachen/<str:reference>/wo/", staff.level, name="path_level"),
    path("leitstand/mitmachen/<str:reference>/ende/", staff.end, name="path_end"),
]
