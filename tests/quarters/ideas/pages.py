"""Pages of an idea, and the signed address of whoever runs it."""

from django.test import Client

from quarters.ideas.links import own_page
from quarters.models import Initiative, Part


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def own(row: Initiative, end: str = "") -> str:
    return own_page(row.people.get(part=Part.RUNS)) + end
