"""Documents as people and attackers hand them in, made with the libraries that such documents are made with."""

import zipfile
from io import BytesIO

import pikepdf
from lxml import etree
from openpyxl import Workbook
from openpyxl.comments import Comment
from pikepdf import Array, Dictionary, Name
from PIL import Image

SECRET = "สมชาย ใจดี"
CAMERA = "secret camera"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def photograph() -> bytes:
    drawn, exif = BytesIO(), Image.Exif()
    exif[0x010F], exif[0x0112] = CAMERA, 6
    Image.new("RGB", (8, 4), "green").save(drawn, "JPEG", exif=exif)
    return drawn.getvalue()


def pdf(**changes) -> bytes:
    """One page; each change is a function that gets the document: `pdf(js=run_on_opening)`."""
    made, written = pikepdf.new(), BytesIO()
    made.add_blank_page(page_size=(200, 200))
    made.pages[0].Contents = made.make_stream(b"BT /F1 12 Tf 20 100 Td (kept) Tj ET")
    made.pages[0].Annots = Array([])
    for change in changes.values():
        change(made)
    made.save(written)
    return written.getvalue()


def script(made):
    return made.make_indirect(Dictionary(S=Name.JavaScript, JS="app.alert('run')"))


def runs_on_opening(made):
    made.Root.OpenAction = script(made)
    made.Root.AA = Dictionary(WC=script(made))


def has_named_scripts(made):
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", script(made)])))


def runs_on_its_page(made):
    made.pages[0].obj.AA = Dictionary(O=script(made))


def has_a_link(action):
    def change(made):
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
        made.pages[0].Annots.append(made.make_indirect(link))

    return change


def has_a_form_that_runs(made):
    field = made.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T="field",
            Rect=Array([0, 0, 9, 9]),
            AA=Dictionary(K=script(made)),
            A=Dictionary(S=Name.SubmitForm, F="https://elsewhere.example"),
        )
    )  # fmt: skip
    made.pages[0].Annots.append(field)
    made.Root.AcroForm = Dictionary(Fields=Array([field]), XFA=made.make_stream(b"<xdp/>"))


def carries_a_file(made):
    made.attachments["payload.exe"] = b"MZ payload"
    spec = made.attachments["payload.exe"].obj
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]), FS=spec)
    made.pages[0].Annots.append(made.make_indirect(note))
    made.Root.AF = Array([spec])


def names_its_author(made):
    made.docinfo["/Author"] = SECRET
    with made.open_metadata() as xmp:
        xmp["dc:creator"] = [SECRET]
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), T=SECRET, Contents="note")
    made.pages[0].Annots.append(made.make_indirect(note))


def shows_a_photograph(made):
    picture = made.make_stream(photograph())
    picture.stream_dict.update(
        Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=8, Height=4, BitsPerComponent=8, ColorSpace=Name.DeviceRGB,
            Filter=Name.DCTDecode,
        )
    )  # fmt: skip
    made.pages[0].Resources = Dictionary(XObject=Dictionary(Im=picture))


def is_signed(made):
    value = Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]), Contents=b"\0")
    made.Root.AcroForm = Dictionary(
        SigFlags=3, Fields=Array([made.make_indirect(Dictionary(FT=Name.Sig, T="s", V=value))])
    )


def locked_pdf(user: str) -> bytes:
    written = BytesIO()
    with pikepdf.open(BytesIO(pdf())) as made:
        made.save(written, encryption=pikepdf.Encryption(owner="owner", user=user))
    return written.getvalue()


def relationships(*rows: tuple[str, str, str, bool]) -> str:
    """Rows of id, last word of the type, target, is it elsewhere?"""
    body = "".join(
        f'<Relationship Id="{id_}" Type="{R}/{kind}" Target="{target}" '
        f'TargetMode="{"External" if away else "Internal"}"/>'
        for id_, kind, target, away in rows
    )
    return f'<Relationships xmlns="{PACKAGE}">{body}</Relationships>'


def docx(body: str = "", *links: tuple[str, str, str, bool], **parts: str | bytes) -> bytes:
    """A Word document; `parts` are further ones by their names: `docx(**{"word/media/a.png": picture})`."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
            '.wordprocessingml.document.main+xml"/>'
            '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package'
            '.core-properties+xml"/></Types>'
        ),
        "_rels/.rels": relationships(
            ("rId1", "officeDocument", "word/document.xml", False),
            ("rId2", "core-properties", "docProps/core.xml", False),
        ),
        "docProps/core.xml": f"<core><creator>{SECRET}</creator></core>",
        "docProps/custom.xml": f"<custom>{SECRET}</custom>",
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body><w:p><w:r><w:t>kept</w:t></w:r></w:p>'
        f"{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relationships(*links),
    }
    return packed(files | parts)


def packed(files: dict[str, str | bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def xlsx() -> bytes:
    book, written = Workbook(), BytesIO()
    book.properties.creator = SECRET
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["A3"] = "kept", 2, "=A2*2"
    sheet["A1"].hyperlink = "https://example.org"
    sheet["B1"].comment = Comment("checked", SECRET)
    book.save(written)
    return written.getvalue()


def with_link(book: bytes, part: str, *links: tuple[str, str, str, bool]) -> bytes:
    """The workbook with further relationships of one of its parts."""
    files: dict[str, str | bytes] = dict(unpacked(book))
    folder, _, name = part.rpartition("/")
    place = f"{folder}/_rels/{name}.rels"
    more = etree.fromstring(relationships(*links))
    before = etree.fromstring(files.get(place, relationships()))
    before.extend(list(more))
    return packed(files | {place: etree.tostring(before)})
