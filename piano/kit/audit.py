"""The audit trail: who changed accounts, roles, rules and places (docs/decisions/012).

pghistory makes one event table for each audited model, and triggers fill it: SQL by hand leaves its row, too. Events only
grow, and go after three years; who acted is a number, on which page is a pattern (`piano.kit.middleware.note_who_acts`).
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import Model

from piano.kit.fields import EncryptedTextField
from piano.kit.retention import Period, Purpose, keep

ModelType = TypeVar("ModelType", bound=type[Model])
WHAT_HAPPENED = ("pgh_created_at", "pgh_label", "pgh_obj", "pgh_context")


def audited(*trackers: Any, fields: tuple[str, ...] = ()) -> Callable[[ModelType], ModelType]:
    """Each new, changed or removed row leaves an event with these fields; none named are all but the key.

    `trackers` replace the three usual ones. Raises `ImproperlyConfigured` for a sealed field: its words would be opened
    by the copy's own rules.
    """

    def decorate(model: ModelType) -> ModelType:
        kept = fields or tuple(field.name for field in model._meta.fields if not field.primary_key)
        _refuse_sealed(model, kept)
        pghistory.track(
            *(trackers or (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())),
            fields=list(kept),
            model_name=f"{model.__name__}Event",
            obj_field=pghistory.ObjForeignKey(related_name="events", related_query_name="events"),
            append_only=True,
            attrs={"retention": [keep(Purpose.PROOF, Period.YEARS_3, *WHAT_HAPPENED, *kept)]},
        )(model)
        return model

    return decorate


def _refuse_sealed(model: type[Model], fields: tuple[str, ...]) -> None:
    sealed = [name for name in fields if isinstance(model._meta.get_field(name), EncryptedTextField)]
    if sealed:
        raise ImproperlyConfigured(f"{model.__name__}: {', '.join(sealed)} is sealed and stays out of the audit trail")


def event_models() -> list[Any]:
    """The event table of every audited model."""
    return [model for model in apps.get_models() if getattr(model, "pgh_tracked_model", None)]


@contextlib.contextmanager
def without_copies() -> Iterator[None]:
    """What is removed in this block leaves no event, and events may go: for erasing by rule alone.

    Needs a transaction, and ends before it does. pgtrigger's own `ignore` rewrites every statement and trips over named
    parameters; what it sets is set here once.
    """
    assert connection.in_atomic_block, "the permission to erase lasts no longer than a transaction"
    _ignore([trigger.get_pgid(model) for model, trigger in pgtrigger.registered()])
    yield
    _ignore([])


def _ignore(triggers: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(triggers) + "}"])
