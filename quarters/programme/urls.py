"""Addresses of the programme; part of `quarters`' own."""

from django.urls import path

from quarters.programme.views import again, door, month, planning, public, register

PLANNED = "termine/planen/<str:reference>/"
MINE = "termine/anmeldung/<str:reference>/<str:token>/"

urlpatterns = [
    path("termine/", public.events, name="events"),
    path("termine.ics", public.calendar, name="events_calendar"),
    path("treffpunkte/<slug:slug>/termine.ics", public.calendar_of_point, name="point_calendar"),
    path("termine/monat/", month.month, name="month"),
    path("termine/monat/<str:month>/", month.month, name="month_of"),
    path("termine/monat/<str:month>/blatt/", month.month_on_paper, name="month_on_paper"),
    path("termine/zahlen/", again.figures, name="programme_figures"),
    path("termine/planen/", planning.planned, name="planned"),
    path("termine/planen/neu/", planning.plan, name="plan_event"),
    path("termine/planen/noch-einmal/", again.again, name="plan_again"),
    path(PLANNED, planning.planned_event, name="planned_event"),
    path(f"{PLANNED}aendern/", planning.change, name="change_event"),
    path(f"{PLANNED}neue-zeit/", planning.move, name="move_event"),
    path(f"{PLANNED}absage/", planning.call_off, name="call_off_event"),
    path(f"{PLANNED}doch/", planning.take_back, name="take_back_event"),
    path(f"{PLANNED}anmelden/", door.sign_up, name="sign_up"),
    path(f"{PLANNED}anmeldungen/<str:registration>/absage/", door.sign_off, name="sign_off_registration"),
    path(f"{PLANNED}anmeldungen/<str:registration>/zusage/", door.say_yes, name="say_yes_registration"),
    path(f"{PLANNED}wer-ist-da/", door.who_is_here, name="who_is_here"),
    path(f"{PLANNED}wer-ist-da/<int:seat>/", door.note_here, name="note_here"),
    path(f"{PLANNED}wer-ist-da/ohne-namen/", door.count_walk_in, name="count_walk_in"),
    path(f"{PLANNED}kueche/", door.kitchen, name="kitchen"),
    path(MINE, register.registration, name="registration"),
    path(f"{MINE}absage/", register.give_back, name="registration_give_back"),
    path(f"{MINE}zusage/", register.confirm, name="registration_confirm"),
    path(f"{MINE}doch/", register.come_again, name="registration_come_again"),
    path("termine/<str:reference>/", public.event, name="event"),
    path("termine/<str:reference>/aushang/", public.on_the_wall, name="event_notice"),
    path("termine/<str:reference>/anmelden/", register.register, name="register"),
    path("termine/<str:reference>/danke/", register.registered, name="registered"),
]
