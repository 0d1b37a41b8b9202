"""Addresses of associations. `verein/gruendung/` stands before `verein/<slug>/`, so no association is called so."""

from django.urls import path

from volunteers.clubs.acting import by_helper, by_link
from volunteers.clubs.views import founding

HELPER, OWN = "leitstand/gruendungen/<str:reference>/", "verein/gruendung/<str:token>/"
PAGES = (
    ("founding", "", founding.founding),
    ("founding_step", "schritt/<slug:code>/", founding.step),
    ("founding_step_back", "schritt/<slug:code>/ruecknahme/", founding.take_back),
    ("founding_facts", "angaben/", founding.facts),
    ("founders", "menschen/", founding.people),
    ("founder", "menschen/<str:founder>/", founding.person),
    ("remove_founder", "menschen/<str:founder>/weg/", founding.remove),
    ("paper", "papier/<slug:kind>/<slug:form>/", founding.print_paper),
    ("run_itself", "uebergabe/", founding.run_itself),
)
urlpatterns = [
    path("leitstand/gruendungen/", founding.foundings, name="foundings"),
    *(path(f"{HELPER}{end}", by_helper(view), name=f"helper_{name}") for name, end, view in PAGES),
    *(path(f"{OWN}{end}", by_link(view), name=f"own_{name}") for name, end, view in PAGES),
]
