"""A promise that nothing keeps fails `check`: every rule with a period needs an eraser, every table a rule."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core import checks
from django.db.models import Model

from piano.kit.retention import Rule
from piano.privacy.erasing import ERASERS
from piano.privacy.foreign import FOREIGN


@checks.register()
def every_rule_is_carried_out(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    return [
        checks.Error(f"{model._meta.label}: {words}", obj=model, id="piano.E004")
        for model in tables()
        for words in problems(model)
    ]


def tables() -> list[type[Model]]:
    """Every table of ours and of libraries; those that only join two others go with their rows."""
    return [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]


def problems(model: type[Model]) -> Iterator[str]:
    """What is promised for this table and not kept, in words."""
    rules = rules_of(model)
    if rules is None:
        yield "nobody says how long it is kept (retention, or piano.privacy.foreign)"
    for rule in rules or ():
        if rule.period and not is_carried_out(model, rule):
            yield f"nothing erases {', '.join(rule.fields)} after {rule.period.words}"


def rules_of(model: type[Model]) -> list[Rule] | None:
    """The model's own rules, or one for the whole table of a library."""
    own = getattr(model, "retention", None)
    if own is not None or model._meta.label not in FOREIGN:
        return own
    fields = tuple(field.name for field in model._meta.concrete_fields)
    return [Rule(fields, None, FOREIGN[model._meta.label])]


def is_carried_out(model: type[Model], rule: Rule) -> bool:
    """An eraser of this very period removes the rows, or blanks all of the rule's fields."""
    same = [eraser for eraser in ERASERS.values() if (eraser.period, eraser.of) == (rule.period, rule.of)]
    return any(model in eraser.removes or set(rule.fields) <= set(eraser.blanks.get(model, ())) for eraser in same)
