"""Addresses of the lay side: joining and the way until the first visit, one's own profile."""

from django.urls import path

from volunteers.accounts.urls import urlpatterns as accounts
from volunteers.clubs.urls import urlpatterns as clubs
from volunteers.path import urls as on_the_way
from volunteers.views import joining, profile

app_name = "volunteers"
urlpatterns = [
    path("mitmachen/", joining.join, name="join"),
    path("mitmachen/danke/", joining.joined, name="joined"),
    path("einsatz/profil/", profile.profile, name="profile"),
    path("einsatz/profil/wuensche/", profile.wishes, name="wishes"),
    path("einsatz/profil/zeiten/", profile.add_time, name="add_time"),
    path("einsatz/profil/zeiten/<int:pk>/weg/", profile.remove_time, name="remove_time"),
    path("einsatz/profil/woche/", profile.turn_part, name="turn_part"),
    path("einsatz/profil/abwesend/", profile.add_absence, name="add_absence"),
    path("einsatz/profil/abwesend/<int:pk>/weg/", profile.remove_absence, name="remove_absence"),
    path("einsatz/profil/passt/", profile.suits, name="suits"),
    path("einsatz/profil/tage/", profile.add_day, name="add_day"),
    path("einsatz/profil/tage/<int:pk>/weg/", profile.remove_day, name="remove_day"),
    path("einsatz/profil/pause/", profile.pause, name="pause"),
    *clubs,
    *on_the_way.urlpatterns,
    *accounts,
]
