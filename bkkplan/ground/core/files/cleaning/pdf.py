"""A PDF without scripts, attached files and authors."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from bkkplan.ground.core.files.cleaning.pictures import without_metadata
from bkkplan.ground.core.files.cleaning.refusals import BROKEN, DYNAMIC_FORM, LOCKED, SIGNED, RefusedError

# Wherever they stand: what runs by itself, what is attached, and what is told about the document.
TAKEN_OUT = (
    "/AA", "/OpenAction", "/JavaScript", "/JS", "/EmbeddedFiles", "/AF", "/EF", "/RF", "/Collection", "/Renditions",
    "/XFA", "/NeedsRendering", "/Requirements", "/Perms", "/DSS", "/Legal", "/SpiderInfo",
    "/Metadata", "/PieceInfo", "/LastModified",
)  # fmt: skip
ACTIONS_THAT_ONLY_LEAD = {"/GoTo", "/URI", "/Named"}
ACTIONS = {
    "/GoToR", "/GoToE", "/GoToDp", "/Launch", "/Thread", "/Sound", "/Movie", "/Hide", "/SubmitForm", "/ResetForm",
    "/ImportData", "/JavaScript", "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView", "/RichMediaExecute",
}  # fmt: skip
ADDRESSES = (b"http://", b"https://", b"mailto:")
ANNOTATIONS = {
    "/Link", "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline",
    "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup", "/Widget", "/Watermark", "/Redact", "/PrinterMark",
}  # fmt: skip
OF_THE_TRAILER = {"/Root", "/Size", "/ID"}


def clean(content: bytes) -> bytes:
    """The document written anew, so that earlier versions hidden in the file are gone too.

    A document that opens without a password loses its restrictions on printing and copying, because it becomes public.
    """
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            everything = list(_dictionaries(pdf))
            _refuse(pdf, everything)
            for found in everything:
                _strip(found)
            for key in set(pdf.trailer.keys()) - OF_THE_TRAILER:
                del pdf.trailer[key]
            written = BytesIO()
            pdf.save(written, encryption=False, compress_streams=True)
    except RefusedError:
        raise
    except pikepdf.PasswordError as error:
        raise RefusedError(LOCKED) from error
    except (pikepdf.PdfError, RecursionError, ValueError, TypeError) as error:
        raise RefusedError(BROKEN) from error
    return written.getvalue()


def _refuse(pdf: pikepdf.Pdf, everything: list[Any]) -> None:
    if not len(pdf.pages):
        raise RefusedError(BROKEN)
    for found in everything:
        signature = found.get("/V")
        if isinstance(signature, Dictionary) and "/ByteRange" in signature:
            raise RefusedError(SIGNED)
    if pdf.Root.get("/NeedsRendering", False):
        raise RefusedError(DYNAMIC_FORM)


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary of the file, those within others too, and the heads of streams."""
    for found in pdf.objects:
        yield from _within(found)


def _within(found: Object) -> Iterator[Any]:
    if isinstance(found, Dictionary | Stream):
        yield found
        children = [found[key] for key in found.keys()]  # noqa: SIM118  (a stream is no mapping)
    elif isinstance(found, Array):
        children = list(found)
    else:
        return
    for child in children:
        if isinstance(child, Object) and not child.is_indirect:
            yield from _within(child)


def _strip(found: Any) -> None:
    for key in TAKEN_OUT:
        if key in found:
            del found[key]
    for key in ("/A", "/PA"):
        if _is_action(found.get(key)) and not _only_leads(found[key]):
            del found[key]
    if _is_forbidden(found):
        for key in list(found.keys()):
            del found[key]
        return
    if "/S" in found and "/Next" in found:  # one action after the other
        del found["/Next"]
    if isinstance(found.get("/Annots"), Array):
        found["/Annots"] = Array([shown for shown in found["/Annots"] if _is_shown(shown)])
    if isinstance(found.get("/Ref"), Dictionary):  # a page of another file
        del found["/Ref"]
    if isinstance(found, Stream):
        _strip_stream(found)


def _strip_stream(stream: Any) -> None:
    for key in ("/F", "/FFilter", "/FDecodeParms"):  # the content lies in another file
        if key in stream:
            del stream[key]
    filters = stream.get("/Filter")
    if isinstance(filters, Array) and len(filters) == 1:
        filters = filters[0]
    if filters == Name.DCTDecode:
        raw = stream.read_raw_bytes()
        bare = without_metadata(raw)
        if bare != raw:
            stream.write(bare, filter=Name.DCTDecode, decode_parms=stream.get("/DecodeParms"))


def _is_action(value: Any) -> bool:
    return isinstance(value, Dictionary) and "/S" in value


def _only_leads(action: Any) -> bool:
    if str(action["/S"]) not in ACTIONS_THAT_ONLY_LEAD:
        return False
    return "/URI" not in action or bytes(action["/URI"]).lower().lstrip().startswith(ADDRESSES)


def _is_forbidden(found: Any) -> bool:
    """Whether a dictionary is an action that runs something.

    Parts of the document's structure may have the same name as an action.
    """
    if isinstance(found, Stream) or not _is_action(found) or found.get("/Type") == Name.StructElem:
        return False
    return str(found["/S"]) in ACTIONS or ("/URI" in found and not _only_leads(found))


def _is_shown(annotation: Any) -> bool:
    """Whether an annotation may stay.

    Films, sounds, attached files and programs may not; a note stays without its author.
    """
    if not isinstance(annotation, Dictionary) or str(annotation.get("/Subtype")) not in ANNOTATIONS:
        return False
    if annotation["/Subtype"] != Name.Widget and "/T" in annotation:
        del annotation["/T"]
    return True
