"""Addresses of associations. `verein/gruendung/` stands before `verein/<slug>/`, so no association is called so."""

from django.urls import path

from volunteers.clubs.access import officer_of
from volunteers.clubs.acting import by_helper, by_link, by_officer
from volunteers.clubs.views import cash, club, founders, founding, meeting, roster, work

HELPER, OWN, CLUB = "leitstand/gruendungen/<str:reference>/", "verein/gruendung/<str:token>/", "verein/<slug:slug>/"
STEPS = (
    ("founding", "", founding.founding),
    ("founding_step", "schritt/<slug:code>/", founding.step),
    ("founding_step_back", "schritt/<slug:code>/ruecknahme/", founding.take_back),
    ("founding_facts", "angaben/", founding.facts),
    ("paper", "papier/<slug:kind>/<slug:form>/", founding.print_paper),
)
FOUNDING = (
    *STEPS,
    ("founders", "menschen/", founders.people),
    ("send_founders", "menschen/links/", founders.send_all),
    ("founder", "menschen/<str:founder>/", founders.person),
    ("remove_founder", "menschen/<str:founder>/weg/", founders.remove),
    ("send_founder", "menschen/<str:founder>/link/", founders.send),
    ("run_itself", "uebergabe/", founding.run_itself),
)
RUNNING = (
    ("club", "", club.club),
    ("finish_renewal", "fristen/<str:reference>/erledigt/", club.finish_renewal),
    ("reopen_renewal", "fristen/<str:reference>/ruecknahme/", club.reopen_renewal),
    ("club_members", "mitglieder/", club.members),
    ("new_member", "mitglieder/neu/", club.new_member),
    ("club_member", "mitglieder/<str:reference>/", club.member),
    ("leave_club", "mitglieder/<str:reference>/austritt/", club.leave),
    ("come_back", "mitglieder/<str:reference>/ruecknahme/", club.come_back),
    ("waive_fee", "beitraege/<str:reference>/erlassen/", club.waive),
    ("club_fees", "beitraege/", cash.fees),
    ("club_cash", "kasse/", cash.cash),
    ("cash_table", "kasse/tabelle/<slug:form>/", cash.table),
    ("tick_cash", "kasse/<slug:mark>/bezahlt/", cash.tick),
    ("untick_cash", "kasse/<slug:mark>/ruecknahme/", cash.take_back),
    ("club_office", "buero/", roster.duties),
    ("print_office", "buero/blatt/", roster.sheet),
    ("drop_office", "buero/<str:reference>/weg/", roster.drop),
    ("club_book", "protokoll/", work.book),
    ("club_day", "protokoll/<str:day>/", work.book),
    ("close_club_day", "protokoll/<str:day>/abschluss/", work.close_day),
    ("print_club_day", "protokoll/<str:day>/blatt/", work.print_day),
    ("club_board", "vorstand/", work.board),
    ("board_paper", "vorstand/anmeldung/<slug:form>/", work.board_paper),
    ("step_down", "vorstand/<str:reference>/ende/", work.step_down),
    ("give_key", "zugang/", work.give_key),
    ("take_key", "zugang/<str:reference>/weg/", work.take_key),
    ("club_scope", "angebot/", work.scope),
    ("club_rules", "regeln/", work.rules),
    ("club_assemblies", "versammlungen/", meeting.assemblies),
    ("club_assembly", "versammlungen/<str:reference>/", meeting.assembly),
    ("club_invited", "versammlungen/<str:reference>/eingeladen/", meeting.invited),
    ("club_minutes", "versammlungen/<str:reference>/protokoll/", meeting.minutes),
    ("club_letters", "versammlungen/<str:reference>/briefe/", meeting.letters),
    ("club_paper", "versammlungen/<str:reference>/papier/<slug:kind>/<slug:form>/", meeting.print_paper),
)
urlpatterns = [
    path("leitstand/gruendungen/", founding.foundings, name="foundings"),
    *(path(f"{HELPER}{end}", by_helper(view), name=f"helper_{name}") for name, end, view in FOUNDING),
    path("verein/", club.clubs, name="clubs"),
    *(path(f"{OWN}{end}", by_link(view), name=f"own_{name}") for name, end, view in FOUNDING),
    *(path(f"{CLUB}gruendung/{end}", by_officer(view), name=f"officer_{name}") for name, end, view in STEPS),
    *(path(f"{CLUB}{end}", officer_of(view), name=name) for name, end, view in RUNNING),
]
