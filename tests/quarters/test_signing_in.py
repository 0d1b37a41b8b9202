"""A code by e-mail for everybody; known and unknown addresses answer alike."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests.conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing_in")]


def test_a_code_from_the_mail_signs_in(client: Client, cast: Cast) -> None:
    client.post("/konto/login/code/", {"email": cast.tenant.user.email})
    code = re.search(r"\d{4}-?\d{4}", mail.outbox[0].body)
    assert code
    response = client.post("/konto/login/code/confirm/", {"code": code.group(0)})
    assert response.status_code == 302
    assert client.get("/meine/").status_code == 200


def test_a_wrong_code_signs_nobody_in(client: Client, cast: Cast) -> None:
    client.post("/konto/login/code/", {"email": cast.tenant.user.email})
    client.post("/konto/login/code/confirm/", {"code": "0000-0000"})
    assert client.get("/meine/").status_code == 302


def test_known_and_unknown_addresses_answer_alike(cast: Cast) -> None:
    known = Client().post("/konto/login/code/", {"email": cast.tenant.user.email})
    unknown = Client().post("/konto/login/code/", {"email": "niemand@example.org"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert len(mail.outbox) == 2


def test_demo_links_are_absent_without_demo(client: Client, cast: Cast, settings: object) -> None:
    from quarters.signing.demo_links import demo_link

    cast.tenant.user.is_demo = True
    cast.tenant.user.save()
    path = demo_link(cast.tenant.user).partition("/demo/")[2]
    settings.DEMO_LINKS = False  # type: ignore[attr-defined]
    assert client.get(f"/demo/{path}").status_code == 404
    settings.DEMO_LINKS = True  # type: ignore[attr-defined]
    assert client.get(f"/demo/{path}").status_code == 302


def test_a_demo_link_signs_in_nobody_real(client: Client, cast: Cast) -> None:
    from quarters.signing.demo_links import demo_link

    path = demo_link(cast.tenant.user).partition("/demo/")[2]
    assert client.get(f"/demo/{path}").status_code == 404


def test_open_demo_links_fail_the_deploy_check(settings: object) -> None:
    from piano.kit.checks import demo_links_are_off

    settings.DEMO_LINKS = True  # type: ignore[attr-defined]
    assert [error.id for error in demo_links_are_off(None)] == ["piano.E002"]
