"""Two ways: one of somebody who helped and left, one from which nothing came."""

import datetime as dt

from piano.kit import clock
from quarters.models import User
from requests.arranged.looking import note_looks
from requests.incidents.access import open_incident
from requests.incidents.acts import decide, note_step, write_down
from requests.models import Assignment
from volunteers.joining import register_interest
from volunteers.models import CardPhoto, Path, Step, StepTaken, Volunteer, VolunteerPause
from volunteers.path.acts import begin_path


def plant_incident(volunteer: Volunteer, helper: User, *, words: str, now: dt.datetime) -> None:
    row = write_down(
        district=volunteer.district, about=volunteer.user, what=words, reported_by=words, happened_on=now.date(), by=helper,
        now=now,
    )  # fmt: skip
    note_step(row, words=words, by=helper, now=now)
    open_incident(helper, row.reference, now=now)
    decide(row, decided="talked", words=words, by=helper, now=now)
    note_looks(
        Assignment.objects.filter(person=volunteer.user)[:1] or Assignment.objects.all()[:1], seen_on="page", now=now
    )


def plant_paths(volunteer: Volunteer, helper: User, *, words: str, now: dt.datetime) -> None:
    nothing = register_interest(name=words, district=volunteer.district, now=now, email="wer@example.org", words=words)
    paths = [begin_path(nothing, came_by="web", now=now)]
    paths.append(
        Path.objects.create(
            volunteer=volunteer,
            association=volunteer.association,
            district=volunteer.district,
            level="C",
            came_by="door",
            begun_at=now,
            begun_by=helper,
            active_at=now,
            ended_by=helper,
            why_ended="withdrew",
        )
    )
    VolunteerPause.objects.create(
        volunteer=volunteer, began_at=now, begun_by=helper, until=now.date(), ended_at=now, ended_by=helper
    )
    CardPhoto.objects.create(
        volunteer=volunteer, large=b"x", small=b"x", width=80, height=80, digest="x", description=words, added_at=now,
        added_by=helper,
    )  # fmt: skip
    shown = volunteer.evidence.exclude(kind__contains="record").first()
    StepTaken.objects.create(
        path=paths[1],
        step=Step.IDENTITY,
        taken_on=clock.local(now).date(),
        noted_at=now,
        evidence=shown,
        undone_by=helper,
    )
    for path in paths:
        for step in (Step.TALK, Step.RECORD):
            StepTaken.objects.create(
                path=path, step=step, taken_on=clock.local(now).date(), noted_at=now, noted_by=helper, words=words
            )
