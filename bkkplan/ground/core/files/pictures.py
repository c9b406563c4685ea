"""Pictures that people upload. A picture that would cost too much to draw is refused by its first bytes.

A JPEG whose lines come one after the other is made smaller while it is read, so 200 million pixels cost little more
than a small one. A JPEG that comes in several passes (progressive, or colour by colour) must be held whole, like other
kinds.
"""

from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps

from bkkplan.ground.core.thai.errors import N_, NotUnderstoodError

MILLION = 1_000_000
MOST_PIXELS = 40 * MILLION
MOST_PIXELS_REDUCED = 200 * MILLION
LONGEST_SIDE = 2560

# Pillow's own limit is off: ours are checked before anything is drawn.
Image.MAX_IMAGE_PIXELS = None

JPEG_SCAN, JPEG_IN_ONE_PASS = 0xDA, (0xC0, 0xC1)
JPEG_FRAMES = (*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0))
JPEG_WITHOUT_LENGTH = (0x01, *range(0xD0, 0xD9))


def demand_drawable(file: BinaryIO, *, name: str, kind: str) -> None:
    """Raise NotUnderstoodError unless the picture's head can be read and its size is within the limits.

    Nothing is drawn.
    """
    try:
        file.seek(0)
        with Image.open(file, formats=[kind]) as image:
            width, height = image.size
        is_reduced = kind == "JPEG" and _comes_line_by_line(file)
    except Exception as error:  # a decoder's errors are of every kind
        raise broken(name) from error
    finally:
        file.seek(0)
    most = MOST_PIXELS_REDUCED if is_reduced else MOST_PIXELS
    if width * height > most:
        raise NotUnderstoodError(
            N_(
                "รูป “%(name)s” มี %(pixels)s ล้านพิกเซล (%(width)s × %(height)s) รับได้ไม่เกิน %(most)s ล้านพิกเซล "
                "ย่อรูปให้แต่ละด้านไม่เกิน %(side)s พิกเซล หรือบันทึกเป็น JPG ธรรมดา แล้วเลือกใหม่"
            ),
            name=name,
            pixels=f"{width * height / MILLION:,.0f}",
            width=f"{width:,}",
            height=f"{height:,}",
            most=most // MILLION,
            side=f"{int(most**0.5) // 100 * 100:,}",
        )


def redraw(file: BinaryIO, *, name: str, kind: str) -> bytes:
    """The picture drawn anew, upright and not too large.

    The place, the camera and everything else beside the pixels are gone.
    """
    demand_drawable(file, name=name, kind=kind)
    try:
        with Image.open(file, formats=[kind]) as image:
            image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=None)
            upright = ImageOps.exif_transpose(image)
        drawn = BytesIO()
        if kind == "JPEG":
            _bare(upright).convert("RGB").save(drawn, "JPEG", quality=86, optimize=True)
        else:
            _bare(upright).save(drawn, "PNG", optimize=True)
    except Exception as error:
        raise broken(name) from error
    finally:
        file.seek(0)
    return drawn.getvalue()


def broken(name: str) -> NotUnderstoodError:
    return NotUnderstoodError(N_("เปิดรูป “%(name)s” ไม่ได้ ไฟล์อาจเสีย"), name=name)


def _bare(image: Image.Image) -> Image.Image:
    """A copy of the picture that has its pixels and no metadata (place, camera, comments)."""
    if image.mode == "P":
        pixels = image.convert("RGBA")
        pixels.info.clear()
        return pixels
    pixels = Image.new(image.mode, image.size)
    pixels.paste(image)
    return pixels


def _comes_line_by_line(file: BinaryIO) -> bool:
    """Whether a JPEG is of one pass in which all its colours stand together."""
    file.seek(2)
    colours = 0
    while file.read(1) == b"\xff":
        marker = 0xFF
        while marker == 0xFF:
            marker = file.read(1)[0]
        if marker in JPEG_WITHOUT_LENGTH:
            continue
        length = int.from_bytes(file.read(2))
        if marker == JPEG_SCAN:
            return file.read(1)[0] == colours
        content = file.read(length - 2)
        if marker in JPEG_FRAMES:
            if marker not in JPEG_IN_ONE_PASS:
                return False
            colours = content[5]
    return False
