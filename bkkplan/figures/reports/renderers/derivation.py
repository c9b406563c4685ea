"""The document fonts, derived from Sarabun so that a PDF's text can be read back letter for letter.

What is changed, and why, is told in docs/thai-pdf.md. In short: Sarabun draws ปั้ as three glyphs, two of them marks of
no width that offsets put in place, and a reader of the PDF has to guess from positions what was written. Here each
consonant with its marks is one glyph, drawn from the same outlines in the same places, whose name spells its letters,
and SARA AM stays whole. HarfBuzz, which sets the text of our PDFs, is asked once for each cluster where its parts
stand, so nothing moves on paper.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import uharfbuzz as hb
from fontTools.agl import toUnicode
from fontTools.otlLib import builder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

from bkkplan.figures.reports.renderers.fonts import FAMILY, Style
from bkkplan.figures.reports.renderers.letters import BOX

CONSONANTS = tuple(map(chr, range(0x0E01, 0x0E2F)))  # ก–ฮ, with ฤ and ฦ among them
TONES = ("\u0e48", "\u0e49", "\u0e4a", "\u0e4b")
ON_TOP = (*TONES, "\u0e4c", "\u0e4e")  # tones, THANTHAKHAT, YAMAKKAN
ABOVE = ("\u0e31", "\u0e34", "\u0e35", "\u0e36", "\u0e37", "\u0e47", "\u0e4d")
BELOW = ("\u0e38", "\u0e39", "\u0e3a")
NIKHAHIT, SARA_AA, SARA_AM = "\u0e4d", "\u0e32", "\u0e33"

BASE_GLYPH, MARK_GLYPH = 1, 3  # GDEF glyph classes


class DerivationError(Exception):
    """The font at hand is not the one this derivation was written for."""


@dataclass(frozen=True, slots=True)
class GlyphPart:
    glyph: str
    x: int
    y: int


@dataclass(slots=True)
class Clusters:
    """The new glyphs, as the substitutions that lead to them."""

    whole: dict[tuple[str, ...], str] = field(default_factory=dict)  # consonant and marks → one glyph
    before_aa: dict[tuple[str, ...], str] = field(
        default_factory=dict
    )  # consonant, NIKHAHIT, tone, where SARA AA follows
    sara_am: dict[str, list[str]] = field(default_factory=dict)  # a form of SARA AM → the consonants it follows


def derive(sources: Mapping[Style, Path], target: Path) -> list[Path]:
    """Write each document font with its text map; the same sources always give the same bytes."""
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for style, source in sources.items():
        font = derive_font(source, style)
        font.save(target / style.file_name, reorderTables=True)
        texts = {font.getGlyphID(name): text for name, text in text_map(font).items()}
        lines = json.dumps(texts, ensure_ascii=False, indent=0, sort_keys=True)
        (target / style.map_name).write_text(f"{lines}\n", encoding="utf-8")
        written += [target / style.file_name, target / style.map_name]
    return written


def derive_font(source: Path, style: Style) -> TTFont:
    font = TTFont(source, recalcTimestamp=False)
    clusters = _draw_clusters(font, source)
    _keep_sara_am_whole(font)
    _draw_box(font)
    _put_first(font["GSUB"].table, "thai", "ccmp", _lookups(font, clusters))
    _rename(font, style)
    return font


# Drawing


def _clusters() -> Iterator[str]:
    """Every consonant with every mark and pair of marks that it can bear.

    Beyond what Thai spells there are NIKHAHIT and MAITAIKHU over a vowel below (Pali, minority languages) and the
    slip of the typing hand that puts the tone before the vowel.
    """
    lower = (*ABOVE, *BELOW)
    marks = [
        *((mark,) for mark in (*lower, *ON_TOP)),
        *product(lower, ON_TOP),
        *product(BELOW, ("\u0e47", NIKHAHIT)),
        *product(ON_TOP, ABOVE),
    ]
    for consonant in CONSONANTS:
        for these in marks:
            yield consonant + "".join(these)


def _draw_clusters(font: TTFont, source: Path) -> Clusters:
    shape = _Shaper(font, source)
    cmap = font.getBestCmap()
    aa = cmap[ord(SARA_AA)]
    clusters = Clusters()

    for text in _clusters():
        parts, advance = shape(text)
        name = _spelt(text)
        _add_composite(font, name, parts, advance)
        clusters.whole[tuple(cmap[ord(letter)] for letter in text)] = name

    # SARA AM: its circle belongs to the consonant before it, so it stands where that consonant wants it.
    forms: dict[tuple[GlyphPart, ...], str] = {_parts_of(font, shape(SARA_AM)[0], aa): cmap[ord(SARA_AM)]}
    for consonant in CONSONANTS:
        parts, advance = shape(consonant + SARA_AM)
        origin = next(part.x for part in parts if part.glyph == aa)
        circle = tuple(GlyphPart(part.glyph, part.x - origin, part.y) for part in parts[1:])
        if circle not in forms:
            forms[circle] = f"{_spelt(SARA_AM)}.{len(forms)}"
            _add_composite(font, forms[circle], list(circle), advance - origin)
        clusters.sara_am.setdefault(forms[circle], []).append(cmap[ord(consonant)])

    # … and with a tone between: the circle and the tone go with the consonant, SARA AA speaks for SARA AM.
    _add_composite(font, AM_TAIL, [GlyphPart(aa, 0, 0)], font["hmtx"][aa][0])
    for consonant, tone in product(CONSONANTS, TONES):
        parts, _ = shape(consonant + tone + SARA_AM)
        if parts[-1].glyph != aa:
            raise DerivationError(f"SARA AM after {consonant}{tone} is not shaped into NIKHAHIT and SARA AA")
        name = f"{_spelt(consonant + tone)}.am"
        _add_composite(font, name, parts[:-1], parts[-1].x)
        clusters.before_aa[tuple(cmap[ord(letter)] for letter in (consonant, NIKHAHIT, tone))] = name
    font.getReverseGlyphMap(rebuild=True)
    return clusters


AM_TAIL = "uni0E33.tail"


def _spelt(text: str) -> str:
    """The glyph name that tells its letters by the rules of the Adobe Glyph List, to any program that asks."""
    return "uni" + "".join(f"{ord(letter):04X}" for letter in text)


class _Shaper:
    """Where HarfBuzz puts the parts of a text in the font as it came."""

    def __init__(self, font: TTFont, source: Path) -> None:
        self._names = font.getGlyphOrder().copy()
        self._font = hb.Font(hb.Face(hb.Blob.from_file_path(source)))

    def __call__(self, text: str) -> tuple[list[GlyphPart], int]:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer)
        parts, x = [], 0
        for glyph, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            parts.append(GlyphPart(self._names[glyph.codepoint], x + position.x_offset, position.y_offset))
            x += position.x_advance
        return parts, x


def _parts_of(font: TTFont, parts: list[GlyphPart], last: str) -> tuple[GlyphPart, ...]:
    origin = next(part.x for part in parts if part.glyph == last)
    return tuple(GlyphPart(part.glyph, part.x - origin, part.y) for part in parts)


def _add_composite(font: TTFont, name: str, parts: list[GlyphPart], advance: int) -> None:
    pen = TTGlyphPen(font["glyf"])
    for part in parts:
        pen.addComponent(part.glyph, (1, 0, 0, 1, part.x, part.y))
    glyph = pen.glyph(dropImpliedOnCurves=False)
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (advance, glyph.xMin)
    font["GDEF"].table.GlyphClassDef.classDefs[name] = BASE_GLYPH


def _draw_box(font: TTFont) -> None:
    """Add the glyph □ to the font. Documents show it in place of a letter that no font of ours has."""
    side, line = font["OS/2"].sCapHeight, font["post"].underlineThickness
    pen = TTGlyphPen(None)
    for near, far, is_inner in ((line, side + line, False), (2 * line, side, True)):
        low, high = near - line, far - line
        corners = [(near, low), (near, high), (far, high), (far, low)]
        pen.moveTo(corners[0])
        for corner in reversed(corners[1:]) if is_inner else corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
    name = _spelt(BOX)
    glyph = pen.glyph()
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (side + 2 * line, glyph.xMin)
    font["GDEF"].table.GlyphClassDef.classDefs[name] = BASE_GLYPH
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord(BOX)] = name
    font.getReverseGlyphMap(rebuild=True)


# Substituting


def _lookups(font: TTFont, clusters: Clusters) -> "list[_Lookup]":
    """In the order in which they run. The feature calls those with `root`, and they call the others."""
    cmap = font.getBestCmap()
    glyph = {name: cmap[ord(name)] for name in (NIKHAHIT, SARA_AA, *TONES, *CONSONANTS)}
    consonants = [glyph[letter] for letter in CONSONANTS]
    tones = [glyph[letter] for letter in TONES]
    am = dict.fromkeys(clusters.sara_am, (glyph[NIKHAHIT], glyph[SARA_AA]))

    join_before_aa = _Lookup([builder.buildLigatureSubstSubtable(clusters.before_aa)])
    speak_for_am = _Lookup([builder.buildSingleSubstSubtable({glyph[SARA_AA]: AM_TAIL})])
    to_form = {form: _Lookup([builder.buildLigatureSubstSubtable({pair: form})]) for form, pair in am.items()}
    plain = cmap[ord(SARA_AM)]
    to_form.setdefault(plain, _Lookup([builder.buildLigatureSubstSubtable({(glyph[NIKHAHIT], glyph[SARA_AA]): plain})]))

    with_tone = _Lookup(
        [
            _chain(font, [consonants, [glyph[NIKHAHIT]], tones], after=[[glyph[SARA_AA]]], calls=[(0, join_before_aa)]),
            _chain(font, [[glyph[SARA_AA]]], before=[sorted(clusters.before_aa.values())], calls=[(0, speak_for_am)]),
        ],
        root=True,
    )
    without_tone = _Lookup(
        [
            *(
                _chain(font, [followed, [glyph[NIKHAHIT]], [glyph[SARA_AA]]], calls=[(1, to_form[form])])
                for form, followed in clusters.sara_am.items()
            ),
            _chain(font, [[glyph[NIKHAHIT]], [glyph[SARA_AA]]], calls=[(0, to_form[plain])]),
        ],
        root=True,
    )
    # A subtable for each consonant keeps every offset short.
    by_consonant = [
        builder.buildLigatureSubstSubtable({k: v for k, v in clusters.whole.items() if k[0] == consonant})
        for consonant in consonants
    ]
    whole = _Lookup(by_consonant, root=True)
    return [with_tone, without_tone, whole, join_before_aa, speak_for_am, *to_form.values()]


@dataclass(slots=True)
class _Lookup:
    subtables: list[Any]
    root: bool = False


def _chain(
    font: TTFont,
    glyphs: list[list[str]],
    *,
    calls: Sequence[tuple[int, _Lookup]],
    before: list[list[str]] | None = None,
    after: list[list[str]] | None = None,
) -> otTables.ChainContextSubst:
    def coverages(sets: list[list[str]]) -> list[otTables.Coverage]:
        return [builder.buildCoverage(these, font.getReverseGlyphMap()) for these in sets]

    chain = otTables.ChainContextSubst()
    chain.Format = 3
    chain.BacktrackCoverage = coverages(list(reversed(before or [])))
    chain.InputCoverage = coverages(glyphs)
    chain.LookAheadCoverage = coverages(after or [])
    chain.SubstLookupRecord = []
    for index, lookup in calls:
        record = otTables.SubstLookupRecord()
        record.SequenceIndex = index
        record.LookupListIndex = lookup  # resolved when its place in the list is known
        chain.SubstLookupRecord.append(record)
    return chain


def _keep_sara_am_whole(font: TTFont) -> None:
    """Remove the font's rule that splits SARA AM into two glyphs: HarfBuzz does so, too, and twice is wrong."""
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            if isinstance(subtable, otTables.MultipleSubst):
                subtable.mapping.pop(font.getBestCmap()[ord(SARA_AM)], None)


def _put_first(table: otTables.GSUB, script: str, feature: str, added: list[_Lookup]) -> None:
    """Let the added lookups run before all others, and be called by this feature of this script."""
    shift = len(added)
    for record in table.FeatureList.FeatureRecord:
        record.Feature.LookupListIndex = [index + shift for index in record.Feature.LookupListIndex]
    for lookup in table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            for record in getattr(subtable, "SubstLookupRecord", None) or ():
                record.LookupListIndex += shift

    places = {id(lookup): place for place, lookup in enumerate(added)}
    for lookup in added:
        for subtable in lookup.subtables:
            for record in getattr(subtable, "SubstLookupRecord", ()):
                record.LookupListIndex = places[id(record.LookupListIndex)]
    table.LookupList.Lookup[:0] = [builder.buildLookup(lookup.subtables, flags=0) for lookup in added]
    table.LookupList.LookupCount = len(table.LookupList.Lookup)

    systems = [record.Script for record in table.ScriptList.ScriptRecord if record.ScriptTag == script]
    indices = {index for system in systems for index in system.DefaultLangSys.FeatureIndex}
    called = [places[id(lookup)] for lookup in added if lookup.root]
    for index in indices:
        record = table.FeatureList.FeatureRecord[index]
        if record.FeatureTag == feature:
            record.Feature.LookupListIndex[:0] = called
            record.Feature.LookupCount = len(record.Feature.LookupListIndex)
            return
    raise DerivationError(f"the font has no feature {feature} for {script}")


# Reading back


def text_map(font: TTFont) -> dict[str, str]:
    """What a reader should get for each glyph.

    The font's own character map, read backwards; names that spell their letters; and both closed over the
    substitutions: a form takes the text of what it stands for, a ligature that of its parts. Glyphs that no text leads
    to are left out.
    """
    texts = {name: _plain(chr(code)) for code, name in sorted(font.getBestCmap().items(), reverse=True)}
    for name in font.getGlyphOrder():
        if name.startswith("uni") and name not in texts:
            texts[name] = toUnicode(name)
    grew = True
    while grew:
        before = len(texts)
        for sources, result in _substitutions(font["GSUB"].table):
            if result not in texts and all(source in texts for source in sources):
                texts[result] = "".join(texts[source] for source in sources)
        grew = len(texts) > before
    texts.pop(".notdef", None)
    return {name: text for name, text in texts.items() if text}


def _plain(character: str) -> str:
    """ﬁ and its kind are pictures of letters; a reader gets the letters, and a plain space for an unbreakable one."""
    if "\ufb00" <= character <= "\ufb06" or character == "\u00a0":
        return unicodedata.normalize("NFKC", character)
    return character


def _substitutions(table: otTables.GSUB) -> Iterator[tuple[tuple[str, ...], str]]:
    for lookup in table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            real = getattr(subtable, "ExtSubTable", subtable)
            if isinstance(real, otTables.SingleSubst):
                yield from (((source,), result) for source, result in real.mapping.items())
            elif isinstance(real, otTables.AlternateSubst):
                yield from (((source,), result) for source, results in real.alternates.items() for result in results)
            elif isinstance(real, otTables.LigatureSubst):
                for first, ligatures in real.ligatures.items():
                    yield from (((first, *ligature.Component), ligature.LigGlyph) for ligature in ligatures)


# Naming

FAMILY_ID, SUBFAMILY_ID, UNIQUE_ID, FULL_ID, VERSION_ID, POSTSCRIPT_ID, DESCRIPTION_ID = 1, 2, 3, 4, 5, 6, 10
TYPOGRAPHIC_IDS = (16, 17, 18, 21, 22, 25)


def _rename(font: TTFont, style: Style) -> None:
    """Give the font another name, as the licence demands of a changed font. Authors, copyright and licence stay."""
    name = font["name"]
    version = name.getDebugName(VERSION_ID)
    postscript = f"{FAMILY.replace(' ', '')}-{style.name.replace(' ', '')}"
    for name_id in TYPOGRAPHIC_IDS:
        name.removeNames(nameID=name_id)
    for name_id, value in {
        FAMILY_ID: FAMILY,
        SUBFAMILY_ID: style.name,
        UNIQUE_ID: f"bkkplan;{postscript}",
        FULL_ID: f"{FAMILY} {style.name}",
        VERSION_ID: version,
        POSTSCRIPT_ID: postscript,
        DESCRIPTION_ID: "Derived from Sarabun: a consonant with its marks is one glyph, named after its letters.",
    }.items():
        name.removeNames(nameID=name_id)
        name.setName(value, name_id, 3, 1, 0x409)
