"""Every link of every reason for which we write: opened signed out, by a mail scanner too, it shows a page and does nothing; bent, it
opens nothing; its button acts; and when it is old it says so kindly.
"""

import contextlib
import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.template.loader import get_template
from django.test import Client
from django.urls import resolve

from helpers.rota import swap_links
from piano.kit import clock
from piano.kit.links import read_signed, sign
from piano.messaging.digest.links import leave_link
from piano.messaging.models import Message
from piano.messaging.reasons import REASONS
from piano.messaging.words import words_for
from quarters.ideas import links as ideas
from quarters.models import User
from quarters.programme import links as registrations
from quarters.signing import behind_sign_in
from requests import links as offer_links
from requests.answers import links as answers
from requests.circles import links as sending_links
from requests.models import Assignment, HelpRequest, Offer, StateChange, TimeProposal, Trouble, Visit
from requests.series import links as series_links
from requests.urgency import alerts
from tests import clock as machine
from tests.house.owed import every_message, plant
from tests.house.pages import Form, Page
from tests.house.rooms import routes
from tests.ways import paths_in
from volunteers.clubs import links as foundings
from volunteers.path import links as on_the_way

pytestmark = pytest.mark.django_db
TEMPLATES = Path(settings.BASE_DIR) / "templates" / "messages"
ADDRESS = re.compile(r"https?://\S+")
SALTS = {  # of the tokens of each errand
    "quarters:own_idea": ideas.OWN,
    "quarters:own_part": ideas.TAKES_PART,
    "quarters:registration": registrations.SALT,
    "helpers:swap_by_link": swap_links.SALT,
    "quarters:way_in": behind_sign_in.SALT,
    "requests:alert": alerts.SALT,
    "requests:answer": answers.SALT,
    "requests:offer_by_link": offer_links.SALT,
    "requests:regular_by_link": series_links.SALT,
    "volunteers:own_path": on_the_way.OWN,
    "volunteers:own_founding": foundings.SALT,
    "requests:sending_by_link": sending_links.SALT,
}
PUBLIC = ("quarters:idea", "quarters:ideas", "quarters:events")  # everybody reads them
STATES = (HelpRequest, Visit, Offer, Assignment, TimeProposal)


@pytest.fixture(scope="module")
def paths(living_quarter: None, django_db_blocker: Any) -> list[tuple[str, str]]:
    """Each reason with where its links lead, made once for all tests here."""
    with django_db_blocker.unblock():
        plant()
        return sorted({(message.reason, path) for message in every_message() for path in _paths(message)})


def _paths(message: Message) -> list[str]:
    addresses = ADDRESS.findall(words_for(message).body)
    assert all(address.startswith(f"{settings.SITE_URL}/") for address in addresses), (message.reason, addresses)
    return paths_in(" ".join(addresses))


def everything() -> list[Any]:
    """How everything stands: no step was taken while this is the same."""
    rows: list[Any] = [sorted(model.objects.values_list("state").annotate(n=Count("pk"))) for model in STATES]
    return [*rows, StateChange.objects.count(), Trouble.objects.count(), Message.objects.count()]


def test_every_reason_with_a_link_is_walked_here(paths: list[tuple[str, str]]) -> None:
    walked = {reason for reason, _path in paths}
    texts = {
        name: get_template(f"messages/{reason.template or name}.txt")
        for name, reason in REASONS.items()
        if not reason.is_called
    }
    say_one = {name for name, text in texts.items() if re.search(r"{{ *(link|sheet|rota)|lines", text.template.source)}
    assert say_one - walked == set()


def test_signed_out_each_shows_a_page_and_does_nothing(paths: list[tuple[str, str]]) -> None:
    before, client = everything(), Client()
    for reason, path in paths:
        here = resolve(path)
        assert "token" in here.kwargs or here.view_name in PUBLIC, (reason, path)
        assert client.get(path).status_code == 200, (reason, path)
    for path in one_of_each(paths):
        assert client.head(path).status_code == 200, path
    assert everything() == before


def one_of_each(paths: list[tuple[str, str]]) -> list[str]:
    """One path for each way to sign: what it opens is decided there, and nowhere else."""
    return [rows[0] for rows in by_errand(paths).values()]


def test_bent_or_made_for_somebody_else_each_opens_nothing(paths: list[tuple[str, str]]) -> None:
    stranger = User.objects.create_user("fremd@example.org")
    client = Client()
    client.force_login(stranger)
    for path in one_of_each(paths):
        token = resolve(path).kwargs["token"]
        bent = token[:-1] + ("A" if token[-1] != "A" else "B")
        assert Client().get(path.replace(token, bent)).status_code == 404, path
        if resolve(path).view_name in SALTS:  # the way out of overviews says nothing
            hers = made_for(stranger, path)
            assert client.get(hers, follow=True).status_code in (403, 404), path
            assert client.post(hers).status_code in (403, 404, 405), path


def made_for(person: User, path: str) -> str:
    """The same token with another person in it, properly signed: as if our key had leaked, or a list been mixed up."""
    here = resolve(path)
    token = here.kwargs["token"]
    salt = SALTS[here.view_name]
    return path.replace(token, sign(salt, **{**(read_signed(token, salt=salt) or {}), "p": person.pk}))


@pytest.mark.parametrize("template", sorted(path.name for path in TEMPLATES.glob("*.txt")))
def test_a_template_writes_no_address_itself(template: str) -> None:
    """Each comes from a function that says what it opens and for how long; and there is one of them, so one errand."""
    text = (TEMPLATES / template).read_text()
    assert not ADDRESS.search(text)
    assert set(re.findall(r"{{ *(\w*link\w*)", text)) <= {"link"}


def by_errand(paths: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Paths by the name of what they open; and the way out of overviews, which no demo person wished for."""
    found: dict[str, list[str]] = {}
    for _reason, path in paths:
        if "token" in resolve(path).kwargs:
            found.setdefault(resolve(path).view_name, []).append(path)
    person = Message.objects.select_related("recipient")[0].recipient
    return found | {"messaging:leave": [leave_link(person).removeprefix(settings.SITE_URL)]}


def test_every_address_with_a_token_belongs_to_an_errand_that_is_walked_here(paths: list[tuple[str, str]]) -> None:
    """A new kind of link is opened, bent and aged here like the others."""
    known = tuple(resolve(rows[0]).route for rows in by_errand(paths).values())
    strangers = [route for route in routes() if "<str:token>" in route and not route.startswith((*known, "demo/"))]
    assert strangers == []


def forms_on(path: str) -> list[Form]:
    """What the page lets one do, besides how it is shown."""
    html = Client().get(path).content.decode()
    root = path if path.endswith("/") else path + "/"
    return [form for form in Page(path, html).forms if form.method == "post" and form.action.startswith(root)]


@pytest.mark.parametrize(
    "errand",
    [
        "requests:offer_by_link",
        "requests:regular_by_link",
        "requests:sending_by_link",
        "helpers:swap_by_link",
        "requests:answer",
    ],
)
def test_it_acts_when_its_button_is_pressed(paths: list[tuple[str, str]], errand: str) -> None:
    """Signed out, by a POST of a form that stands there, and only then."""
    for path in by_errand(paths)[errand]:
        for form in forms_on(path):
            before = everything()
            with contextlib.suppress(Undone), transaction.atomic():
                Client().post(
                    form.action,
                    form.as_found() | {name: said[-1] for name, said in form.choices.items()} | dict(form.buttons[:1]),
                )
                if everything() != before:
                    return
                raise Undone
    raise AssertionError(f"no button behind {errand} does anything")


class Undone(Exception):
    """Takes back what a button did that was pressed in vain."""


def test_the_way_out_of_overviews_acts_on_a_button_alone(paths: list[tuple[str, str]]) -> None:
    (path,) = by_errand(paths)["messaging:leave"]
    people = User.objects.filter(waits="never").count()
    assert (Client().get(path).status_code, User.objects.filter(waits="never").count()) == (200, people)
    assert (Client().post(path).status_code, User.objects.filter(waits="never").count()) == (200, people + 1)


def test_long_afterwards_each_has_a_kind_page_and_nothing_to_press(paths: list[tuple[str, str]]) -> None:
    errands = by_errand(paths)
    now = clock.now()
    with machine.at(now + dt.timedelta(days=230)):
        for errand, rows in errands.items():
            for path in rows[:5]:
                answer = Client().get(path)
                page = answer.content.decode()
                assert answer.status_code == 404, (errand, path)
                assert 'href="tel:' in page, "whom to call"
                assert [form for form in Page(path, page).forms if form.action.startswith(path)] == []
    machine.travel_to(now)
