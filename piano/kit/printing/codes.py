"""A code that a telephone reads, as SVG."""

import io

import qrcode
from qrcode.image.svg import SvgPathImage


def code_of(link: str) -> str:
    """A QR code as SVG; nothing for no link."""
    if not link:
        return ""
    target = io.BytesIO()
    qrcode.make(link, image_factory=SvgPathImage, border=0, error_correction=qrcode.ERROR_CORRECT_M).save(target)
    return target.getvalue().decode()
