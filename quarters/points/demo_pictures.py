"""Two drawings for the invented meeting point, so that nobody's real room is shown. PNG, 1200 × 900."""

import io

from PIL import Image, ImageDraw

WALL, FLOOR, WINDOW, TABLE, CHAIR, LAMP = "#f0e8d6", "#94701d", "#cfe3ee", "#7a4f2a", "#1a5440", "#e2bd66"


def draw_room() -> bytes:
    picture = Image.new("RGB", (1200, 900), WALL)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 640, 1200, 900), fill=FLOOR)
    for left in (120, 480, 840):
        draw.rectangle((left, 120, left + 240, 400), fill=WINDOW, outline="white", width=16)
        draw.line((left + 120, 120, left + 120, 400), fill="white", width=10)
        draw.line((left + 112, 0, left + 112, 60), fill=TABLE, width=5)
        draw.ellipse((left + 60, 40, left + 164, 100), fill=LAMP)
    for left in (230, 500, 770):
        draw.rectangle((left, 450, left + 130, 600), fill=CHAIR)
    draw.rounded_rectangle((140, 560, 1060, 620), 20, fill=TABLE)
    for left in (180, 990):
        draw.rectangle((left, 620, left + 30, 820), fill=TABLE)
    for left in (230, 500, 770):
        draw.rectangle((left, 680, left + 130, 720), fill=CHAIR)
        draw.rectangle((left + 10, 720, left + 30, 850), fill=CHAIR)
        draw.rectangle((left + 100, 720, left + 120, 850), fill=CHAIR)
    return _png(picture)


def draw_door() -> bytes:
    picture = Image.new("RGB", (1200, 900), "#c9a27a")
    draw = ImageDraw.Draw(picture)
    for top in range(0, 760, 40):
        draw.line((0, top, 1200, top), fill="#b58e66", width=3)
    draw.rectangle((0, 760, 1200, 900), fill="#8d8d86")
    draw.rectangle((430, 200, 770, 760), fill=CHAIR, outline=WALL, width=18)
    draw.rectangle((490, 270, 710, 470), fill=WINDOW)
    draw.ellipse((700, 530, 730, 560), fill=LAMP)
    draw.polygon(((770, 760), (1150, 820), (770, 820)), fill=WALL)
    draw.line((790, 640, 1150, 720), fill="#39342d", width=12)
    for left in (800, 960, 1120):
        draw.line((left, 640 + (left - 790) * 80 // 360, left, 810), fill="#39342d", width=10)
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()
