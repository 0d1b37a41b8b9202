"""Addresses of residents' own ideas."""

from django.urls import path

from quarters.ideas.views import acts, figures, own, public, staff

ACTS = (  # (name, end of the address, view): by her link, and the same by a helper
    ("change", "seite/", acts.change),
    ("meeting", "treffen/", acts.meet),
    ("call_off", "treffen/absagen/", acts.call_off_meeting),
    ("step", "stand/", acts.step),
    ("still", "noch-da/", acts.still),
    ("pass_on", "weitergeben/", acts.pass_on),
    ("stop", "aufhoeren/", acts.stop),
    ("money", "geld/", acts.money),
    ("association", "verein/", acts.association),
)
HELPERS = (
    ("let_out", "veroeffentlichen/", staff.let_out),
    ("hold_back", "zurueckhalten/", staff.hold_back),
    ("help_along", "helfen/", staff.help_along),
    ("add", "dabei/", staff.add),
    ("remove", "dabei/<str:person>/weg/", staff.remove),
    ("settle", "hinweise/", staff.settle),
    *ACTS,
)
urlpatterns = [
    path("ideen/", public.ideas, name="ideas"),
    path("ideen/neu/", public.bring, name="bring_idea"),
    path("ideen/danke/", public.thanks, name="idea_thanks"),
    path("ideen/meine/<str:token>/", acts.by_link(own.own_idea), name="own_idea"),
    *(path(f"ideen/meine/<str:token>/{end}", acts.by_link(view), name=f"own_{name}") for name, end, view in ACTS),
    path("ideen/dabei/<str:token>/", own.own_part, name="own_part"),
    path("ideen/dabei/<str:token>/gehen/", own.leave_part, name="leave_part"),
    path("ideen/dabei/<str:token>/noch-da/", own.part_still, name="part_still"),
    path("ideen/<slug:slug>/", public.idea, name="idea"),
    path("ideen/<slug:slug>/mitmachen/", public.join_idea, name="join_idea"),
    path("ideen/<slug:slug>/hinweis/", public.report, name="report_idea"),
    path("leitstand/ideen/", staff.ideas, name="helper_ideas"),
    path("leitstand/ideen/aus/<str:reference>/", staff.take_up, name="take_up_idea"),
    path("leitstand/ideen/<str:reference>/", acts.by_helper(staff.idea), name="helper_idea"),
    *(
        path(f"leitstand/ideen/<str:reference>/{end}", acts.by_helper(view), name=f"helper_{name}")
        for name, end, view in HELPERS
    ),
    path("berichte/ideen/", figures.report, name="idea_figures"),
    path("berichte/ideen/tabelle/", figures.table, name="idea_table"),
    path("berichte/ideen/geld/", figures.money, name="idea_money"),
    path("berichte/ideen/geld/<str:reference>/", figures.decision, name="idea_decision"),
    path("berichte/ideen/geld/<str:reference>/ruecknahme/", figures.take_back, name="take_back_decision"),
]
