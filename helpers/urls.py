"""Addresses of the rota: the coverage and its patterns for helpers, the own duties for whoever has some."""

from django.urls import path

from helpers.circles.views import partners, prices, reserve
from helpers.courses import urls as courses
from helpers.views import coverage, feeds, own, patterns, swaps

app_name = "helpers"
ROTA, OWN = "leitstand/dienstplan/", "bereitschaft/dienste/"
urlpatterns = [
    path(ROTA, coverage.rota, name="rota"),
    path(f"{ROTA}besetzung/", coverage.fill, name="fill_gap"),
    path(f"{ROTA}blatt/", coverage.roster, name="roster"),
    path(f"{ROTA}ausgehaengt/", coverage.printed, name="roster_printed"),
    path(f"{ROTA}rueckfall/", coverage.fallback, name="fallback"),
    path(f"{ROTA}dienst/<str:reference>/", coverage.duty, name="duty"),
    path(f"{ROTA}dienst/<str:reference>/person/", coverage.give, name="give_duty"),
    path(f"{ROTA}dienst/<str:reference>/zeit/", coverage.move, name="move_duty"),
    path(f"{ROTA}dienst/<str:reference>/entfaellt/", coverage.take_off, name="take_off_duty"),
    path(f"{ROTA}muster/", patterns.patterns, name="patterns"),
    path(f"{ROTA}muster/neu/<slug:team>/", patterns.new_pattern, name="new_pattern"),
    path(f"{ROTA}muster/<str:reference>/ende/", patterns.end, name="end_pattern"),
    path(f"{ROTA}kalender/<slug:district>/", feeds.team_feed, name="team_feed"),
    path(OWN, own.own_duties, name="own_duties"),
    path(f"{OWN}luecke/", own.take, name="take_gap"),
    path(f"{OWN}abwesend/", own.be_away, name="be_away"),
    path(f"{OWN}abwesend/<int:pk>/weg/", own.be_back, name="be_back"),
    path(f"{OWN}kalender/", feeds.own_feed, name="own_feed"),
    path(f"{OWN}<str:reference>/", own.own_duty, name="own_duty"),
    path(f"{OWN}<str:reference>/uebernahme/", own.take_up, name="take_up"),
    path(f"{OWN}<str:reference>/uebergabe/", own.write_note, name="write_note"),
    path(f"{OWN}<str:reference>/gelesen/", own.read_note, name="read_note"),
    path(f"{OWN}<str:reference>/tausch/", swaps.ask, name="ask_swap"),
    path(f"{OWN}<str:reference>/tausch/ruecknahme/", swaps.withdraw, name="withdraw_swap"),
    path("bereitschaft/tausch/<str:reference>/", swaps.swap, name="swap"),
    path("bereitschaft/tauschfrage/<str:token>/", swaps.swap_by_link, name="swap_by_link"),
    path("bereitschaft/kalender/<str:secret>.ics", feeds.feed, name="feed"),
    *courses.urlpatterns,
    path("bereitschaft/partner/", partners.care_partners, name="care_partners"),
    path("bereitschaft/partner/punkt/", partners.add_point, name="add_point"),
    path("bereitschaft/partner/punkt/<int:pk>/ende/", partners.end_point, name="end_point"),
    path("bereitschaft/partner/<slug:slug>/preis/", prices.new_price, name="new_price"),
    path("bereitschaft/partner/<slug:slug>/preis/<int:pk>/zurueck/", prices.take_back, name="take_back_price"),
    path("bereitschaft/reserve/", reserve.flats, name="reserve_flats"),
    path("bereitschaft/reserve/<str:reference>/einzug/", reserve.stay, name="reserve_stay"),
    path("bereitschaft/reserve/auszug/<str:stay>/", reserve.end_stay, name="end_reserve_stay"),
]
