"""`manage.py measure`: how long the busiest pages and the search of people take with the demo data, and what they ask."""

import gzip
import time
from collections.abc import Callable
from functools import partial
from statistics import median, quantiles
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quarters.models import RoleKind, User
from quarters.people.people_search import find_people
from requests.demo import links

TIMES = 40
NAMES = ("Yildiz", "Ilse Brandt", "Mattenberg 80", "0561 81")


class Command(BaseCommand):
    help = "Misst Seiten und Suche an den Beispieldaten: Abfragen, Millisekunden (Mitte und 95 von 100), kB."

    def handle(self, *args: Any, **options: Any) -> None:
        helper, tenant = links.with_role(RoleKind.HELPER), links.tenant()
        if helper is None or tenant is None:
            raise CommandError("Es gibt keine Beispieldaten. Bitte zuerst: bin/manage demo")
        for who, address in ((helper, "/leitstand/"), (helper, "/leitstand/anruf/"), (tenant, "/meine/")):
            self._page(who, address)
        for name in NAMES:
            self._say(f"Suche „{name}“", partial(find_people, name, district_ids=helper.district_ids))

    def _page(self, who: User, address: str) -> None:
        client = Client(headers={"host": "localhost"})
        client.force_login(who)
        answer = client.get(address)
        if answer.status_code != 200:
            raise CommandError(f"{address} antwortet mit {answer.status_code}.")
        self._say(address, lambda: client.get(address), f"{len(gzip.compress(answer.content)) / 1000:.1f} kB HTML")

    def _say(self, what: str, step: Callable[[], Any], more: str = "") -> None:
        with CaptureQueriesContext(connection) as queries:
            step()
        asked = len(queries)
        took = [_milliseconds(step) for _ in range(TIMES)]
        line = f"{what:24} {asked:3} Abfragen {median(took):7.1f} ms {quantiles(took, n=20)[-1]:7.1f} ms  {more}"
        self.stdout.write(line.rstrip())


def _milliseconds(step: Callable[[], Any]) -> float:
    started = time.perf_counter()
    step()
    return (time.perf_counter() - started) * 1000
