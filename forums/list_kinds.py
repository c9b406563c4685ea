"""What comes in as lists here: the proposals of a forum, and who attended it."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID, uuid4

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.tables import Column
from bkkplan.ground.core.forms.typed_cells import Value
from bkkplan.ground.core.spreadsheets.columns import Word
from bkkplan.ground.core.thai import search_key
from bkkplan.ground.core.wording import localname
from bkkplan.ground.lists.actions import BuiltOnError
from bkkplan.ground.lists.registry import ExistingRow, Line, ListKind, Made, Place, register
from communities.list_kinds import community_words
from communities.models import Community, PlanArea
from districts.models import Subdistrict
from forums.actions.lock import take_results
from forums.actions.minutes import attendance_of, save_attendance
from forums.actions.proposals import ListedProposal, save_proposals, undo_list
from forums.enums import RECORDING_STATES
from forums.models import Forum, ParticipantSector, Proposal
from forums.queries.readiness import why_not_recorded

MOST_PEOPLE = 9_999_999
RELATED: Mapping[str, type[Model]] = {
    "area": PlanArea,
    "subdistrict": Subdistrict,
    "community": Community,
    "sector": ParticipantSector,
}


class ForumList(ListKind):
    """A list of one forum, while its results are recorded."""

    permission = "forums.change_forum"

    def find(self, key: str, user: User) -> Place | None:
        forums = Forum.objects.visible_to(user).select_related("district", "community")
        forum = forums.filter(pk=key).first() if key.isdecimal() else None
        return _place(forum) if forum else None

    def take(self, key: str, *, by: User) -> Place:
        return _place(take_results(int(key), by=by, reason=""))


def _place(forum: Forum) -> Place:
    name = _("ครั้งที่ %(number)s/%(year)s") % {"number": forum.number, "year": forum.number_year}
    return Place(
        key=str(forum.pk),
        title=f"{forum} · {forum.title}",
        url=reverse("forums:record", args=[forum.pk]),
        row=forum,
        district=forum.district,
        crumbs=[
            Link(label=_("เวทีรับฟัง"), href=reverse("forums:list", args=[FiscalYear(forum.fiscal_year)])),
            Link(label=str(forum.district)),
            Link(label=name, href=forum.get_absolute_url()),
        ],
        obstacle="" if forum.state in RECORDING_STATES else why_not_recorded(forum),
    )


class ProposalList(ForumList):
    code = "proposals"
    title = gettext_lazy("ข้อเสนอของเวที")
    detail = "detail"
    undoing = gettext_lazy("ข้อเสนอที่ตารางนี้เพิ่มจะถูกนำออก ข้อเสนอที่ตารางนี้แก้กลับเป็นข้อความเดิม")
    columns: ClassVar[tuple[Column, ...]] = (
        Column(
            "title",
            "ข้อเสนอ",
            # The best first: of two such columns the earlier heading is the title, the other tells more about it.
            (
                "ข้อเสนอแนะ", "ข้อเสนอโครงการ", "ข้อเสนอของประชาชน", "โครงการ", "โครงการ/กิจกรรม", "ชื่อโครงการ",
                "ชื่อโครงการ/กิจกรรม", "กิจกรรม", "เรื่อง", "หัวข้อ", "ประเด็น", "ความต้องการ", "ความต้องการของชุมชน",
                "ความต้องการของประชาชน", "ปัญหา/ความต้องการ", "ปัญหาความต้องการ", "ปัญหาและความต้องการ", "ปัญหา",
                "สภาพปัญหา", "title", "proposal", "project",
            ),
            is_needed=True,
        ),
        Column(
            "detail",
            "รายละเอียด",
            ("คำอธิบาย", "หมายเหตุ", "เหตุผล", "detail", "details", "remark", "note"),
            most=5000,
            has_lines=True,
        ),
        Column("area", "ด้าน", ("ด้านของแผน", "ประเภท", "area", "category"), sort="word"),
        Column("subdistrict", "แขวง", ("พื้นที่", "subdistrict", "khwaeng"), sort="word"),
        Column("community", "ชุมชน", ("ชื่อชุมชน", "community"), sort="word"),
        Column("place", "สถานที่", ("บริเวณ", "จุด", "ที่ตั้ง", "place", "location")),
        Column(
            "requested_amount",
            "งบที่ขอ (บาท)",
            (
                "งบ", "งบประมาณ", "งบที่ขอ", "วงเงิน", "จำนวนเงิน", "ประมาณการ", "ค่าใช้จ่าย", "ราคา", "บาท", "amount",
                "budget", "baht",
            ),
            sort="amount",
        ),
        Column("sector", "ผู้เสนอ", ("ภาคส่วน", "กลุ่ม", "sector", "proposed by"), sort="word"),
        Column("votes", "คะแนน", ("คะแนนเสียง", "เสียง", "จำนวนเสียง", "votes", "score"), sort="number", most=MOST_PEOPLE),
    )  # fmt: skip

    def cell_words(self, place: Place) -> dict[str, list[Word]]:
        district = place.home.pk
        communities = (
            Community.objects.filter(district=district).select_related("subdistrict").order_by("name_th", "pk")
        )
        return {
            "area": [_word(area) for area in PlanArea.objects.order_by("position")],
            "subdistrict": [_word(row) for row in Subdistrict.objects.filter(district=district).order_by("code")],
            "community": community_words(communities),
            "sector": sectors(),
        }

    def existing_rows(self, place: Place) -> list[ExistingRow]:
        rows = Proposal.objects.filter(forum=place.row.pk).in_order()
        return [
            ExistingRow(
                key=str(row.uuid),
                version=row.version,
                values={
                    "title": row.title,
                    "detail": row.detail,
                    "area": _pk(row.area_id),
                    "subdistrict": _pk(row.subdistrict_id),
                    "community": _pk(row.community_id),
                    "place": row.place,
                    "requested_amount": row.requested_amount,
                    "sector": _pk(row.sector_id),
                    "votes": row.votes,
                },
                is_out=row.removed_on is not None,
            )
            for row in rows
        ]

    def elsewhere(self, place: Place, keys: Collection[str]) -> dict[str, str]:
        rows = Proposal.objects.filter(uuid__in=keys).exclude(forum=place.row.pk).select_related("forum")
        return {str(row.uuid): str(row.forum) for row in rows}

    def same_row(self, values: Mapping[str, Value]) -> Hashable:
        title, where = values.get("title"), values.get("place") or ""
        return (search_key(str(title)), search_key(str(where)), values.get("community") or "") if title else None

    def write(self, place: Place, lines: Sequence[Line], *, on: date, by: User, at: datetime) -> list[Made]:
        found: dict[str, Mapping[int, Model]] = {
            name: model._default_manager.in_bulk() for name, model in RELATED.items() if name != "community"
        }
        found["community"] = Community.objects.filter(district=place.home.pk).in_bulk()
        rows = [
            ListedProposal(
                UUID(line.key) if line.key else uuid4(),
                line.seen,
                {
                    name: found[name].get(int(str(value)) if value else 0) if name in RELATED else value
                    for name, value in line.values.items()
                },
            )
            for line in lines
        ]
        saved = save_proposals(forum_id=place.row.pk, rows=rows, by=by, at=at)
        return [(str(proposal.uuid), "changed" if was else "new", proposal.version, was) for proposal, was in saved]

    def undo(self, place: Place, made: Sequence[Made], *, on: date, by: User, at: datetime) -> None:
        added, changed = {}, {}
        for key, does, version, was in made:
            if does == "new" or was.get("removed_on"):
                added[UUID(key)] = version
            else:
                amount = was["requested_amount"]
                before = {**was, "requested_amount": None if amount is None else Decimal(str(amount))}
                changed[UUID(key)] = (version, before)
        undo_list(forum_id=place.row.pk, added=added, changed=changed, on=on, by=by, at=at)


class AttendanceList(ForumList):
    """The people by sector. Sectors that the list does not name keep their number."""

    code = "attendance"
    title = gettext_lazy("ผู้เข้าร่วมเวที")
    has_keys = False
    blank_rows = 0
    undoing = gettext_lazy("จำนวนผู้เข้าร่วมกลับเป็นอย่างก่อนนำเข้าตารางนี้")
    columns = (
        Column("sector", "ภาคส่วน", ("กลุ่ม", "ประเภทผู้เข้าร่วม", "หน่วยงาน", "sector"), is_needed=True, sort="word"),
        Column(
            "people",
            "จำนวน (คน)",
            ("จำนวน", "จำนวนคน", "คน", "ผู้เข้าร่วม", "จำนวนผู้เข้าร่วม", "people"),
            is_needed=True,
            sort="number",
            most=MOST_PEOPLE,
        ),
    )

    def cell_words(self, place: Place) -> dict[str, list[Word]]:
        return {"sector": sectors()}

    def existing_rows(self, place: Place) -> list[ExistingRow]:
        counts = dict(_forum(place).attendance.values_list("sector", "people"))
        return [
            ExistingRow(word.value, 0, {"sector": word.value, "people": counts.get(int(word.value))})
            for word in sectors()
        ]

    def same_row(self, values: Mapping[str, Value]) -> Hashable:
        return values.get("sector") or None

    def fill(self, line: Line, above: Line | None) -> None:
        """The sheet has every sector; those of which nobody wrote a number stay as they are."""
        if "people" in line.values and line.values["people"] is None and not line.errors:
            line.leave(_("ยังไม่ได้ใส่จำนวน จึงคงไว้ตามเดิม"))

    def check(self, place: Place, lines: Sequence[Line], *, on: date, by: User, at: datetime) -> None:
        named: dict[str, int] = {}
        for line in lines:
            if line.key in named:
                line.refuse("sector", _("ภาคส่วนนี้มีแล้วในแถวที่ %(row)s") % {"row": named[line.key]})
            named.setdefault(line.key, line.number)

    def write(self, place: Place, lines: Sequence[Line], *, on: date, by: User, at: datetime) -> list[Made]:
        forum = _forum(place)
        was = dict(forum.attendance.values_list("sector", "people"))
        listed: dict[int, int] = {int(line.key): int(str(line.values["people"])) for line in lines}
        people = was | listed
        total = forum.attendance_total
        keeps = total is not None and total != sum(was.values()) and total >= sum(people.values())
        saved = save_attendance(
            forum_id=forum.pk, seen=forum.version, people=people, total=total if keeps else None, by=by, at=at
        )
        after = attendance_of(saved)
        return [
            (str(sector), "changed", saved.version, {"was": was.get(sector), "total": total, "after": after})
            for sector in listed
        ]

    def undo(self, place: Place, made: Sequence[Made], *, on: date, by: User, at: datetime) -> None:
        forum = _forum(place)
        if attendance_of(forum) != made[0][3]["after"]:
            raise BuiltOnError(_("แก้จำนวนผู้เข้าร่วมหลังนำเข้าแล้ว จึงเลิกทำไม่ได้ แก้ในหน้าบันทึกผลแทน"))
        people: dict[int, int | None] = dict(forum.attendance.values_list("sector", "people"))
        for key, _does, _version, before in made:
            was = before["was"]
            people[int(key)] = was if isinstance(was, int) else None
        total = made[0][3]["total"]
        save_attendance(
            forum_id=forum.pk,
            seen=forum.version,
            people=people,
            total=total if isinstance(total, int) else None,
            by=by,
            at=at,
        )


def sectors() -> list[Word]:
    return [_word(row) for row in ParticipantSector.objects.filter(is_active=True).order_by("position")]


def _word(row: PlanArea | Subdistrict | ParticipantSector) -> Word:
    return Word(str(row.pk), row.name_th, (row.name_en, localname(row)))


def _forum(place: Place) -> Forum:
    return Forum.objects.get(pk=place.row.pk)


def _pk(key: int | None) -> str:
    return "" if key is None else str(key)


register(ProposalList())
register(AttendanceList())
