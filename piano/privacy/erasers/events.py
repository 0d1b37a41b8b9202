"""The audit trail: one table of events for each audited model. They go alike, whatever they are about."""

import datetime as dt
from functools import partial

from django.db.models import Model

from piano.kit.audit import event_models
from piano.kit.retention import Period
from piano.privacy.erasing import Eraser, Rows, register


def _old_events(model: type[Model], before: dt.datetime) -> Rows:
    return model._default_manager.filter(pgh_created_at__lt=before)


for model in event_models():
    register(
        Eraser(
            name=f"{model._meta.model_name}s",
            label=f"Änderungen ({model.pgh_tracked_model._meta.verbose_name_plural})",
            period=Period.YEARS_3,
            overdue=partial(_old_events, model),
            removes=(model,),
        )
    )
