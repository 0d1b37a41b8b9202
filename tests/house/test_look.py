"""What the stylesheets and templates promise: small files, named values, no inline style or script."""

import re
from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).parents[2]
STYLES = sorted((ROOT / "static/css").rglob("*.css"))
COMPONENTS = [path for path in STYLES if path.parent.name == "components"]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
KIB = 1024


def without_comments(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)


def size(*paths: Path) -> int:
    return sum(len(brotli.compress(path.read_bytes())) for path in paths)


def test_all_stylesheets_together_stay_small() -> None:
    assert size(*STYLES) <= 24 * KIB  # of all rooms together; a page links its own few


def test_what_every_page_links_stays_small() -> None:
    linked = re.findall(r"css/[\w/-]+\.css", (ROOT / "templates/_styles.html").read_text())
    assert linked
    assert size(*(ROOT / "static" / name for name in linked)) <= 8 * KIB


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_stylesheet_lives_in_its_layer(path: Path) -> None:
    text = without_comments(path)
    assert "@layer" in text
    assert "!important" not in text
    assert "@import" not in text


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_a_component_takes_its_colours_from_the_tokens(path: Path) -> None:
    assert not re.search(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsl\(|\boklch\(", without_comments(path))


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_a_component_knows_no_left_and_right(path: Path) -> None:
    assert not re.search(
        r"(margin|padding|border)-(left|right|top|bottom)\b|text-align:\s*(left|right)", without_comments(path)
    )


def test_every_named_value_exists() -> None:
    defined = {name for path in STYLES for name in re.findall(r"(--[\w-]+):", without_comments(path))}
    used = {name for path in STYLES for name in re.findall(r"var\((--[\w-]+)\)", without_comments(path))}
    assert used <= defined


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_has_no_inline_style_or_handler(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son(click|change|submit|load|input)=|javascript:", text)
    assert not re.search(r"<script(?![^>]*(\bsrc=|application/json))", text)
