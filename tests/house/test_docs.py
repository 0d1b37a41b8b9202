"""What the docs name stands in the code, where they say it stands."""

import re
from collections import Counter
from pathlib import Path

from tests.processes import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
ROOMS = ("piano", "quarters", "helpers", "volunteers", "requests", "tests", "templates", "static", "docs")
PLACE = re.compile(rf"`((?:{'|'.join(ROOMS)})/[\w/.-]*)`")
PIPELINE = (
    (ROOT / "docs" / "architecture.md").read_text().split("| module | receives | writes |\n", 1)[1].split("\n\n")[0]
)


def stands(path: Path) -> bool:
    return path.exists() or path.with_suffix(".py").exists()


def first_cells() -> list[tuple[list[str], list[str]]]:
    """Of each row of the pipeline the rooms of its heading, and what it names itself."""
    rows, rooms = [], [""]
    for line in PIPELINE.splitlines()[1:]:
        named = re.findall(r"`([^`]+)`", line.split(" | ")[0])
        if line.startswith("| **"):
            rooms = named or [""]
        else:
            rows.append((rooms, named))
    return rows


def test_every_place_that_a_page_names_exists() -> None:
    named = [(page.name, name) for page in PAGES for name in PLACE.findall(page.read_text())]
    assert len(named) > 60
    assert [one for one in named if not stands(ROOT / one[1]) and not stands(ROOT / one[1].rpartition(".")[0])] == []


def test_each_module_of_the_pipeline_stands_in_the_room_it_is_listed_under() -> None:
    lost = []
    for rooms, named in first_cells():
        before = [named[0]] if named[0].endswith("/") else []
        places = [ROOT / "requests" / room for room in (*rooms, "")] + [ROOT, *(ROOT / one for one in before)]
        lost += [name for name in named if not any(stands(place / name) for place in places)]
    assert len(first_cells()) > 40
    assert lost == []


def test_a_word_of_the_field_stands_in_one_row() -> None:
    rows = (ROOT / "docs" / "glossary.md").read_text().splitlines()
    words = [row.split(" | ")[0].strip("| ") for row in rows if row.startswith("| ")]
    assert len(words) > 150
    assert [word for word, times in Counter(words).items() if times > 1] == []
