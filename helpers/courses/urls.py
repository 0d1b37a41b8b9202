"""Addresses of the courses; part of `helpers`' own."""

from django.urls import path

from helpers.courses.views import courses, taught, verify

ROOM = "qualifizierung/"
ONE = f"{ROOM}kurs/<str:reference>/"

urlpatterns = [
    path(ROOM, courses.courses, name="courses"),
    path(f"{ROOM}neu/", courses.plan, name="plan_course"),
    path(f"{ROOM}module/", courses.modules, name="modules"),
    path(f"{ROOM}module/vorschlag/", courses.fill_modules, name="fill_modules"),
    path(ONE, courses.course, name="course"),
    path(f"{ONE}aendern/", courses.change, name="change_course"),
    path(f"{ONE}tage/", courses.add_day, name="add_course_day"),
    path(f"{ONE}tage/<int:pk>/weg/", courses.remove_day, name="remove_course_day"),
    path(f"{ONE}tage/<int:pk>/", taught.attendance, name="attendance"),
    path(f"{ONE}absage/", courses.call_off, name="call_off_course"),
    path(f"{ONE}bescheinigungen/", taught.certify, name="certify"),
    path(f"{ONE}bescheinigungen/<str:code>/", taught.certificate, name="certificate"),
    path(f"{ONE}bescheinigungen/<str:code>/ruecknahme/", taught.take_back, name="take_back_certificate"),
    path(f"{ONE}abmeldung/<str:person>/", taught.sign_off, name="sign_off_course"),
    path("bescheinigung/", verify.verify, name="verify"),
]
