"""The list for the cash box: no name, no bank data, no formula; what comes back is booked once and told line by line."""

import csv
import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from piano.kit import clock
from piano.kit.tables import NotATable
from quarters.models import Organisation
from tests.factories import make_user
from tests.volunteers.clubs.making import make_club, make_member, make_officer
from volunteers.clubs import cash
from volunteers.clubs.cash import CashLine, cash_list, mark_paid, register_cash_lines, take_back_fee
from volunteers.clubs.cash_tables import HEAD, as_csv, as_xlsx, guarded, read_back, read_cents, read_day
from volunteers.clubs.errors import NotOnTheList, NotToday, PaidAlready
from volunteers.clubs.members import call_fees
from volunteers.models import Fee

pytestmark = pytest.mark.django_db
YEAR = 2026


@pytest.fixture
def club() -> Organisation:
    """Two members who owe 24 euros each."""
    found = make_club()
    for name in ("Grete Mai", "Otto Juni"):
        make_member(found, name)
    call_fees(found, year=YEAR)
    return found


def lines(club: Organisation) -> list[CashLine]:
    return cash_list(club, year=YEAR, on=clock.today())


def marks(club: Organisation) -> list[str]:
    return [line.mark for line in lines(club)]


def sheet(*rows: tuple[str, ...], head: tuple[str, ...] = ("Kennung", "Mitglied", "Betrag", "bezahlt am")) -> bytes:
    return "\n".join(";".join(row) for row in (head, *rows)).encode()


def back(club: Organisation, data: bytes) -> list[tuple[int, str, str]]:
    found = read_back(club, data, by=make_user(), now=clock.now())
    return [(one.row, one.state, one.says) for one in found.lines]


def test_the_list_names_numbers_and_nobody(club: Organisation) -> None:
    said = as_csv(lines(club)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(said), delimiter=";"))
    assert rows[0] == list(HEAD)
    assert [row[1] for row in rows[1:]] == ["1", "2"]
    assert [row[4] for row in rows[1:]] == ["24,00", "24,00"]
    assert not any(word in said for word in ("Grete", "Otto", "IBAN"))


def test_no_cell_is_read_as_a_formula(club: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = ["=1+1", "+49", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1"]
    made = [CashLine(f"K{place}", 1, "Auslage", words, 100, clock.today()) for place, words in enumerate(evil)]
    monkeypatch.setitem(cash._sources, "auslage", cash.Source("auslage", lambda *_, **__: made, lambda *_, **__: True))
    found = lines(club)
    for row in csv.reader(io.StringIO(as_csv(found).decode("utf-8-sig")), delimiter=";"):
        assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row), row
    cells = [cell for row in load_workbook(io.BytesIO(as_xlsx(found))).active.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert guarded("Brot") == "Brot"


def test_what_comes_back_is_booked_and_the_same_again_changes_nothing(club: Organisation) -> None:
    first, second = marks(club)
    data = sheet((first, "1", "24,00", "02.11.2026"), (second, "2", "24,00", ""))
    assert back(club, data) == [(2, "paid", "bezahlt"), (3, "empty", "kein Tag, bleibt offen")]
    assert back(club, data)[0] == (2, "same", "stand schon da")
    assert list(Fee.objects.order_by("member__number").values_list("paid_on", flat=True)) == [
        dt.date(2026, 11, 2),
        None,
    ]


def test_our_own_table_comes_back_as_excel_too(club: Organisation) -> None:
    book = load_workbook(io.BytesIO(as_xlsx(lines(club))))
    book.active["I2"] = dt.datetime(2026, 11, 3)  # noqa: DTZ001  a cell of a spreadsheet has no zone
    made = io.BytesIO()
    book.save(made)
    assert [state for _row, state, _says in back(club, made.getvalue())] == ["paid", "empty"]


SAVED = {  # as office programs of this country save what they were given; the sums lose their cents, the days their year
    "Excel, CSV (Trennzeichen-getrennt)": lambda text: text.encode("cp1252"),
    "Excel, CSV UTF-8": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "Excel, Unicode-Text": lambda text: text.replace(";", "\t").encode("utf-16"),
    "LibreOffice, UTF-8": lambda text: text.encode(),
    "with the line that says the sign": lambda text: f"sep=;\r\n{text}".encode("cp1252"),
    "below a title": lambda text: f"Kasse für März;;;;;;;;\r\n;;;;;;;;\r\n{text}".encode("cp1252"),
    "on an old Mac": lambda text: text.replace("\r\n", "\r").encode("cp1252"),
}


@pytest.mark.parametrize("how", SAVED)
def test_the_list_comes_back_as_office_programs_save_it(club: Organisation, how: str) -> None:
    text = as_csv(lines(club)).decode("utf-8-sig").replace("24,00", "24")
    first, second, *_end = text.split("\r\n")[1:]
    text = text.replace(first, f"{first}02. Nov").replace(second, f"{second}2.11.2026")
    assert [state for _row, state, _says in back(club, SAVED[how](text))] == ["paid", "paid"]
    assert set(Fee.objects.values_list("paid_on", flat=True)) == {dt.date(2026, 11, 2)}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("02. Nov", dt.date(2026, 11, 2)), ("2.11.", dt.date(2026, 11, 2)), ("1. März", dt.date(2026, 3, 1)),
        ("24. Dez.", dt.date(2025, 12, 24)), ("01. Mrz", dt.date(2026, 3, 1)), ("31. Feb", None), ("2. Foo", None),
        ("2.13.", None), ("2.11", None), ("46328", None), ("ja", None),
    ],
)  # fmt: skip
def test_a_day_without_its_year_is_the_last_one_that_was(text: str, day: dt.date | None) -> None:
    assert read_day(text, today=dt.date(2026, 11, 30)) == day


@pytest.mark.parametrize("year", [YEAR - 3, YEAR + 1])
def test_a_row_of_another_year_is_not_booked_on_trust(club: Organisation, year: int) -> None:
    fee = Fee.objects.create(member=club.members.get(number=1), year=year, cents=2400, due_on=dt.date(year, 3, 1))
    assert back(club, sheet((f"beitrag-{fee.reference}", "2", "5,00", "02.11.2026")))[0][1] == "wrong"
    assert not Fee.objects.filter(paid_on__isnull=False).exists()


def test_the_list_of_next_year_comes_back_too(club: Organisation) -> None:
    call_fees(club, year=YEAR + 1)
    mark = cash_list(club, year=YEAR + 1, on=clock.today())[0].mark
    assert back(club, sheet((mark, "1", "24,00", "02.11.2026")))[0][1] == "paid"


def test_rows_that_do_not_fit_are_told_one_by_one_and_the_others_are_booked(club: Organisation) -> None:
    first, second = marks(club)
    other = make_club()
    make_member(other)
    call_fees(other, year=YEAR)
    foreign = marks(other)[0]
    found = back(
        club,
        sheet(
            ("beitrag-GIBTSNICHT", "1", "24,00", "02.11.2026"),
            (foreign, "1", "24,00", "02.11.2026"),
            (first, "2", "24,00", "02.11.2026"),
            (second, "2", "20,00", "02.11.2026"),
            (second, "2", "24,00", "gestern"),
            ("Unsinn", "", "", "02.11.2026"),
            ("", "", "", ""),
            (first, "1", "24,00", "02.11.2026"),
        ),
    )
    assert [(row, state) for row, state, _ in found] == [(row, "wrong") for row in range(2, 8)] + [(9, "wrong")]
    says = [words for _, _, words in found]
    assert says[0] == says[1] == says[5] == "Diese Kennung steht nicht in Ihrer Liste."
    assert says[2] == "Die Mitgliedsnummer passt nicht zur Kennung."
    assert says[3] == "Der Betrag ist ein anderer: In der Liste stehen 24,00 Euro."
    assert "zweimal" in says[4]
    assert "zweimal" in says[6]
    assert not Fee.objects.filter(paid_on__isnull=False).exists()


def test_another_day_than_the_one_that_stands_there_is_no_second_payment(club: Organisation) -> None:
    mark, by, now = marks(club)[0], make_user(), clock.now()
    assert mark_paid(club, mark, on=clock.today(), by=by, now=now)
    assert not mark_paid(club, mark, on=clock.today(), by=by, now=now)
    with pytest.raises(PaidAlready):
        mark_paid(club, mark, on=dt.date(2026, 1, 2), by=by, now=now)
    with pytest.raises(NotToday):
        mark_paid(club, marks(club)[0], on=clock.today() + dt.timedelta(days=1), by=by, now=now)
    with pytest.raises(NotOnTheList):
        mark_paid(make_club(), mark, on=clock.today(), by=by, now=now)
    take_back_fee(make_club(), mark.partition("-")[2])
    assert Fee.objects.filter(paid_on__isnull=False).count() == 1
    take_back_fee(club, mark.partition("-")[2])
    assert not Fee.objects.filter(paid_on__isnull=False).exists()


def test_a_bank_account_in_the_file_is_said_and_never_kept(club: Organisation) -> None:
    data = sheet(
        (marks(club)[0], "1", "24,00", "02.11.2026", "DE02120300000000202051"),
        head=("Kennung", "Mitglied", "Betrag", "bezahlt am", "IBAN"),
    )
    found = read_back(club, data, by=make_user(), now=clock.now())
    assert (found.has_bank_data, found.paid) == (True, 1)
    assert "IBAN" not in str(list(Fee.objects.values()))


def test_no_table_of_ours_has_a_place_for_bank_data() -> None:
    from django.apps import apps

    names = {
        field.name for model in apps.get_app_config("volunteers").get_models() for field in model._meta.get_fields()
    }
    assert not [name for name in names if any(word in name for word in ("iban", "bic", "bank", "account_number"))]


def test_what_nobody_can_take_back_is_said_and_a_room_takes_back_its_own(
    club: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for mark in ("unsinn-X", "beitrag-", "beitrag"):
        with pytest.raises(NotOnTheList):
            cash.take_back(club, mark)
    opened = []
    monkeypatch.setattr(cash, "_sources", dict(cash._sources))
    nothing = {"lines": lambda *_, **__: [], "settle": lambda *_, **__: True}
    register_cash_lines("fest", **nothing)
    register_cash_lines("lose", **nothing, take_back=lambda association, key: opened.append((association, key)))
    with pytest.raises(NotOnTheList):
        cash.take_back(club, "fest-ABC")
    cash.take_back(club, "lose-ABC")
    assert opened == [(club, "ABC")]


def test_what_is_no_table_is_said(club: Organisation) -> None:
    with pytest.raises(NotATable):
        back(club, b"")
    with pytest.raises(NotATable, match="Kennung"):
        back(club, b"Name;Betrag;bezahlt am\nx;1;2")


def test_a_line_without_a_number_leads_to_where_officers_read_whose_it_is(
    club: Organisation, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = CashLine("ABC", None, "Auslage", "Brot", 350, clock.today(), goes_out=True, page="/irgendwo/")
    monkeypatch.setitem(
        cash._sources, "auslage", cash.Source("auslage", lambda *_, **__: [line], lambda *_, **__: True)
    )
    client.force_login(make_officer(club))
    page = client.get(f"/verein/{club.slug}/kasse/?jahr={YEAR}").content.decode()
    assert "ohne Nummer: 3,50" in page
    assert '<a href="/irgendwo/">auslage-ABC' in page


def test_another_room_adds_its_lines(club: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    paid = []
    monkeypatch.setattr(cash, "_sources", dict(cash._sources))

    def settle(association: Organisation, key: str, **said: object) -> bool:
        paid.append((association, key))
        return True

    register_cash_lines(
        "auslage",
        lines=lambda association, *, year, on: [
            CashLine("ABC", None, "Auslage", "Brot", 350, on, goes_out=True, note="nah")
        ],
        settle=settle,
    )
    line = lines(club)[-1]
    assert (line.mark, line.goes_out, line.note) == ("auslage-ABC", True, "nah")
    assert back(club, sheet(("auslage-ABC", "", "3,50", "02.11.2026"))) == [(2, "paid", "bezahlt")]
    assert paid == [(club, "ABC")]


@pytest.mark.parametrize(
    ("text", "cents"),
    [("24", 2400), ("24,00 €", 2400), ("1.024,50", 102450), ("24.5", 2450), ("x", None), ("1e400", None)],
)
def test_sums_are_read_as_spreadsheets_write_them(text: str, cents: int | None) -> None:
    assert read_cents(text) == cents


def test_the_page_shows_ticks_and_takes_the_file(club: Organisation, client: Client) -> None:
    client.force_login(make_officer(club))
    here = f"/verein/{club.slug}/kasse/"
    first, second = marks(club)
    assert client.post(f"{here}{first}/bezahlt/").status_code == 302
    assert Fee.objects.filter(paid_on=clock.today()).count() == 1
    assert client.post(f"{here}{first}/ruecknahme/").status_code == 302
    assert Fee.objects.filter(paid_on=None).count() == 2
    file = SimpleUploadedFile("kasse.csv", sheet((second, "2", "24,00", "02.11.2026"), ("weg", "", "1", "02.11.2026")))
    page = client.post(here, {"file": file}).content.decode()
    assert "1 Zeile ist jetzt bezahlt." in page
    assert "Zeile 3, weg" in page
    assert client.post(here, {}).status_code == 422
    assert client.post(here, {"file": SimpleUploadedFile("x.csv", b"Name\nx")}).status_code == 422
    for form in ("csv", "xlsx"):
        answer = client.get(f"{here}tabelle/{form}/?jahr={YEAR}")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="kasse-{YEAR}.{form}"'
    assert client.get(f"{here}tabelle/pdf/").status_code == 404
    assert client.post(f"/verein/{club.slug}/beitraege/?jahr=2027").headers["Location"].endswith("?jahr=2027")
    assert Fee.objects.filter(year=2027).count() == 2
