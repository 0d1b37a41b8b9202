"""Addresses of the week: the same for herself, for somebody whom she trusts, and for a helper."""

from django.urls import URLPattern, path

from requests.weeks.views import care, service, skipping, week

DECIDING = {"own", "person"}


def _paths(before: str, side: str) -> list[URLPattern]:
    who = {"side": side}
    found = [
        path(before, week.week, who, name=f"{side}_week"),
        path(f"{before}neu/", week.new_entry, who, name=f"{side}_week_new"),
        path(f"{before}blatt/", week.sheet, who, name=f"{side}_week_sheet"),
        path(f"{before}<str:entry>/weg/", week.take_away, who, name=f"{side}_week_away"),
        path(f"{before}<str:entry>/doch/", week.take_back, who, name=f"{side}_week_back"),
        path(f"{before}<str:entry>/nicht/", skipping.skip, who, name=f"{side}_week_skip"),
        path(f"{before}<str:entry>/nicht/doch/", skipping.after_all, who, name=f"{side}_week_after_all"),
    ]
    if side in DECIDING:
        found += [
            path(f"{before}pflege/", care.care, who, name=f"{side}_week_care"),
            path(f"{before}pflege/ende/", care.end_care, who, name=f"{side}_week_care_end"),
            path(f"{before}blaetter/", care.paper, who, name=f"{side}_week_paper"),
        ]
    return found


urlpatterns = [
    *_paths("meine/woche/", "own"),
    *_paths("meine/fuer/<str:reference>/woche/", "trust"),
    *_paths("leitstand/menschen/<str:reference>/woche/", "person"),
    path("bereitschaft/wochen/", service.weeks, name="service_weeks"),
    path("bereitschaft/wochen/<str:reference>/", service.service_week, name="service_week"),
    path("bereitschaft/wochen/<str:reference>/<str:entry>/weg/", service.strike, name="service_week_strike"),
    path("bereitschaft/wochen/<str:reference>/<str:entry>/nicht/", skipping.service_skip, name="service_week_skip"),
    path(
        "bereitschaft/wochen/<str:reference>/<str:entry>/nicht/doch/",
        skipping.service_after_all,
        name="service_week_after_all",
    ),
]
