"""The community register as a file: reading it, matching its rows with communities, and writing it."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from import_export import fields, resources, widgets
from import_export.formats.base_formats import CSV, XLSX
from import_export.instance_loaders import BaseInstanceLoader

from bkkplan.ground.core.formfields import in_words
from bkkplan.ground.core.thai import NotUnderstoodError
from bkkplan.ground.core.thai.errors import N_
from communities.actions.register import Change, Reading, RowError
from communities.enums import StandingStatus
from communities.models.community import community_key
from communities.queries import RegisterRow, register_on
from communities.resources.cells import (
    Cell,
    CountCell,
    DistrictCodeCell,
    DistrictNameCell,
    NameCell,
    Places,
    StatusCell,
    SubdistrictCodeCell,
    SubdistrictNameCell,
    TypeCell,
    heading_key,
)
from communities.resources.sheets import Sheet, read_sheet

Progress = Callable[[int, int], None]

# Our heading: other headings with the same meaning, in both languages.
HEADINGS = {
    "รหัสชุมชน": ("code", "community code"),
    "เลขทะเบียน": ("reg_no", "reg no", "registration number", "ลำดับ", "ลำดับที่", "ที่", "no"),
    "รหัสเขต": ("district_code", "district code"),
    "เขต": ("district", "district_th", "ชื่อเขต", "สำนักงานเขต", "district name"),
    "รหัสแขวง": ("khwaeng_code", "subdistrict_code", "subdistrict code"),
    "แขวง": ("khwaeng", "khwaeng_th", "subdistrict", "subdistrict_th", "ชื่อแขวง", "subdistrict name"),
    "ชื่อชุมชน": ("name", "name_th", "ชุมชน", "community", "community name"),
    "ประเภทชุมชน": ("type", "type_th", "ประเภท", "community type"),
    "สถานภาพ": ("status", "สถานะ"),
    "หลังคาเรือน": ("houses", "จำนวนหลังคาเรือน", "households"),
    "ประชากร": ("people", "จำนวนประชากร", "population"),
}
# The file must have at least one heading of each group.
NEEDED = (("ชื่อชุมชน",), ("เขต", "รหัสเขต"), ("แขวง", "รหัสแขวง"), ("ประเภทชุมชน",))


KNOWN = {heading_key(word): heading for heading, words in HEADINGS.items() for word in (heading, *words)}


class _Register(BaseInstanceLoader):
    """The register of a day, loaded once. A row is found by our code, or by district, sub-district and name."""

    def get_instance(self, row: dict[str, str]) -> RegisterRow | None:
        found = self.resource.find(row)
        return replace(found) if found else None


def _column(heading: str, attribute: str, widget: widgets.Widget) -> fields.Field:
    return fields.Field(attribute=attribute, column_name=heading, widget=widget, saves_null_values=False)


class RegisterResource(resources.Resource):
    """The register's columns, the same in and out."""

    code = _column("รหัสชุมชน", "code", Cell())
    reg_no = _column("เลขทะเบียน", "reg_no", Cell())
    district_code = _column("รหัสเขต", "district_code", DistrictCodeCell())
    district = _column("เขต", "district_name", DistrictNameCell())
    subdistrict_code = _column("รหัสแขวง", "subdistrict_code", SubdistrictCodeCell())
    subdistrict = _column("แขวง", "subdistrict_name", SubdistrictNameCell())
    name = _column("ชื่อชุมชน", "name", NameCell())
    type = _column("ประเภทชุมชน", "type", TypeCell())
    status = _column("สถานภาพ", "status", StatusCell())
    houses = _column("หลังคาเรือน", "houses", CountCell())
    people = _column("ประชากร", "people", CountCell())

    class Meta:
        instance_loader_class = _Register
        import_id_fields = ()
        skip_diff = True
        skip_unchanged = True
        report_skipped = False
        use_transactions = False


class RegisterReader(RegisterResource):
    """Reads and compares rows. It saves nothing: `actions.register` does."""

    def __init__(self, *, day: date, progress: Progress | None = None) -> None:
        super().__init__()
        self.places = Places(day)
        self.progress = progress
        self.before = register_on(day)
        self.by_code = {row.code: row for row in self.before}
        self.by_name = {(row.subdistrict_code, community_key(row.name)): row for row in self.before}
        self.changes: list[Change] = []
        self.named: dict[tuple[str, str], int] = {}
        self.seen: set[int] = set()
        self.unchanged = 0
        self.districts: set[str] = set()

    def find(self, row: dict[str, str]) -> RegisterRow | None:
        if (code := row.get("รหัสชุมชน", "")) and code in self.by_code:
            return self.by_code[code]
        subdistrict = self.places.subdistrict(row)
        return self.by_name.get((subdistrict.code, _key_of(row))) if subdistrict else None

    def init_instance(self, row: Any = None) -> RegisterRow:
        return RegisterRow()

    def import_instance(self, instance: RegisterRow, row: dict[str, str], **kwargs: Any) -> None:
        super().import_instance(instance, row, places=self.places, **kwargs)
        subdistrict = self.places.subdistrict(row)
        if subdistrict is None:
            return
        instance.subdistrict_code, instance.subdistrict_name = subdistrict.code, subdistrict.name_th
        instance.district_code = subdistrict.district.code
        instance.district_name = subdistrict.district.name_th

    def skip_row(
        self, instance: RegisterRow, original: Any, row: dict[str, str], import_validation_errors: Any = None
    ) -> bool:
        if import_validation_errors:
            return False
        number = int(row["#"])
        self.districts.add(instance.district_code)
        self._demand_sense(instance, row, number)
        was = self.by_code.get(instance.code) if instance.community else None
        if was is not None:
            self.seen.add(was.community or 0)
        differing = self._differing(was, instance)
        if was is not None and not differing:
            self.unchanged += 1
            return True
        self.changes.append(Change(number, was, instance, differing))
        return False

    def save_instance(self, instance: RegisterRow, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Save nothing: the action saves, after every row was read."""

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        if self.progress and kwargs["row_number"] % 100 == 0:
            self.progress(kwargs["row_number"], self.total)

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        self.total = len(dataset)

    def _demand_sense(self, instance: RegisterRow, row: dict[str, str], number: int) -> None:
        """What no single cell can know."""
        code = row.get("รหัสชุมชน", "")
        if code and instance.community is None:
            _refuse("code", N_("ไม่มีชุมชนรหัสนี้ ปล่อยว่างไว้ถ้าเป็นชุมชนใหม่"))
        was = self.by_code.get(instance.code)
        if was is not None and was.district_code != instance.district_code:
            _refuse("district_name", N_("ชุมชนนี้อยู่ในเขต%(district)s ย้ายเขตด้วยการนำเข้าไม่ได้"), district=was.district_name)
        key = (instance.subdistrict_code, community_key(instance.name))
        namesake = self.by_name.get(key)
        if was is not None and namesake is not None and namesake.community != was.community:
            _refuse(
                "name",
                N_("แขวง%(subdistrict)sมีชุมชนชื่อนี้แล้ว (%(code)s)"),
                subdistrict=instance.subdistrict_name,
                code=namesake.code,
            )
        if key in self.named:
            _refuse("name", N_("ชุมชนนี้อยู่ในแถวที่ %(row)s แล้ว"), row=self.named[key])
        self.named[key] = number
        if was is not None and was.status == StandingStatus.DISSOLVED and not row.get("สถานภาพ"):
            _refuse("name", N_("ชุมชนนี้ยุบเลิกแล้ว ถ้าจัดตั้งใหม่ ให้เพิ่มคอลัมน์ สถานภาพ"))

    def _differing(self, was: RegisterRow | None, becomes: RegisterRow) -> dict[str, tuple[str, str]]:
        if was is None:
            return {}
        differing = {}
        for field in self.get_import_fields():
            old, new = getattr(was, field.attribute), getattr(becomes, field.attribute)
            if old != new and field.attribute != "subdistrict_code":  # its name says it
                differing[field.column_name] = (_shown(field, old), _shown(field, new))
        return differing


def _shown(field: fields.Field, value: Any) -> str:
    return str(field.widget.render(value))


def _key_of(row: dict[str, str]) -> str:
    return community_key(row.get("ชื่อชุมชน", ""))


def _refuse(attribute: str, sentence: str, **values: object) -> None:
    raise ValidationError({attribute: in_words(NotUnderstoodError(sentence, **values))})


def _has_headings(cells: Sequence[str]) -> bool:
    found = {KNOWN.get(heading_key(cell)) for cell in cells}
    return "ชื่อชุมชน" in found and len(found - {None}) >= 2


def read_register(
    data: bytes, name: str, day: date, *, table: dict[str, Any] | None = None, progress: Progress | None = None
) -> Reading:
    """Compare a file with the register of a day. Refused rows are returned in the reading, all of them.

    With ``table``, which an earlier reading of the same file left, the file is not opened.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        sheet = Sheet.of(table) if table else read_sheet(data, name=name, is_heading=_has_headings)
    except NotUnderstoodError as error:
        return Reading(sha256, errors=(RowError(name, 0, "", "", in_words(error)),))
    headings = [KNOWN.get(heading_key(cell), "") for cell in sheet.headings]
    if errors := tuple(_wrong_headings(sheet, headings)):
        return Reading(sha256, errors=errors)
    if not sheet.rows:
        rule = in_words(NotUnderstoodError(N_("ไม่มีแถวข้อมูลใต้หัวตาราง")))
        return Reading(sha256, errors=(RowError(sheet.name, sheet.heading_row, "", "", rule),))

    columns = [(place, heading) for place, heading in enumerate(headings) if heading]
    dataset = tablib.Dataset(headers=["#", *(heading for _place, heading in columns)])
    for number, cells in sheet.rows:
        padded = (*cells, *[""] * (len(headings) - len(cells)))
        dataset.append([str(number), *(padded[place] for place, _heading in columns)])
    resource = RegisterReader(day=day, progress=progress)
    # Not the library's "dry run", which opens a savepoint for every row. This reader saves nothing anyway.
    result = resource.import_data(dataset, dry_run=False, use_transactions=False)
    for row_error in result.row_errors():  # not a refusal: a fault of ours
        raise row_error[1][0].error
    errors = tuple(_row_errors(resource, result.invalid_rows, sheet, columns))
    return Reading(
        sha256,
        table=sheet.as_json(),
        created=tuple(change for change in resource.changes if change.was is None),
        updated=tuple(change for change in resource.changes if change.was is not None),
        unchanged=resource.unchanged,
        errors=errors,
        unused=tuple(cell for cell, heading in zip(sheet.headings, headings, strict=True) if cell and not heading),
        absent=tuple(
            f"{row.name} (แขวง{row.subdistrict_name} เขต{row.district_name})"
            for row in resource.before
            if row.community not in resource.seen
            and row.district_code in resource.districts
            and row.status not in ("", StandingStatus.DISSOLVED)
        ),
    )


def _wrong_headings(sheet: Sheet, headings: Sequence[str]) -> Iterable[RowError]:
    for group in NEEDED:
        if not set(group) & set(headings):
            words = " หรือ ".join(f"“{word}”" for word in group)
            rule = in_words(NotUnderstoodError(N_("ไม่พบคอลัมน์ %(words)s ในแถวหัวตาราง"), words=words))
            yield RowError(sheet.name, sheet.heading_row, group[0], "", rule)
    places = defaultdict(list)
    for place, heading in enumerate(headings):
        if heading:
            places[heading].append(sheet.headings[place])
    for heading, cells in places.items():
        if len(cells) > 1:
            rule = in_words(NotUnderstoodError(N_("มีคอลัมน์ที่หมายถึง “%(heading)s” มากกว่าหนึ่งคอลัมน์"), heading=heading))
            yield RowError(sheet.name, sheet.heading_row, heading, ", ".join(cells), rule)


def _row_errors(
    resource: RegisterReader, rows: Iterable[Any], sheet: Sheet, columns: Sequence[tuple[int, str]]
) -> Iterable[RowError]:
    """Each refusal with the heading of its column in the file and the text of its cell."""
    place_of = {heading: place for place, heading in columns}
    heading_of = {field.attribute: field.column_name for field in resource.get_import_fields()}
    for invalid in rows:
        number, cells = sheet.rows[invalid.number - 1]
        for attribute, sentences in invalid.error_dict.items():
            heading = heading_of.get(attribute, "")
            place = place_of.get(heading)
            column = heading if place is None else sheet.headings[place]
            value = "" if place is None or place >= len(cells) else cells[place]
            for sentence in sentences:
                yield RowError(sheet.name, number, column, value, sentence)


def export_register(rows: Iterable[RegisterRow], *, kind: str) -> bytes:
    """The register as a file. Importing it unchanged changes nothing."""
    table = RegisterResource().export(list(rows))
    table.title = "ทะเบียนชุมชน"
    if kind == "xlsx":
        return bytes(XLSX().export_data(table))
    return b"\xef\xbb\xbf" + CSV().export_data(table).encode()
