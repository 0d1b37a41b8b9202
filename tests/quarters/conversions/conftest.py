"""A house of the landlord's with a tenant, her helper and a technician; a conversion carried as far as a test needs it."""

import datetime as dt
from dataclasses import dataclass, field

import pytest

from piano.kit import clock
from quarters.conversions import confidential, filling, money, wishes
from quarters.conversions.advancing import advance
from quarters.conversions.states import ConversionState
from quarters.models import Conversion, Organisation, OrganisationKind, Payer, Programme, Resident, Role, RoleKind, User
from tests.conftest import Cast
from tests.factories import make_organisation, make_user

S = ConversionState


@dataclass
class Home:
    """`to(state)` carries the case there, each gate opened by its own verbs."""

    tenant: Resident
    helper: User
    technician: User
    landlord: Organisation
    programmes: dict[str, Programme] = field(default_factory=dict)
    case: Conversion = None  # type: ignore[assignment]

    @property
    def who(self) -> dict:
        return {"by": self.helper, "now": clock.now()}

    @property
    def today(self) -> dt.date:
        return clock.today()

    def wish(self, **fields: object) -> Conversion:
        given = {
            "resident": self.tenant,
            "wish": "Ich komme nicht mehr in die Wanne.",
            "source": "phone",
            "agrees": True,
        }
        given["position"] = "2. Stock links"
        self.case = wishes.open_wish(**{**given, **self.who, **fields})
        return self.case

    def to(self, state: str) -> Conversion:
        if self.case is None:
            self.wish()
        while self.fresh().state != state:
            self.fill()
            advance(self.case, **self.who)
        return self.case

    def fresh(self) -> Conversion:
        self.case.refresh_from_db()
        return self.case

    def fill(self) -> None:
        """All that the gate of this step asks for."""
        case = self.fresh()
        known = {S.ADVICE: self._advise, S.QUOTES: self._quote, S.CARE_FUND: self._ask, S.WORKS: self._build}
        known |= {S.CHECK: self._check, S.PERMISSION: self._allow, S.AGREEMENT: self._agree, S.ACCEPTANCE: self._accept}
        known |= {S.KFW: self._rule_out, S.WIBANK: self._rule_out}
        if case.state in known:
            known[S(case.state)](case, self.today)

    def _advise(self, case: Conversion, today: dt.date) -> None:
        filling.plan_visit(case, at=clock.now() + dt.timedelta(hours=1), **self.who)
        filling.note_visit(case, on=today, **self.who)
        filling.choose_measure(case, code="tub_to_shower", standard="plain", **self.who)

    def _check(self, case: Conversion, today: dt.date) -> None:
        found = {"load_ok": True, "pipes_ok": True, "is_monument": False}
        filling.decide(case, **found, decision="A", on=today, **self.who)

    def _allow(self, case: Conversion, today: dt.date) -> None:
        filling.note_permission(case, permission="yes", asked_on=today, on=today, **self.who)

    def _agree(self, case: Conversion, today: dt.date) -> None:
        filling.agree_on(case, builder="tenant", restores=False, on=today, **self.who)

    def _quote(self, case: Conversion, today: dt.date) -> None:
        self.choose_quote(500_000)

    def _ask(self, case: Conversion, today: dt.date) -> None:
        self.ask_care_fund(400_000, approved=400_000)

    def _rule_out(self, case: Conversion, today: dt.date) -> None:
        money.rule_out(case, payer=case.state, **self.who)
        if case.state == S.WIBANK:
            money.say_share(case, payer=Payer.TENANT, cents=100_000, **self.who)

    def _build(self, case: Conversion, today: dt.date) -> None:
        days = {"starts_on": today, "ends_on": today, "neighbours_on": today}
        filling.plan_works(case, firm="Bad & Rohr", interim="home", **days, **self.who)
        filling.order(case, on=today, **self.who)

    def _accept(self, case: Conversion, today: dt.date) -> None:
        filling.accept(case, on=today, is_explained=True, **self.who)
        filling.note_invoice(case, cents=500_000, on=today, paid_on=today, **self.who)

    def choose_quote(self, cents: int) -> None:
        days = {"received_on": self.today, "valid_until": self.today + dt.timedelta(days=30)}
        quote = money.add_quote(self.case, firm="Bad & Rohr", cents=cents, **days, **self.who)
        money.choose_quote(self.case, quote=quote, **self.who)

    def ask_care_fund(self, cents: int, *, approved: int | None = None) -> None:
        private = {"care_grade": "2", "entitled": "1", "diagnosis": "", "fund_words": ""}
        confidential.note_private(self.case, **private, **self.who)
        share = money.apply(self.case, programme=self.programmes["care_fund"], cents=cents, on=self.today, **self.who)
        if approved is not None:
            money.decide_share(self.case, share=share, cents=approved, on=self.today, **self.who)


@pytest.fixture
def home(cast: Cast) -> Home:
    landlord = make_organisation(OrganisationKind.LANDLORD, name="GWG Wohnen")
    building = cast.tenant.building
    assert building is not None
    building.landlord = landlord
    building.save()
    technician = make_user(is_staff=True)
    Role.objects.create(user=technician, kind=RoleKind.GWG_STAFF, organisation=landlord, valid_from="2025-01-01")
    return Home(cast.tenant, cast.helper, technician, landlord, make_programmes())


def make_programmes() -> dict[str, Programme]:
    since = dt.date(2025, 1, 1)
    care = {"max_cents": 418_000, "max_shared_cents": 1_672_000, "name": "Pflegekasse § 40", "is_verified": True}
    kfw = {"max_cents": 250_000, "per_mille": 100, "name": "KfW 455-B", "valid_until": dt.date(2026, 12, 31)}
    return {
        "care_fund": Programme.objects.create(code="care", fund=Payer.CARE_FUND, valid_from=since, **care),
        "kfw": Programme.objects.create(code="kfw", fund=Payer.KFW, valid_from=since, **kfw),
    }
