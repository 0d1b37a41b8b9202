"""Addresses of the tenant's way."""

from django.urls import path

from requests.views import (
    call_back,
    contributions,
    mine,
    prints,
    suggest,
    times,
    trouble,
    trust,
    way_taken,
    wizard,
    wizard_check,
)

urlpatterns = [
    path("hilfe/", wizard.start, name="wizard"),
    path("hilfe/neu/", wizard.restart, name="wizard_restart"),
    path("hilfe/danke/", wizard_check.sent, name="wizard_sent"),
    path("hilfe/danke/gern/", contributions.give_after_sending, name="give"),
    path("hilfe/angerufen/", way_taken.way_taken, name="way_taken"),
    path("hilfe/anmelden/", wizard_check.sign_in, name="wizard_sign_in"),
    path("hilfe/rueckruf/", call_back.call_back, name="call_back"),
    path("hilfe/rueckruf/danke/", call_back.call_back_done, name="call_back_done"),
    path("hilfe/<slug:step>/", wizard.step, name="wizard_step"),
    path("meine/", mine.mine, name="mine"),
    path("meine/gern/<str:reference>/", contributions.withdraw, name="take_back"),
    path("meine/vertrauen/", trust.trusted, name="trusted"),
    path("meine/vertrauen/<str:reference>/ende/", trust.revoke, name="revoke_trust"),
    path("meine/fuer/<str:reference>/", trust.looked_after, name="looked_after"),
    path("meine/fuer/<str:reference>/bitten/", trust.ask_for, name="ask_for"),
    path("meine/anfragen/<str:reference>/einverstanden/", mine.agree, name="mine_agree"),
    path("meine/anfragen/<str:reference>/", mine.detail, name="mine_detail"),
    path("meine/anfragen/<str:reference>/brief/", prints.own_letter, name="mine_letter"),
    path("meine/anfragen/<str:reference>/absage/", mine.cancel, name="mine_cancel"),
    path("meine/anfragen/<str:reference>/termin/", mine.move, name="mine_move"),
    path("meine/anfragen/<str:reference>/niemand-da/", trouble.mine_nobody_came, name="mine_nobody_came"),
    path("meine/anfragen/<str:reference>/zeit/", times.mine_propose, name="mine_propose_time"),
    path("meine/anfragen/<str:reference>/spaeter/", times.mine_later, name="mine_later"),
    path("meine/anfragen/<str:reference>/zeit/antwort/", times.mine_answer, name="mine_answer_time"),
    path("meine/anfragen/<str:reference>/vorschlag/", suggest.mine_answer, name="mine_answer_times"),
    path("meine/anfragen/<str:reference>/rueckmeldung/", mine.feedback, name="mine_feedback"),
]
