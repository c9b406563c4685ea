"""What stands between a forum's results and the public."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.core.private_words import Finding, PublicText, find_personal_data
from bkkplan.ground.core.questions.asking import asked_once
from bkkplan.ground.core.rows.basis import Basis, Point
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.wording import localname
from forums.enums import ForumState
from forums.models import AgendaItem, Attachment, Forum, Proposal
from forums.queries.turnout import Turnout, turnout_of


@dataclass(frozen=True, slots=True)
class Readiness:
    """The check list of the publishing page.

    Results without attendance cannot be published; everything else is only shown.
    """

    attendance_total: int | None
    sectors: int
    proposals: int
    without_area: int
    without_amount: int
    turnout: Turnout  # as everyone will be told
    too_few: tuple[str, ...]  # the sectors whose count is not told
    findings: tuple[Finding, ...]
    public_files: tuple[Attachment, ...]
    internal_files: tuple[Attachment, ...]


@asked_once
def agenda_of(forum: int) -> tuple[AgendaItem, ...]:
    return tuple(AgendaItem.objects.filter(forum=forum).order_by("part"))


@asked_once
def _proposals_of(forum: int) -> tuple[Proposal, ...]:
    return tuple(Proposal.objects.filter(forum=forum).live().in_order())


@asked_once
def _files_of(forum: int) -> tuple[Attachment, ...]:
    return tuple(Attachment.objects.filter(forum=forum, removed_on=None).order_by("pk"))


def passages_of(forum: Forum) -> list[PublicText]:
    """Every text that publishing shows to everyone. The recorder's name is not among them: it stays inside."""
    record_page = reverse("forums:record", args=[forum.pk])
    passages = [
        PublicText(_("เรื่อง"), forum.title, reverse("forums:edit", args=[forum.pk])),
        PublicText(_("วัตถุประสงค์"), forum.purpose, reverse("forums:edit", args=[forum.pk])),
        PublicText(_("สรุปผลเวที"), forum.summary, f"{record_page}#summary"),
    ]
    for item in agenda_of(forum.pk):
        place = _("ระเบียบวาระที่ %(part)s") % {"part": item.part}
        passages.append(PublicText(place, f"{item.topic}\n{item.resolution}", f"{record_page}#agenda-{item.part}"))
    for number, proposal in enumerate(_proposals_of(forum.pk), start=1):
        address = f"{record_page}#p-{proposal.uuid}"
        place = _("ข้อเสนอที่ %(number)s") % {"number": number}
        passages += [
            PublicText(place, proposal.title, address),
            PublicText(_("%(place)s รายละเอียด") % {"place": place}, proposal.detail, address),
            PublicText(_("%(place)s สถานที่") % {"place": place}, proposal.place, address),
        ]
    for file in (file for file in _files_of(forum.pk) if file.is_public):
        address = f"{reverse('forums:detail', args=[forum.pk])}#files"
        passages.append(PublicText(_("ชื่อไฟล์ที่เผยแพร่"), f"{file.original_name}\n{file.caption}", address))
    return [passage for passage in passages if passage.text.strip()]


def basis_of_results(forum: Forum) -> Basis:
    """What a person sees before publishing, sending back or withdrawing results: everything that becomes public."""
    return Basis.of(_points(forum))


def _points(forum: Forum) -> Iterator[Point]:
    yield Point("state", _("สถานะ"), forum.state, forum.get_state_display())
    yield Point("attendance", _("ผู้เข้าร่วม"), forum.attendance_total)
    for name, label in (("title", _("เรื่อง")), ("purpose", _("วัตถุประสงค์")), ("summary", _("สรุปผลเวที"))):
        yield Point(name, label, getattr(forum, name))
    for item in agenda_of(forum.pk):
        label = _("ระเบียบวาระที่ %(part)s") % {"part": item.part}
        yield Point(f"agenda-{item.part}", label, f"{item.topic}\n{item.resolution}")
    for number, proposal in enumerate(_proposals_of(forum.pk), start=1):
        label = _("ข้อเสนอที่ %(number)s") % {"number": number}
        amount = proposal.requested_amount
        asked = "" if amount is None else f" · {format_baht(amount, decimals=False)}"
        texts = [proposal.title, proposal.detail, proposal.place, str(amount)]
        yield Point(f"proposal-{proposal.uuid}", label, "\n".join(texts), f"{proposal.title}{asked}")
    for file in (file for file in _files_of(forum.pk) if file.is_public):
        shown = f"{file.original_name} {file.caption}".strip()
        yield Point(f"file-{file.uuid}", _("ไฟล์ที่เผยแพร่"), f"{file.sha256} {shown}", shown)


def readiness_of(forum: Forum) -> Readiness:
    proposals, files = _proposals_of(forum.pk), _files_of(forum.pk)
    passages = passages_of(forum)
    turnout = turnout_of(forum)
    return Readiness(
        attendance_total=forum.attendance_total,
        sectors=len(forum.attendance.all()),
        turnout=turnout,
        too_few=tuple(localname(count.sector) for count in turnout.sectors if count.people is None),
        proposals=len(proposals),
        without_area=sum(p.area_id is None for p in proposals),
        without_amount=sum(p.requested_amount is None for p in proposals),
        findings=tuple(find_personal_data(passages)),
        public_files=tuple(file for file in files if file.is_public),
        internal_files=tuple(file for file in files if not file.is_public),
    )


def why_not_recorded(forum: Forum) -> str:
    """Why rows are not typed in now, and what to do instead."""
    match forum.state:
        case ForumState.PLANNED | ForumState.ANNOUNCED:
            return _("บันทึกผลได้เมื่อเปิดเวทีหรือบันทึกว่าจัดแล้ว")
        case ForumState.RECORDED:
            return _("บันทึกผลเสร็จแล้ว ถ้าจะแก้ ให้กลับไปบันทึกผลก่อน")
        case ForumState.PUBLISHED:
            return _("ผลเผยแพร่แล้ว แก้ทีละรายการพร้อมเหตุผลได้ในหน้าเวที")
        case _:
            return _("เวทีนี้สิ้นสุดแล้ว")
