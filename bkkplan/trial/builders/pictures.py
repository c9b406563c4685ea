"""Small files as evidence of sample hearings: a drawn hall of people, and a sheet of lines for names."""

from io import BytesIO

from PIL import Image, ImageDraw

from bkkplan.trial.builders.dice import Dice

WALL, FLOOR, INK = "#e9e2d2", "#b9a98a", "#17231f"
SHIRTS = ("#0b6b52", "#2c5f8a", "#b7791f", "#b3372e", "#4b5a54")


def hall(dice: Dice) -> bytes:
    """People in rows before a screen, as PNG."""
    picture = Image.new("RGB", (480, 320), WALL)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 150, 480, 320), fill=FLOOR)
    draw.rectangle((150, 30, 330, 130), fill="white", outline=INK, width=3)
    for line in range(3):
        draw.line((170, 55 + 22 * line, 170 + dice.between(70, 140), 55 + 22 * line), fill=INK, width=4)
    for row in range(3):
        for seat in range(8 + row):
            x, y = 40 + seat * (400 // (7 + row)), 165 + 50 * row
            draw.ellipse((x - 9, y - 9, x + 9, y + 9), fill="#c89b74")
            draw.rounded_rectangle((x - 15, y + 10, x + 15, y + 44), 8, fill=dice.pick(SHIRTS))
    return _saved(picture, "PNG")


def sheet(dice: Dice) -> bytes:
    """A page of numbered lines, signed here and there, as PDF."""
    picture = Image.new("RGB", (595, 842), "white")
    draw = ImageDraw.Draw(picture)
    for line in range(24):
        y = 110 + 28 * line
        draw.text((50, y - 14), f"{line + 1}", fill=INK)
        draw.line((80, y, 540, y), fill="#9aa39f")
        if dice.chance(0.8):
            points = [(100 + 6 * step, y - dice.between(3, 18)) for step in range(dice.between(10, 24))]
            draw.line(points, fill="#2c5f8a", width=2, joint="curve")
    return _saved(picture, "PDF")


def bars(dice: Dice) -> bytes:
    """A chart of what people answered, as PDF."""
    picture = Image.new("RGB", (595, 842), "white")
    draw = ImageDraw.Draw(picture)
    for row in range(6):
        y, width = 120 + 60 * row, 300 + dice.between(40, 140)
        draw.rectangle((60, y, 520, y + 26), outline="#9aa39f")
        draw.rectangle((60, y, 60 + width, y + 26), fill="#0b6b52")
    return _saved(picture, "PDF")


def _saved(picture: Image.Image, kind: str) -> bytes:
    file = BytesIO()
    picture.save(file, kind)
    return file.getvalue()
