"""What a PDF says: its words as a reader finds them, and whether it is tagged."""

import pypdfium2


def words_of(pdf: bytes) -> str:
    """All text in order, lines joined by one space."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[number].get_textpage().get_text_bounded() for number in range(len(document))]
    return " ".join(" ".join(pages).replace("\u00ad", "").split())


def count_pages(pdf: bytes) -> int:
    return len(pypdfium2.PdfDocument(pdf))


def size_of(pdf: bytes) -> tuple[int, int]:
    """Width and height of the first page in millimetres."""
    width, height = pypdfium2.PdfDocument(pdf)[0].get_size()
    return round(width / 72 * 25.4), round(height / 72 * 25.4)


def is_tagged(pdf: bytes) -> bool:
    return pypdfium2.PdfDocument(pdf).is_tagged()


def is_pdf_ua(pdf: bytes) -> bool:
    """It says of itself that it keeps to PDF/UA-1."""
    return b"pdfuaid:part" in pdf


def place_of(pdf: bytes, words: str) -> tuple[float, float, float, float]:
    """Where words stand on the first page: left, top, right, bottom in millimetres from its upper left corner."""
    page = pypdfium2.PdfDocument(pdf)[0]
    text = page.get_textpage()
    index, count = text.search(words).get_next()
    left, bottom, right, top = text.get_rect(text.count_rects(index, count) - 1)
    height = page.get_height()
    return tuple(round(point / 72 * 25.4, 1) for point in (left, height - top, right, height - bottom))  # type: ignore[return-value]
