"""The community register as a file: reading it, matching its rows with communities, and writing it."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.db.models import Value
from django.db.models.functions import Concat
from import_export import fields, resources, widgets
from import_export.instance_loaders import BaseInstanceLoader

from bkkplan.ground.core.formfields import in_words
from bkkplan.ground.core.tables import TYPED, UNREAD, Sheet, Table, read_table
from bkkplan.ground.core.thai import NotUnderstoodError
from bkkplan.ground.core.thai.errors import N_
from communities.actions.reading import Change, FileRows, Reading, RegisterAnswers, RowError, SheetRead
from communities.enums import StandingStatus
from communities.models import Community
from communities.models.community import community_key
from communities.queries import RegisterRow, register_on
from communities.resources.cells import (
    Cell,
    CodeCell,
    CountCell,
    DistrictCodeCell,
    DistrictNameCell,
    NameCell,
    Places,
    StatusCell,
    SubdistrictCodeCell,
    SubdistrictNameCell,
    TypeCell,
)
from communities.resources.headings import HEADINGS, REGISTER, without_totals, wrong_headings
from communities.resources.questions import Answers, questions

Progress = Callable[[int, int], None]


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
    reg_no = _column("เลขทะเบียน", "reg_no", CodeCell())
    external_code = _column("รหัสในระบบของ กทม.", "external_code", CodeCell())
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

    def __init__(self, *, day: date, answers: Answers, rows: FileRows, progress: Progress | None = None) -> None:
        super().__init__()
        self.answers, self.rows = answers, rows
        self.places = Places(day)
        self.progress = progress
        self.before = register_on(day)
        self.by_code = {row.code: row for row in self.before}
        # A dissolved community blocks nobody's name; one that begins only later may be the one that is meant.
        self.ended = [row for row in self.before if row.status == StandingStatus.DISSOLVED]
        self.ended_by_name = {_name_of(row): row for row in self.ended}
        self.by_name = {_name_of(row): row for row in self.before if row.status != StandingStatus.DISSOLVED}
        self.names_now = dict(
            Community.objects.filter(ended_on=None).values_list(
                Concat("subdistrict__code", Value(" "), "name_key"), "code"
            )
        )
        self.changes: list[Change] = []
        self.named: dict[tuple[str, str], int] = {}
        self.seen: set[int] = set()
        self.unchanged = 0
        self.districts: set[str] = set()

    def find(self, row: dict[str, str]) -> RegisterRow | None:
        if (code := row.get("รหัสชุมชน", "")) and code in self.by_code:
            return self.by_code[code]
        if same := self.by_code.get(self.answers.same.get(int(row["#"]), "")):
            return same
        subdistrict = self.places.subdistrict(row)
        if subdistrict is None:
            return None
        name = (subdistrict.code, _key_of(row))
        return self.by_name.get(name) or (self.ended_by_name.get(name) if row.get("สถานภาพ") else None)

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

    def spoken_of(self) -> set[str]:
        """A file of one district speaks of that district alone; one of several is the city's register."""
        return set(self.places.district_by_code) if len(self.districts) > 1 else self.districts

    def absent(self) -> list[RegisterRow]:
        """Communities in being that the file should name and does not."""
        districts = self.spoken_of()
        return [
            row
            for row in self.before
            if row.community not in self.seen
            and row.district_code in districts
            and row.status not in ("", StandingStatus.DISSOLVED)
        ]

    def not_named(self) -> list[RegisterRow]:
        """Which a new name may mean: the absent, those that begin only later, and the dissolved of that very name."""
        new = {_name_of(change.becomes) for change in self.changes if change.was is None}
        return [
            row
            for row in self.before
            if row.community not in self.seen and (row.status != StandingStatus.DISSOLVED or _name_of(row) in new)
        ]

    def _demand_sense(self, instance: RegisterRow, row: dict[str, str], number: int) -> None:
        """What no single cell can know."""
        code = row.get("รหัสชุมชน", "")
        if code and instance.community is None:
            _refuse("code", N_("ไม่มีชุมชนรหัสนี้ ปล่อยว่างไว้ถ้าเป็นชุมชนใหม่"))
        was = self.by_code.get(instance.code)
        if was is not None and was.district_code != instance.district_code:
            _refuse("district_name", N_("ชุมชนนี้อยู่ในเขต%(district)s ย้ายเขตด้วยการนำเข้าไม่ได้"), district=was.district_name)
        key = _name_of(instance)
        namesake = self.by_name.get(key)
        if was is not None and namesake is not None and namesake.community != was.community:
            _refuse(
                "name",
                N_("แขวง%(subdistrict)sมีชุมชนชื่อนี้แล้ว (%(code)s)"),
                subdistrict=instance.subdistrict_name,
                code=namesake.code,
            )
        if key in self.named:
            _refuse("name", N_("ชุมชนนี้อยู่ในแถวที่ %(row)s แล้ว"), row=self.rows.place_of(self.named[key]))
        self.named[key] = number
        if was is not None and was.community in self.seen:
            _refuse("name", N_("ชุมชน %(code)s อยู่ในแถวอื่นของไฟล์แล้ว"), code=was.code)
        if was is not None and was.status == StandingStatus.DISSOLVED and not row.get("สถานภาพ"):
            instance.status = StandingStatus.NORMAL  # somebody said that it is the same
        owner = self.names_now.get(" ".join(key))
        takes_name = was is None or _name_of(was) != key
        if takes_name and owner and owner != instance.code and self.by_code[owner].status != StandingStatus.DISSOLVED:
            _refuse("name", N_("ชุมชน %(code)s ใช้ชื่อนี้ในวันหลังจากวันที่ของทะเบียน"), code=owner)

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


def _name_of(row: RegisterRow) -> tuple[str, str]:
    return row.subdistrict_code, community_key(row.name)


def _key_of(row: dict[str, str]) -> str:
    return community_key(row.get("ชื่อชุมชน", ""))


def _refuse(attribute: str, sentence: str, **values: object) -> None:
    raise ValidationError({attribute: in_words(NotUnderstoodError(sentence, **values))})


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the file: the sheet in which it stands, our heading of each of its columns, and its texts."""

    sheet: Sheet
    columns: Mapping[str, int]
    number: int
    cells: tuple[str, ...]

    def text(self, heading: str) -> str:
        place = self.columns.get(heading, len(self.cells))
        return self.cells[place] if place < len(self.cells) else ""


def read_register(
    data: bytes,
    name: str,
    day: date,
    *,
    table: dict[str, object] | None = None,
    answers: RegisterAnswers | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Compare a file with the register of a day. Refused rows are returned in the reading, all of them.

    With ``table``, which an earlier reading of the same file left, the file is not opened. ``answers`` is what people
    said since (``resources.questions.Answers``).
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        read = Table.of(table) if table else read_table(data, name=name, headings=REGISTER)
    except NotUnderstoodError as error:
        return Reading(sha256, errors=(RowError(name, 0, "", "", in_words(error)),))
    headings = [[REGISTER.names(cell) for cell in sheet.headings] for sheet in read.sheets]
    pairs = list(zip(read.sheets, headings, strict=True))
    if errors := tuple(error for sheet, found in pairs for error in wrong_headings(sheet, found)):
        return Reading(sha256, errors=errors)
    if not any(sheet.rows for sheet in read.sheets):
        rule = in_words(NotUnderstoodError(N_("ไม่มีแถวข้อมูลใต้หัวตาราง")))
        first = read.sheets[0]
        return Reading(sha256, errors=(RowError(first.name, first.heading_row, "", "", rule),))

    cut = [(*without_totals(sheet, found), found) for sheet, found in pairs]
    lines = [
        _Line(sheet, {heading: place for place, heading in enumerate(found) if heading}, *row)
        for sheet, _skipped, found in cut
        for row in sheet.rows
    ]
    rows = FileRows(tuple(sheet.name for sheet in read.sheets))
    used = [heading for heading in HEADINGS if any(heading in found for found in headings)]
    dataset = tablib.Dataset(headers=["#", *used])
    for line in lines:
        number = rows.number(line.sheet.name, line.number)
        dataset.append([str(number), *(line.text(heading) for heading in used)])
    resource = RegisterReader(day=day, answers=Answers(answers), rows=rows, progress=progress)
    # Not the library's "dry run", which opens a savepoint for every row. This reader saves nothing anyway.
    result = resource.import_data(dataset, dry_run=False, use_transactions=False)
    for row_error in result.row_errors():  # not a refusal: a fault of ours
        raise row_error[1][0].error
    created = tuple(change for change in resource.changes if change.was is None)
    absent = tuple(resource.absent())
    asked = questions(created, resource.not_named())
    kept = Table(tuple(sheet for sheet, _skipped, _found in cut), read.others)
    return Reading(
        sha256,
        table=kept.as_json(),
        created=created,
        updated=tuple(change for change in resource.changes if change.was is not None),
        unchanged=resource.unchanged,
        errors=tuple(_row_errors(resource, result.invalid_rows, lines)),
        unused=tuple(
            {
                cell: None
                for sheet, found in pairs
                for cell, known in zip(sheet.headings, found, strict=True)
                if cell and not known
            }
        ),
        sheets=tuple(SheetRead(sheet.name, rows=len(sheet.rows)) for sheet in kept.sheets)
        + tuple(SheetRead(other, skipped_because=why) for other, why in kept.others),
        skipped=tuple(
            (rows.number(sheet.name, number), text) for sheet, skipped, _found in cut for number, text in skipped
        ),
        absent=absent,
        ended=tuple(row for row in absent if row.code in resource.answers.ended),
        questions=asked,
        open=tuple(question.row for question in asked if question.row not in resource.answers.new),
        districts=tuple(sorted(resource.spoken_of())),
    )


def _row_errors(resource: RegisterReader, rows: Iterable[Any], lines: Sequence[_Line]) -> Iterable[RowError]:
    """Each refusal with the heading of its column in the file and the text of its cell."""
    heading_of = {field.attribute: field.column_name for field in resource.get_import_fields()}
    for invalid in rows:
        line = lines[invalid.number - 1]
        for attribute, sentences in invalid.error_dict.items():
            heading = heading_of.get(attribute, "")
            place = line.columns.get(heading)
            column = heading if place is None else line.sheet.headings[place]
            value = line.text(heading).lstrip(TYPED)
            for sentence in sentences:
                yield RowError(
                    line.sheet.name, line.number, column, "" if value.startswith(UNREAD) else value, sentence
                )
