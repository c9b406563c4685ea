"""What pages need first, in few files: style sheets without @import, scripts without import, fonts without letters.

It is done when files are collected (`bkkplan.ground.core.serving.staticfiles`). Where they are served one by one, as in
tests, they mean the same. What a function here does not understand, it refuses.
"""

import io
import posixpath
import re
from collections.abc import Callable

Read = Callable[[str], str]

COMMENT = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*(?!!).*?\*/""", re.DOTALL)
IMPORT = re.compile(r"""@import\s+url\("([^"]+)"\)\s*(?:layer\(([\w-]+)\)\s*)?;""")
OF_A_FILE = re.compile(r"""url\((["']?)(?!data:|https?:|[/#])([^"')]+)\1\)""")
SCRIPT_IMPORT = re.compile(r"""^import "(\.[^"]+)";$""", re.MULTILINE)
ANY_IMPORT = re.compile(r"""^import [^;"]*"(\.[^"]+)";$""", re.MULTILINE)
MODULE_WORD = re.compile(r"^\s*(?:import|export)\b|\bimport\(|\bimport\.meta\b", re.MULTILINE)
LATIN = re.compile(
    r"""@font-face \{[^}]*?url\("([^"]*-latin-(\d+)-normal)\.woff2"\)[^}]*?unicode-range: ([^;]+);[^}]*\}"""
)

# Thai pages show Latin figures in every weight, Latin letters in the text's own (the choice of language, "CSV").
FIGURES = [*range(0x20, 0x41), 0xA0, 0xB7, 0x2013, 0x201C, 0x201D]
LETTERS = [*range(0x20, 0x7F), 0xA0, 0xB7, 0xD7, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x203A, 0x2212]
# Ends of lines stand in every text. A browser fetches a file for them, too, if its face names them.
NEVER_DRAWN = {*range(0x20), *range(0x7F, 0xA0)}
WITH_LETTERS = "400"
SMALL = "small"


class NotBundledError(ValueError):
    """Something stands in a file that would mean another thing in a bundle."""


def style_sheet(name: str, read: Read) -> str:
    """Return the sheet with what it imports written in its place, in its layer; addresses of files as seen from it."""
    return _sheet(name, read, seen_from=posixpath.dirname(name))


def _sheet(name: str, read: Read, *, seen_from: str) -> str:
    folder = posixpath.dirname(name)

    def imported(found: re.Match[str]) -> str:
        text = _sheet(posixpath.normpath(posixpath.join(folder, found[1])), read, seen_from=seen_from)
        return f"@layer {found[2]} {{\n{text}}}\n" if found[2] else text

    def address(found: re.Match[str]) -> str:
        return f'url("{posixpath.relpath(posixpath.join(folder, found[2]), seen_from)}")'

    text = COMMENT.sub(lambda found: found[1] or "", read(name)).removeprefix('@charset "UTF-8";')
    pieces = IMPORT.split(text)
    own = pieces[::3]
    if any("@import" in piece for piece in own):
        raise NotBundledError(f"{name}: an @import that is not @import url(…) layer(…)")
    if any("{" in piece for piece in own[:-1]):
        raise NotBundledError(f"{name}: an @import after a rule")
    parts = [OF_A_FILE.sub(address, own[0])]
    for found, rest in zip(IMPORT.finditer(text), own[1:], strict=True):
        parts += [imported(found), OF_A_FILE.sub(address, rest)]
    lines = (line.strip() for line in "".join(parts).splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def script(name: str, read: Read) -> str:
    """Return the script with what it imports written in its place, each in a block of its own.

    It is for scripts that give nothing to one another: an imported one has neither imports nor exports.
    """

    def imported(found: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), found[1]))
        text = read(path)
        if MODULE_WORD.search(text):
            raise NotBundledError(f"{path}: an import or an export")
        return f"{{\n{text}}}"

    return SCRIPT_IMPORT.sub(imported, read(name))


def modules_under(name: str, read: Read) -> list[str]:
    """Return the names of all modules that this one imports, and that those import, in the order of their mention."""
    found: dict[str, None] = {}
    left = [name]
    while left:
        at = left.pop(0)
        for address in ANY_IMPORT.findall(read(at)):
            each = posixpath.normpath(posixpath.join(posixpath.dirname(at), address))
            if each not in found:
                found[each] = None
                left.append(each)
    return list(found)


def with_small_fonts(sheet: str) -> tuple[str, dict[str, list[int]]]:
    """Return the sheet with a smaller file beside each Latin font, and which characters each of these files has.

    No character stands in both faces, because browsers fetch the face of the space, whatever else a page shows.
    """
    small: dict[str, list[int]] = {}

    def parted(found: re.Match[str]) -> str:
        has = _characters(found[3])
        characters = sorted(has & {*(LETTERS if found[2] == WITH_LETTERS else FIGURES)})
        small[f"{found[1]}.woff2"] = characters
        face = found[0].replace(f"{found[1]}.woff2", f"{found[1]}-{SMALL}.woff2")
        few, rest = _ranges(characters), _ranges(sorted(has - {*characters} - NEVER_DRAWN))
        return f"{face.replace(found[3], few)}\n{found[0].replace(found[3], rest)}"

    return LATIN.sub(parted, sheet), small


def _characters(ranges: str) -> set[int]:
    """Return what `U+0000-00FF, U+0131` says."""
    found: set[int] = set()
    for each in ranges.split(","):
        first, _, last = each.strip().removeprefix("U+").partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def _ranges(characters: list[int]) -> str:
    runs: list[list[int]] = []
    for character in characters:
        if runs and runs[-1][1] == character - 1:
            runs[-1][1] = character
        else:
            runs.append([character, character])
    return ", ".join(f"U+{first:04X}" if first == last else f"U+{first:04X}-{last:04X}" for first, last in runs)


def small_font(data: bytes, characters: list[int]) -> bytes:
    """Return the font with these characters only; how they are drawn stays."""
    from fontTools.subset import Options, Subsetter, load_font  # large, and wanted only when files are collected

    options = Options()
    options.flavor = "woff2"
    font = load_font(io.BytesIO(data), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    made = io.BytesIO()
    font.flavor = "woff2"
    font.save(made)
    return made.getvalue()
