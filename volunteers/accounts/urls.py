"""Addresses of time and money: one's own, and those of an association's officers."""

from django.urls import path

from volunteers.accounts.views import books, officer, own, rate

urlpatterns = [
    path("einsatz/konto/", own.account, name="account"),
    path("einsatz/konto/kilometer/", own.km, name="enter_km"),
    path("einsatz/konto/beleg/", own.outlay, name="enter_outlay"),
    path("einsatz/konto/stunden/", own.effort, name="enter_effort"),
    path("einsatz/konto/pauschalen/", own.elsewhere, name="elsewhere"),
    path("einsatz/konto/bescheinigung/", own.certificate, name="certificate"),
    path("einsatz/konto/<str:reference>/weg/", own.remove, name="remove_entry"),
    path("einsatz/konto/<str:reference>/foto/", own.receipt, name="own_receipt"),
    path("meine/zeitkonto/", own.tenant_account, name="tenant_account"),
    path("meine/zeitkonto/<str:reference>/auszug/", own.statement, name="statement"),
    path("meine/zeitkonto/<str:reference>/verschenken/", own.gift, name="gift"),
    path("verein/<slug:slug>/zeit/", officer.overview, name="time"),
    path("verein/<slug:slug>/zeit/regel/", officer.rule, name="time_rule"),
    path("verein/<slug:slug>/zeit/satz/", rate.km_rate, name="km_rate"),
    path("verein/<slug:slug>/zeit/satz/<str:day>/weg/", rate.take_back, name="km_rate_back"),
    path("verein/<slug:slug>/zeit/auslagen/<str:reference>/", officer.expense, name="expense"),
    path("verein/<slug:slug>/zeit/auslagen/<str:reference>/beleg/", officer.receipt, name="receipt"),
    path("verein/<slug:slug>/zeit/auslagen/<str:reference>/ruecknahme/", officer.reopen, name="reopen_expense"),
    path("verein/<slug:slug>/zeit/stunden/<str:reference>/", officer.effort, name="decide_effort"),
    path("verein/<slug:slug>/zeit/jahr/<str:kind>/", officer.insurer, name="insurer"),
    path("verein/<slug:slug>/zeit/konten/", books.accounts, name="time_accounts"),
    path("verein/<slug:slug>/zeit/konten/<str:reference>/", books.account, name="time_account"),
    path("verein/<slug:slug>/zeit/konten/<str:reference>/haerte/", books.hardship, name="hardship"),
    path("verein/<slug:slug>/zeit/konten/<str:reference>/auszug/", books.account_sheet, name="account_sheet"),
    path("verein/<slug:slug>/zeit/buchungen/<str:reference>/zurueck/", books.book_back, name="book_back"),
    path("verein/<slug:slug>/zeit/pauschalen/", books.allowance_list, name="allowances"),
    path("verein/<slug:slug>/zeit/pauschalen/<str:reference>/weg/", books.withdraw, name="withdraw_allowance"),
]
