"""Addresses of who is asked and who goes; each one also behind the token of a message's link."""

from django.urls import path

from requests.addresses.dayround import entry_paths
from requests.views import dayround, door, offers, prints, regular, sign_off, times, week

BY_LINK = "einsatz/<str:reference>/<str:token>/"
SERIES_BY_LINK = "einsatz/reihe/<str:reference>/<str:token>/"
urlpatterns = [
    path("einsatz/", week.offers, name="offers"),
    path("einsatz/woche/", week.my_week, name="my_week"),
    path("einsatz/woche/blatt/", prints.week_sheet, name="week_sheet"),
    path("einsatz/kann-nicht/", sign_off.sign_off, name="sign_off"),
    path("einsatz/kann-nicht/<str:reference>/", sign_off.signed_off, name="signed_off"),
    path("einsatz/kann-nicht/<str:reference>/doch-da/", sign_off.take_back, name="take_back_sign_off"),
    path("einsatz/reihe/<str:reference>/", regular.regular, name="regular"),
    path("einsatz/reihe/<str:reference>/zusage/", regular.accept, name="accept_series"),
    path("einsatz/reihe/<str:reference>/absage/", regular.decline, name="decline_series"),
    path("einsatz/reihe/<str:reference>/rueckgabe/", regular.hand_back, name="hand_back_series"),
    path("einsatz/reihe/<str:reference>/weiter/", regular.go_on, name="series_goes_on"),
    path(SERIES_BY_LINK, regular.regular, name="regular_by_link"),
    path(f"{SERIES_BY_LINK}zusage/", regular.accept, name="accept_series_by_link"),
    path(f"{SERIES_BY_LINK}absage/", regular.decline, name="decline_series_by_link"),
    path(f"{SERIES_BY_LINK}rueckgabe/", regular.hand_back, name="hand_back_series_by_link"),
    path(f"{SERIES_BY_LINK}weiter/", regular.go_on, name="series_goes_on_by_link"),
    path("einsatz/anrufrunde/", dayround.my_round, name="my_round"),
    path("einsatz/anrufrunde/gefahr/", dayround.danger, name="round_danger"),
    *entry_paths("einsatz", "caller", "_mine"),
    path("einsatz/<str:reference>/", offers.offer, name="offer"),
    path("einsatz/<str:reference>/zusage/", offers.accept_offer, name="accept_offer"),
    path("einsatz/<str:reference>/absage/", offers.decline_offer, name="decline_offer"),
    path("einsatz/<str:reference>/ruecktritt/", offers.give_up, name="give_up"),
    path("einsatz/<str:reference>/bericht/", offers.report, name="report"),
    path("einsatz/<str:reference>/besuchszettel/", prints.own_visit_sheet, name="own_visit_sheet"),
    path("einsatz/<str:reference>/zeit/", times.propose, name="propose_time"),
    path("einsatz/<str:reference>/spaeter/", times.come_later, name="come_later"),
    path("einsatz/<str:reference>/zeit/antwort/", times.answer, name="answer_time"),
    path("einsatz/<str:reference>/bescheid/", offers.tell, name="tell"),
    path("einsatz/<str:reference>/tuer/", door.door, name="door"),
    path("einsatz/<str:reference>/tuer/schritt/", door.step, name="door_step"),
    path("einsatz/<str:reference>/tuer/ende/", door.end, name="door_end"),
    path("einsatz/<str:reference>/gelesen/", door.understood, name="understood"),
    path(f"{BY_LINK}tuer/", door.door, name="door_by_link"),
    path(f"{BY_LINK}tuer/schritt/", door.step, name="door_step_by_link"),
    path(f"{BY_LINK}tuer/ende/", door.end, name="door_end_by_link"),
    path(f"{BY_LINK}gelesen/", door.understood, name="understood_by_link"),
    path(f"{BY_LINK}bescheid/", offers.tell, name="tell_by_link"),
    path(f"{BY_LINK}zeit/", times.propose, name="propose_time_by_link"),
    path(f"{BY_LINK}spaeter/", times.come_later, name="come_later_by_link"),
    path(f"{BY_LINK}zeit/antwort/", times.answer, name="answer_time_by_link"),
    path(BY_LINK, offers.offer, name="offer_by_link"),
    path(f"{BY_LINK}zusage/", offers.accept_offer, name="accept_offer_by_link"),
    path(f"{BY_LINK}absage/", offers.decline_offer, name="decline_offer_by_link"),
    path(f"{BY_LINK}ruecktritt/", offers.give_up, name="give_up_by_link"),
    path(f"{BY_LINK}besuchszettel/", prints.own_visit_sheet, name="own_visit_sheet_by_link"),
    path(f"{BY_LINK}bericht/", offers.report, name="report_by_link"),
]
