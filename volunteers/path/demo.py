"""Invented people on their way: one who wrote today, one who waits for a paper for weeks, one before her first visit."""

import datetime as dt
import io

from django.db.models import Q
from PIL import Image, ImageDraw

from piano.kit import clock
from piano.kit.photos import Photo, read_photo
from piano.messaging.outbox import cancel_owed_of
from quarters.models import Category, District, Organisation, User
from volunteers.joining import register_interest
from volunteers.models import CameBy, Interest, Path, Step, Volunteer, VolunteerState
from volunteers.path.acts import RECORDS, begin_path, needed_for, take_step
from volunteers.path.cards import keep_photo
from volunteers.path.notices import subject_of
from volunteers.pausing import begin_pause

PEOPLE = (  # (name, came by, level, days ago, steps taken; -1: all)
    ("Jette Sommer", CameBy.WEB, "C", 0, 0),
    ("Rachid Amrani", CameBy.PAPER, "B", 5, 1),
    ("Ludmila Reger", CameBy.DOOR, "C", 24, 5),
    ("Thea Brück", CameBy.PHONE, "C", 40, 9),
    ("Can Öztürk", CameBy.WEB, "A", 12, -1),
)
WORDS = ("Ich habe mittwochs frei und koche gern.", "", "Spricht Russisch und Deutsch.", "Hat früher gepflegt.", "")


def write_paths(*, helper: User, association: Organisation, now: dt.datetime) -> int:
    """In the helper's first district, by the same verbs as real ones. Returns how many."""
    district = District.objects.filter(roles__user=helper).order_by("number").first()
    if district is None:
        return 0
    paths = [
        _walk(number, district=district, helper=helper, association=association, now=now)
        for number in range(len(PEOPLE))
    ]
    cancel_owed_of([subject_of(path) for path in paths if path.begun_at < now])  # said long ago
    hers = Interest.objects.filter(path__in=paths).values("person")
    User.objects.filter(Q(volunteer__paths__in=paths) | Q(pk__in=hers)).update(is_demo=True)
    _pause(helper=helper, association=association, now=now)
    return len(paths)


def _pause(*, helper: User, association: Organisation, now: dt.datetime) -> None:
    """Somebody of the association is away for three weeks, and said so on the telephone."""
    rows = Volunteer.objects.filter(association=association, state=VolunteerState.ACTIVE, user__is_demo=True)
    last = rows.exclude(paths__isnull=False).order_by("-pk").first()
    if last is not None:
        begin_pause(last, by=helper, now=now, until=clock.local(now).date() + dt.timedelta(days=21))


def _walk(number: int, *, district: District, helper: User, association: Organisation, now: dt.datetime) -> Path:
    name, came_by, level, days, taken = PEOPLE[number]
    since = now - dt.timedelta(days=days)
    interest = register_interest(
        name=name,
        district=district,
        phone=f"+4969900097{number:03d}",
        email=f"weg{number}@demo.example",
        words=WORDS[number],
        categories=Category.objects.filter(code__in=("visit", "shop"), is_offered=True),
        now=since,
    )
    path = begin_path(interest, came_by=came_by, level=level, association=association, now=since)
    steps = needed_for(level)
    for place, step in enumerate(steps if taken < 0 else steps[:taken]):
        _take(path, step, at=min(now, since + dt.timedelta(days=place)), helper=helper)
    return path


def _take(path: Path, step: str, *, at: dt.datetime, helper: User) -> None:
    day = clock.local(at).date()
    said = {"issued_on": day - dt.timedelta(days=20), "has_no_entry": True} if step in RECORDS else {}
    if step == Step.CARD:
        keep_photo(path, photo=_face(), by=helper, now=at)
    words = "Die Leiterin des Chors" if step == Step.REFERENCES else ""
    take_step(path, step, by=helper, now=at, on=day, words=words, **said)  # type: ignore[arg-type]


def _face() -> Photo:
    """Nobody's: two shapes in the colours of the house."""
    picture = Image.new("RGB", (600, 800), "#e3eee6")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((190, 160, 410, 430), fill="#94701d")
    draw.ellipse((90, 470, 510, 1000), fill="#1a5440")
    target = io.BytesIO()
    picture.save(target, "PNG")
    target.seek(0)
    return read_photo(target)
