"""A form counts once: the same again gets the first answer, other words under its token a page that explains itself."""

import uuid
from typing import Any

import pytest
from django.test import Client

from piano.kit.models import SentForm
from tests.conftest import Cast
from volunteers.models import Interest

pytestmark = pytest.mark.django_db


def form(cast: Cast, **fields: str) -> dict[str, str]:
    return {
        "form_token": str(uuid.uuid4()),
        "name": "Meryem Kaya",
        "phone": "0561 8123499",
        "email": "",
        "district": str(cast.district.pk),
        "categories": str(cast.shop.pk),
        "words": "",
        "website": "",
        **fields,
    }


def test_the_same_form_again_gets_the_first_answer(client: Client, cast: Cast) -> None:
    typed = form(cast)
    first = client.post("/mitmachen/", typed)
    assert first.status_code == 302
    again = client.post("/mitmachen/", typed)
    assert (again.status_code, again.headers["Location"]) == (302, first.headers["Location"])
    assert Interest.objects.count() == 1


def test_other_words_under_the_same_token_are_explained(client: Client, cast: Cast) -> None:
    typed = form(cast)
    client.post("/mitmachen/", typed)
    answer = client.post("/mitmachen/", typed | {"name": "Ilse Brandt"})
    assert answer.status_code == 409
    assert "Das kam schon an" in answer.content.decode()
    assert Interest.objects.get().name == "Meryem Kaya"


def test_somebody_else_does_not_get_the_first_answer(client: Client, cast: Cast) -> None:
    typed = form(cast)
    client.post("/mitmachen/", typed)
    client.force_login(cast.helper)
    assert client.post("/mitmachen/", typed).status_code == 409


def test_a_form_with_mistakes_may_be_sent_again_under_its_token(client: Client, cast: Cast) -> None:
    typed = form(cast, phone="")
    assert client.post("/mitmachen/", typed).status_code == 422
    assert client.post("/mitmachen/", typed | {"phone": "0561 8123499"}).status_code == 302
    assert SentForm.objects.count() == 1


def test_without_the_token_the_same_form_counts_twice(client: Client, cast: Cast) -> None:
    """The negative control."""
    typed = form(cast, form_token="")
    for _ in range(2):
        assert client.post("/mitmachen/", typed).status_code == 302
    assert Interest.objects.count() == 2


def test_what_is_kept_of_a_form_cannot_be_tried_out(client: Client, cast: Cast, settings: Any) -> None:
    """Four digits of a duty telephone go through here, too: whoever reads the table alone learns nothing of them."""
    digests = set()
    for key in ("one", "another"):
        settings.SECRET_KEY = key
        SentForm.objects.all().delete()
        client.post("/mitmachen/", form(cast, form_token=str(uuid.UUID(int=7))))
        digests.add(SentForm.objects.get().digest)
    assert len(digests) == 2
