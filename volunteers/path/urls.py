"""Addresses of the way: her own page, and the board of whoever accompanies her."""

from django.urls import path

from volunteers.path.views import own, paper, secrecy, staff

urlpatterns = [
    path("mitmachen/stand/<str:token>/", own.own_path, name="own_path"),
    path("einsatz/mein-weg/", own.my_path, name="my_path"),
    path("einsatz/verschwiegenheit/", secrecy.secrecy, name="secrecy"),
    path("leitstand/mitmachen/", staff.paths, name="paths"),
    path("leitstand/mitmachen/neu/", staff.slip, name="path_slip"),
    path("leitstand/mitmachen/zettel/", paper.blank_slip, name="path_blank"),
    path("leitstand/mitmachen/aus/<str:reference>/", staff.begin, name="path_from"),
    path("leitstand/mitmachen/<str:reference>/", staff.path, name="path"),
    path("leitstand/mitmachen/<str:reference>/schritt/", staff.step, name="path_step"),
    path("leitstand/mitmachen/<str:reference>/ruecknahme/", staff.undo, name="path_undo"),
    path("leitstand/mitmachen/<str:reference>/wo/", staff.level, name="path_level"),
    path("leitstand/mitmachen/<str:reference>/ende/", staff.end, name="path_end"),
    path("leitstand/mitmachen/<str:reference>/blatt/<slug:kind>/", paper.sheet, name="path_sheet"),
    path("leitstand/mitmachen/<str:reference>/foto/", paper.photo, name="path_photo"),
    path("leitstand/mitmachen/<str:reference>/bild/", paper.picture, name="path_picture"),
    path("leitstand/mitmachen/<str:reference>/ausweis/", paper.card, name="path_card"),
]
