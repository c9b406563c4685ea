"""Forums, who came, and what people proposed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from bkkplan.faces.opendata.datasets.columns import DISTRICT, FORUM, FORUM_KIND, YEAR, DataColumn, Dataset, Row
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.bulk import in_batches
from budget.queries.trace import leads_of
from budget.queries.ways import AnyWay, ProposalStatus, Way
from forums.enums import ForumState, SuccessionKind
from forums.models import Forum, Proposal, Succession
from forums.queries import turnout_of
from forums.queries.sessions import in_plain, slots_of
from forums.queries.turnout import FEWEST_SHOWN

AT_ONCE = 500  # rows that are in memory together


def _hearing_rows(year: FiscalYear, as_of: date, at: datetime) -> Iterator[Row]:
    # A forum that was called off before it was announced is nobody's business.
    forums = (
        Forum.objects.filter(fiscal_year=year.be, announced_on__isnull=False)
        .exclude(state=ForumState.PLANNED)
        .select_related("district", "community")
        .prefetch_related("attendance__sector", "sessions")
        .order_by("district__code", "kind", "number_year", "number", "pk")
    )
    for forum in forums.iterator(AT_ONCE):
        turnout = turnout_of(forum)
        total = f">={turnout.total}" if turnout.is_at_least else turnout.total
        is_published = forum.state == ForumState.PUBLISHED
        yield (
            forum.pk,
            forum.kind,
            year.be,
            forum.district.code,
            forum.district.name_th,
            forum.community.code if forum.community else None,
            forum.number,
            forum.number_year,
            forum.external_code or None,
            forum.title,
            forum.place,
            forum.announced_on,
            forum.scheduled_on,
            "; ".join(in_plain(slots_of(forum))),
            forum.held_on,
            forum.published_on if is_published else None,
            total if is_published else None,
            forum.state,
        )


def _attendance_rows(year: FiscalYear, as_of: date, at: datetime) -> Iterator[Row]:
    forums = (
        Forum.objects.filter(fiscal_year=year.be, state=ForumState.PUBLISHED)
        .select_related("district")
        .prefetch_related("attendance__sector")
        .order_by("district__code", "kind", "number", "pk")
    )
    for forum in forums.iterator(AT_ONCE):
        for count in turnout_of(forum).sectors:
            people = f"<{FEWEST_SHOWN}" if count.people is None else count.people
            yield (
                forum.pk,
                forum.kind,
                year.be,
                forum.district.code,
                forum.number,
                count.sector.code,
                count.sector.name_th,
                people,
            )


def _proposal_rows(year: FiscalYear, as_of: date, at: datetime) -> Iterator[Row]:
    merged = Succession.objects.live().filter(proposal__forum__fiscal_year=year.be, kind=SuccessionKind.MERGED)
    merged_into = dict(merged.values_list("proposal", "into__uuid"))
    proposals = (
        Proposal.objects.said()
        .filter(forum__fiscal_year=year.be, forum__state=ForumState.PUBLISHED, removed_on=None)
        .select_related("forum__district", "area", "subdistrict")
        .order_by("forum__district__code", "forum__kind", "forum__number", "position", "pk")
    )
    numbers: Counter[int] = Counter()
    for p, (status, way) in _with_leads(proposals.iterator(AT_ONCE)):
        numbers[p.forum_id] += 1  # as the forum's page counts them
        # The money of a merged one stands once, with the proposal that stands for it.
        money = way.money if way and not way.is_shared else None
        yield (
            p.uuid,
            p.forum_id,
            p.forum.kind,
            year.be,
            p.forum.district.code,
            p.forum.number,
            numbers[p.forum_id],
            p.title,
            p.detail,
            p.area.name_th if p.area else None,
            p.subdistrict.code if p.subdistrict else None,
            p.place,
            p.requested_amount,
            p.votes,
            status.stage.name.lower(),
            status.outcome,
            way.project.revision.plan.community.code if isinstance(way, Way) else None,
            way.inclusion.item.uuid if way and way.inclusion else None,
            money.part.transferred if money else None,
            money.part.committed if money else None,
            money.part.disbursed if money else None,
            merged_into.get(p.pk),
            _road(way),
        )


def _road(way: AnyWay | None) -> str | None:
    if way is None:
        return None
    return "community" if isinstance(way, Way) else "direct"


def _with_leads(proposals: Iterable[Proposal]) -> Iterator[tuple[Proposal, tuple[ProposalStatus, AnyWay | None]]]:
    """Each proposal with where it stands, some hundred in memory at a time."""
    for some in in_batches(proposals, AT_ONCE):
        leads = leads_of(proposal.pk for proposal in some)
        yield from ((proposal, leads[proposal.pk]) for proposal in some)


NUMBER = _("ครั้งที่ของปี นับแยกตามเขตและประเภทเวที ปีของครั้งที่อยู่ในชุดข้อมูลเวที")

HEARINGS = Dataset(
    code="hearings",
    title=_("เวทีของสำนักงานเขต"),
    about=format_lazy(
        _("เวทีที่ประกาศแล้วทุกประเภท วันจัด และวันเผยแพร่ผล ยอดรวมที่บอกภาคส่วนน้อยกว่า {fewest} คนได้แสดงเป็น >="),
        fewest=FEWEST_SHOWN,
    ),
    objective=_("ให้รู้ว่าเขตจัดเวทีใดเมื่อใด และเผยแพร่ผลภายในกำหนดหรือไม่"),
    tags=(_("เวทีรับฟังความคิดเห็น"), _("การมีส่วนร่วม"), _("เขต")),
    key=("forum_id",),
    columns=(
        FORUM,
        FORUM_KIND,
        YEAR,
        DISTRICT,
        DataColumn("district", "text", _("ชื่อเขต")),
        DataColumn("community_code", "text", _("รหัสชุมชนของประชาคมรับรองแผนพัฒนาชุมชน")),
        DataColumn("number", "integer", NUMBER),
        DataColumn("number_year", "integer", _("ปี พ.ศ. ของครั้งที่ เป็นปีงบประมาณ หรือปีปฏิทินตามหนังสือ")),
        DataColumn("external_code", "text", _("รหัสในระบบของกรุงเทพมหานคร")),
        DataColumn("title", "text", _("เรื่อง")),
        DataColumn("place", "text", _("สถานที่")),
        DataColumn("announced_on", "date", _("วันประกาศ")),
        DataColumn("scheduled_on", "date", _("วันที่กำหนดจัด วันแรก")),
        DataColumn("sessions", "text", _("วันและเวลาของทุกช่วง เช่น 2023-06-20 08:30-12:00; 2023-06-20 13:30-16:30")),
        DataColumn("held_on", "date", _("วันจัดจริง วันสุดท้าย")),
        DataColumn("published_on", "date", _("วันเผยแพร่ผล ว่างหากยังไม่เผยแพร่หรือถอนแล้ว")),
        DataColumn("attendance_total", "text", _("ผู้เข้าร่วมทั้งหมด (คน) >= นำหน้าเมื่อบอกยอดเต็มไม่ได้")),
        DataColumn(
            "state",
            "text",
            _(
                "สถานะ: announced ประกาศแล้ว, open กำลังจัด, held จัดแล้วกำลังบันทึกผล, recorded รอเผยแพร่, "
                "published เผยแพร่แล้ว, withdrawn ถอนการเผยแพร่, cancelled ยกเลิก"
            ),
        ),
    ),
    rows=_hearing_rows,
)

ATTENDANCE = Dataset(
    code="attendance",
    title=_("ผู้เข้าร่วมเวทีตามภาคส่วน"),
    about=format_lazy(
        _("จำนวนผู้เข้าร่วมของเวทีที่เผยแพร่แล้ว ภาคส่วนที่น้อยกว่า {fewest} คนแสดงเป็น <{fewest}"), fewest=FEWEST_SHOWN
    ),
    objective=_("ให้เห็นว่าภาคส่วนใดได้ร่วมเวที โดยไม่บอกตัวบุคคล"),
    tags=(_("เวทีรับฟังความคิดเห็น"), _("การมีส่วนร่วม"), _("ภาคส่วน")),
    key=("forum_id", "sector_code"),
    columns=(
        FORUM,
        FORUM_KIND,
        YEAR,
        DISTRICT,
        DataColumn("number", "integer", NUMBER),
        DataColumn("sector_code", "text", _("รหัสภาคส่วน")),
        DataColumn("sector", "text", _("ชื่อภาคส่วน")),
        DataColumn("people", "text", format_lazy(_("จำนวน (คน) <{fewest} เมื่อน้อยกว่า {fewest} คน"), fewest=FEWEST_SHOWN)),
    ),
    rows=_attendance_rows,
)

PROPOSALS = Dataset(
    code="proposals",
    title=_("ข้อเสนอของประชาชน"),
    about=_("ข้อเสนอทุกข้อของเวทีที่เผยแพร่ผลแล้ว ไปถึงขั้นไหน และสิ้นสุดอย่างไร"),
    objective=_("ให้ติดตามได้ว่าข้อเสนอของประชาชนกลายเป็นอะไร"),
    tags=(_("ข้อเสนอ"), _("การมีส่วนร่วม"), _("เขต")),
    key=("uuid",),
    columns=(
        DataColumn("uuid", "uuid", _("รหัสข้อเสนอ ไม่ซ้ำและไม่เปลี่ยน ตรงกับท้ายที่อยู่ของหน้าข้อเสนอ")),
        FORUM,
        FORUM_KIND,
        YEAR,
        DISTRICT,
        DataColumn("forum_number", "integer", NUMBER),
        DataColumn("position", "integer", _("ลำดับในเวที")),
        DataColumn("title", "text", _("ข้อเสนอ")),
        DataColumn("detail", "text", _("รายละเอียด")),
        DataColumn("area", "text", _("ด้านของแผนพัฒนาชุมชน หนึ่งในห้าด้าน")),
        DataColumn("subdistrict_code", "text", _("รหัสแขวง")),
        DataColumn("place", "text", _("สถานที่")),
        DataColumn("requested_amount", "number", _("งบที่ขอ (บาท)")),
        DataColumn("votes", "integer", _("คะแนนที่ได้ในเวที")),
        DataColumn(
            "stage",
            "text",
            _(
                "ขั้นไกลที่สุดที่ไปถึง: proposed เสนอในเวที, planned อยู่ในแผนพัฒนาชุมชน, checked ตรวจความสอดคล้องแล้ว, "
                "included บรรจุในแผนเขต, funded ได้รับงบประมาณ, done แล้วเสร็จ"
            ),
        ),
        DataColumn(
            "outcome",
            "text",
            _(
                "สิ้นสุดอย่างไร ว่างหากยังไม่สิ้นสุด: done แล้วเสร็จ, forwarded ส่งต่อหน่วยงานอื่น, community ชุมชนดำเนินการเอง, "
                "not_possible ดำเนินการไม่ได้, taken_out ตัดออกจากแผนเขต, cancelled ยกเลิกโครงการ, "
                "given_up ถอนจากแผนพัฒนาชุมชน, not_wanted ชุมชนไม่ต้องการแล้ว"
            ),
        ),
        DataColumn("community_code", "text", _("รหัสชุมชนที่นำเข้าแผน ของทางที่ไปได้ไกลที่สุด")),
        DataColumn("item_uuid", "uuid", _("รหัสโครงการในแผนปฏิบัติราชการ ของทางที่ไปได้ไกลที่สุด")),
        DataColumn("share_transferred", "number", _("ส่วนของข้อเสนอในงบประมาณอนุมัติ (บาท) แบ่งตามวงเงินที่ขอ")),
        DataColumn("share_committed", "number", _("ส่วนของข้อเสนอในงบที่โครงการก่อหนี้ผูกพัน (บาท)")),
        DataColumn("share_disbursed", "number", _("ส่วนของข้อเสนอในงบที่โครงการเบิกจ่าย (บาท)")),
        DataColumn("merged_into", "uuid", _("รหัสข้อเสนอที่ข้อนี้รวมอยู่ด้วย ขั้นและผลเป็นของข้อนั้น ส่วนของงบแสดงที่ข้อนั้นแห่งเดียว")),
        DataColumn(
            "road",
            "text",
            _("ทางที่ไปได้ไกลที่สุด: community ผ่านแผนพัฒนาชุมชน, direct เขตนำเข้าแผนปฏิบัติราชการโดยตรง ว่างหากยังไม่มีทาง"),
        ),
    ),
    rows=_proposal_rows,
)
