"""A Word document or a workbook without programs, objects, links to other places and authors.

Both are zip archives of parts that refer to each other. Only parts that the document reaches by known relationships are
written anew; everything else in the archive is left out. A document is refused if removing something would change what
it says.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from lxml import etree

from bkkplan.ground.core.files.cleaning.pictures import without_metadata
from bkkplan.ground.core.files.cleaning.refusals import (
    BROKEN,
    CONTROL,
    EMBEDDED,
    LINKED,
    LOCKED,
    MACRO,
    SIGNED,
    TOO_HEAVY,
    RefusedError,
)

MOST_BYTES = 100 * 1024 * 1024
MOST_PARTS = 5000
TYPES = "[Content_Types].xml"
# The last word of a relationship's type.
KEPT = {
    "officedocument", "styles", "styleswitheffects", "settings", "websettings", "fonttable", "font", "theme",
    "themeoverride", "numbering", "header", "footer", "footnotes", "endnotes", "image", "hyperlink", "comments",
    "commentsextended", "commentsids", "glossarydocument", "worksheet", "chartsheet", "sharedstrings", "drawing",
    "vmldrawing", "table", "chart", "chartex", "chartusershapes", "chartstyle", "chartcolorstyle", "calcchain",
    "sheetmetadata", "pivottable", "pivotcachedefinition", "pivotcacherecords", "diagramdata", "diagramlayout",
    "diagramquickstyle", "diagramcolors", "diagramdrawing", "slicer", "slicercache",
}  # fmt: skip
REFUSED = (
    dict.fromkeys(
        ["vbaproject", "wordvbadata", "xlmacrosheet", "xlintlmacrosheet", "dialogsheet", "attachedtoolbars"], MACRO
    )
    | dict.fromkeys(["oleobject", "package", "afchunk", "subdocument", "frame", "video", "audio", "media"], EMBEDDED)
    | dict.fromkeys(["control", "activexcontrolbinary", "ctrlprop"], CONTROL)
    | dict.fromkeys(["externallink", "externallinkpath", "connections", "querytable"], LINKED)
    | dict.fromkeys(["origin", "signature"], SIGNED)
)
# A chart carries a copy of the workbook that it was drawn from; it is drawn from its own numbers.
CHARTS = {"chart", "chartex"}
BEHIND_A_CHART = {"package", "oleobject", "externallinkpath"}
LEFT_OUT_WHEREVER_IT_LEADS = {"attachedtemplate", "mailmergesource", "mailmergeheadersource", "recipientdata"}
ADDRESSES = ("http://", "https://", "mailto:")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf")
PROGRAMS = re.compile("macroenabled|vbaproject|macrosheet|activex|oleobject", re.IGNORECASE)
# Where a template, a letter's addresses, a variable or the author's folder is told.
TAKEN_OUT = {"attachedTemplate", "mailMerge", "docVars", "fileSharing", "absPath", "externalData", "svgBlip"}
NAMES = {"author", "initials", "lastModifiedBy", "userName", "refreshedBy"}
NOBODY = "-"
FIELDS_THAT_FETCH = {"DDE", "DDEAUTO", "LINK", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "DATABASE", "RD"}
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)


def clean(content: bytes) -> bytes:
    parts = unpack(content)
    written: dict[str, bytes] = {}
    waiting = [("", "")]
    while waiting:
        part, relation = waiting.pop()
        if part in written:
            continue
        dropped = set()
        relations = _relations_of(part)
        if relations in parts:
            tree = _parse(parts[relations])
            for found in list(tree):
                leads_to = _followed(found, part, relation, parts)
                if leads_to is None:
                    dropped.add(found.get("Id"))
                    tree.remove(found)
                elif leads_to:
                    waiting.append((leads_to, _relation(found)))
            written[relations] = _text(tree)
        if part:
            written[part] = _bare(part, parts[part], dropped)
    _demand_a_document(written)
    written[TYPES] = _types(parts, written)
    return _pack(written)


def unpack(content: bytes, *, most_bytes: int = MOST_BYTES) -> dict[str, bytes]:
    """The parts by name.

    Bytes are counted while they are unpacked, because the sizes that an archive gives may be false.
    """
    parts: dict[str, bytes] = {}
    left = most_bytes
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_PARTS:
                raise RefusedError(TOO_HEAVY)
            for entry in entries:
                if entry.flag_bits & 1:
                    raise RefusedError(LOCKED)
                if entry.filename in parts:
                    raise RefusedError(BROKEN)
                with archive.open(entry) as packed:
                    parts[entry.filename] = packed.read(left + 1)
                left -= len(parts[entry.filename])
                if left < 0:
                    raise RefusedError(TOO_HEAVY)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError(BROKEN) from error
    return parts


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relation(found: Any) -> str:
    return str(found.get("Type", "")).rpartition("/")[2].lower()


def _followed(found: Any, part: str, source: str, parts: dict[str, bytes]) -> str | None:
    """The part to be written too; "" for an address that may stay; None for what is left out. Raises RefusedError."""
    relation, target = _relation(found), str(found.get("Target", ""))
    if relation in LEFT_OUT_WHEREVER_IT_LEADS or (source in CHARTS and relation in BEHIND_A_CHART):
        return None
    if relation in REFUSED:
        raise RefusedError(REFUSED[relation])
    if found.get("TargetMode", "").lower() == "external":
        if relation != "hyperlink":
            raise RefusedError(LINKED)
        return "" if target.lower().strip().startswith(ADDRESSES) else None
    if relation not in KEPT:
        return None
    if target.startswith("#"):  # a place in this document
        return ""
    leads_to = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), unquote(target)))[1:]
    if leads_to not in parts or (relation == "image" and not leads_to.lower().endswith(PICTURES)):
        return None
    return leads_to


def _bare(part: str, content: bytes, dropped: set[str]) -> bytes:
    if part.lower().endswith(PICTURES):
        return without_metadata(content)
    if not part.lower().endswith((".xml", ".vml")):
        return content
    tree = _parse(content)
    _refuse_fields_that_fetch(tree)
    for found in list(tree.iter()):
        tag = etree.QName(found).localname
        if tag in TAKEN_OUT and found.getparent() is not None:
            _remove(found)
            continue
        for key in list(found.attrib):
            space, name = etree.QName(key).namespace or "", etree.QName(key).localname
            if space.endswith("/relationships") and found.get(key) in dropped:
                del found.attrib[key]
            elif name in NAMES:
                found.set(key, NOBODY)
        if tag == "author":
            found.text = NOBODY
        elif tag == "comment":
            _forget_who_speaks(found)
    return _text(tree)


def _remove(found: Any) -> None:
    """Remove an element, and the choice between versions that held nothing else."""
    parent = found.getparent()
    parent.remove(found)
    if etree.QName(parent).localname == "Choice" and not len(parent):
        choice = parent.getparent()
        if choice is not None and choice.getparent() is not None:
            choice.getparent().remove(choice)


def _forget_who_speaks(comment: Any) -> None:
    """Remove the author's name from a workbook's comment.

    It stands at the beginning, with a colon, in letters of its own.
    """
    for run in comment.iter("{*}t"):
        if run.text and run.text.rstrip().endswith(":"):
            run.text = f"{NOBODY}:"
        return


def _refuse_fields_that_fetch(tree: Any) -> None:
    for instruction in _instructions(tree):
        if instruction.split()[:1] and instruction.split()[0].upper() in FIELDS_THAT_FETCH:
            raise RefusedError(LINKED)


def _instructions(tree: Any) -> Iterator[str]:
    """The instruction of each field of a Word text; its words may be divided over any number of elements."""
    open_fields: list[str] = []
    for found in tree.iter("{*}fldSimple", "{*}fldChar", "{*}instrText"):
        values = {etree.QName(key).localname: value for key, value in found.attrib.items()}
        if found.tag.endswith("fldSimple"):
            yield values.get("instr", "")
        elif found.tag.endswith("instrText"):
            if open_fields:
                open_fields[-1] += found.text or ""
        elif values.get("fldCharType") == "begin":
            open_fields.append("")
        elif open_fields and values.get("fldCharType") == "end":
            yield open_fields.pop()
    yield from open_fields


def _types(parts: dict[str, bytes], written: dict[str, bytes]) -> bytes:
    tree = _parse(parts.get(TYPES, b""))
    for found in list(tree):
        name = str(found.get("PartName", "")).lstrip("/")
        if name and name not in written:
            tree.remove(found)
        elif name and PROGRAMS.search(found.get("ContentType", "")):
            raise RefusedError(MACRO)
    return _text(tree)


def _demand_a_document(written: dict[str, bytes]) -> None:
    if not {"word/document.xml", "xl/workbook.xml"} & set(written):
        raise RefusedError(BROKEN)


def _parse(content: bytes) -> Any:
    try:
        tree = etree.fromstring(content, PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RefusedError(BROKEN) from error
    if tree.getroottree().docinfo.doctype:
        raise RefusedError(BROKEN)
    return tree


def _text(tree: Any) -> bytes:
    text: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return text


def _pack(written: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(written, key=lambda name: (name != TYPES, name)):  # the first part by custom
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), written[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()
