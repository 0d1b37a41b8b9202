"""Addresses of the helper's room."""

from django.urls import path

from requests.views import board, call, case, daybook, farewell, held, people, person, prints, slip, trust

CASE = "leitstand/anfragen/<str:reference>/"
DAY = "leitstand/protokoll/<slug:district>/<str:day>/"
urlpatterns = [
    path("leitstand/", board.board, name="board"),
    path("leitstand/stand/", board.version, name="board_version"),
    path("leitstand/anruf/", call.call, name="call"),
    path("leitstand/anruf/suche/", call.call_search, name="call_search"),
    path("leitstand/anruf/pruefung/", call.call_check, name="call_check"),
    path("leitstand/anruf/<str:reference>/", call.call_taken, name="call_taken"),
    path("leitstand/anruf/<str:reference>/ruecknahme/", call.call_undo, name="call_undo"),
    path("leitstand/anrufe/", people.call_list, name="call_list"),
    path("leitstand/anrufe/<str:reference>/", people.called, name="called"),
    path("leitstand/tagesblatt/", prints.day_sheet, name="day_sheet"),
    path("leitstand/zettel/", slip.slip, name="slip"),
    path("leitstand/zettel/vordruck/", prints.help_slip, name="help_slip"),
    path("leitstand/protokoll/", daybook.day_books, name="day_books"),
    path(DAY, daybook.day_book, name="day_book"),
    path(f"{DAY}eintrag/", daybook.note, name="day_note"),
    path(f"{DAY}abschluss/", daybook.close, name="close_day"),
    path(f"{DAY}blatt/", daybook.day_log_print, name="day_log"),
    path("leitstand/menschen/", person.people, name="people"),
    path("leitstand/menschen/<str:reference>/", person.person, name="person"),
    path("leitstand/menschen/<str:reference>/widerruf/", person.withdraw, name="withdraw"),
    path("leitstand/menschen/<str:reference>/vertrauen/", trust.trust_by_phone, name="trust_by_phone"),
    path(
        "leitstand/menschen/<str:reference>/vertrauen/<str:trust>/ende/", trust.revoke_by_phone, name="revoke_by_phone"
    ),
    path("leitstand/menschen/<str:reference>/verstorben/", farewell.died, name="died"),
    path("leitstand/menschen/<str:reference>/lebt/", farewell.lives, name="lives"),
    path("leitstand/hinweise/<str:reference>/", board.referral, name="board_referral"),
    path("leitstand/hinweise/<str:reference>/erledigt/", board.close, name="close_referral"),
    path("leitstand/interesse/", board.interests, name="board_interests"),
    path("leitstand/interesse/<str:reference>/", board.interest, name="board_interest"),
    path("leitstand/interesse/<str:reference>/erledigt/", board.answer, name="answer_interest"),
    path(CASE, case.case, name="board_request"),
    path(f"{CASE}kennenlernen/", held.get_to_know, name="get_to_know"),
    path(f"{CASE}erstbesuch/", held.first_visit_sheet, name="first_visit_sheet"),
    path(f"{CASE}erstbesuch/blatt/", prints.first_visit, name="first_visit_print"),
    path(f"{CASE}besuchszettel/", prints.visit_sheet, name="visit_sheet"),
    path(f"{CASE}brief/", prints.board_letter, name="board_letter"),
    path(f"{CASE}erst/<slug:hold>/", held.settle_hold, name="settle_hold"),
    path(f"{CASE}weitere/", case.ask_more, name="ask_more"),
    path(f"{CASE}person/", case.ask_person, name="ask_person"),
    path(f"{CASE}zusage/", case.assign, name="assign"),
    path(f"{CASE}bereitschaft/", case.ask_on_call, name="ask_on_call"),
    path(f"{CASE}entscheidung/", case.take_over, name="take_over"),
    path(f"{CASE}suche/", case.search_again, name="search_again"),
    path(f"{CASE}rueckgabe/", case.give_back, name="give_back"),
    path(f"{CASE}absage/", case.cancel, name="board_cancel"),
    path(f"{CASE}ruecktritt/", case.give_up, name="board_give_up"),
    path(f"{CASE}bericht/", case.report, name="board_report"),
    path(f"{CASE}rueckmeldung/", case.feedback, name="board_feedback"),
    path(f"{CASE}sorge/", case.acknowledge, name="acknowledge"),
    path(f"{CASE}dank/", case.read, name="read_feedback"),
]
