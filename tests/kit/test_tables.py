"""Tables that somebody sends: what a small file unpacks to is looked at before it is read."""

import io
import zipfile

import pytest

from piano.kit.tables import NotATable, read_table


def test_a_small_file_that_unpacks_to_a_huge_one_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = io.BytesIO()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/sharedStrings.xml", bytes(1_000_001))
    assert len(sent.getvalue()) < 2_000
    monkeypatch.setattr("piano.kit.tables.MOST_UNPACKED", 1_000_000)
    monkeypatch.setattr("piano.kit.tables.load_workbook", lambda *_args, **_more: pytest.fail("it was read"))
    with pytest.raises(NotATable, match="zu groß"):
        read_table(sent.getvalue())
