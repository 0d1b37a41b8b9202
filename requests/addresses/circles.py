"""Addresses of a team, of what it may see of a person, and of the record of a call-out; of calls that were handed on."""

from django.urls import path

from requests.circles.views import handed, meetings, person, records, sending, team

TEAM = "team/<slug:slug>/"
PERSON = "leitstand/menschen/<str:reference>/team/"
RECORD = "bereitschaft/<str:reference>/nachweis/"
urlpatterns = [
    path("team/", team.teams, name="teams"),
    path(TEAM, team.team, name="team"),
    path(f"{TEAM}mitglied/", team.new_member, name="new_team_member"),
    path(f"{TEAM}mitglied/<int:pk>/ende/", team.leave, name="leave_team"),
    path(f"{TEAM}treffen/", meetings.new_meeting, name="new_team_meeting"),
    path(f"{TEAM}treffen/<str:reference>/", meetings.meeting, name="team_meeting"),
    path(f"{TEAM}treffen/<str:reference>/beschluss/", meetings.add_decision, name="team_decide"),
    path(f"{TEAM}treffen/<str:reference>/protokoll/", meetings.close, name="team_minutes"),
    path(f"{TEAM}treffen/<str:reference>/absage/", meetings.off, name="team_meeting_off"),
    path(f"{TEAM}beschluss/<str:reference>/erledigt/", team.done, name="team_done"),
    path(f"{TEAM}fall/<str:reference>/", team.case, name="team_case"),
    path(PERSON, person.share, name="person_team"),
    path(f"{PERSON}ende/", person.end, name="end_person_team"),
    path("meine/team/", person.own, name="own_team"),
    path("meine/team/ja-oder-nein/", person.agree, name="own_team_answer"),
    path(RECORD, records.record, name="service_record"),
    path(f"{RECORD}unterschrift/", records.sign, name="sign_service_record"),
    path(f"{RECORD}blatt/", records.on_paper, name="service_record_sheet"),
    path("leitstand/vermittlungen/", sending.sendings, name="sendings"),
    path("leitstand/hinweise/<str:reference>/weitergabe/", sending.hand_on, name="hand_on"),
    path("leitstand/vermittlungen/<str:reference>/", sending.sending, name="sending"),
    path("leitstand/vermittlungen/<str:reference>/antwort/", sending.answered, name="sending_answered"),
    path("leitstand/vermittlungen/<str:reference>/ergebnis/", sending.ended, name="sending_ended"),
    path("leitstand/vermittlungen/<str:reference>/brief/", sending.on_paper, name="sending_sheet"),
    path("leitstand/vermittlungen/<str:reference>/eingeworfen/", sending.posted, name="sending_posted"),
    path("weitergabe/<str:token>/", handed.by_link, name="sending_by_link"),
    path("bereitschaft/vermittlungen/", handed.handed_to_us, name="handed_to_us"),
    path("bereitschaft/vermittlungen/<str:reference>/", handed.handed_to_us_one, name="handed_to_us_one"),
]
