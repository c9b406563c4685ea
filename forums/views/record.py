"""The recording page: attendance, agenda, proposals, each saved as it is typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.forms.fields import BahtField, ThaiIntegerField
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.wording import localname
from bkkplan.ground.lists.actions import remembered
from bkkplan.ground.lists.builders.looking import known_of
from bkkplan.ground.lists.builders.outcome import DISTRICT, KEY
from communities.models import Community, PlanArea
from districts.models import Subdistrict
from forums.enums import RECORDING_STATES
from forums.forms.rows import AGENDA_TOPICS, AgendaForm, AttendanceForm, MeetingForm
from forums.list_kinds import AttendanceList, ProposalList
from forums.models import Forum, ParticipantSector, Proposal
from forums.queries import HearingRule, timeliness_of
from forums.queries.readiness import why_not_recorded
from forums.queries.sessions import in_one_line
from forums.queries.with_lists import with_lists
from forums.views.base import ForumMixin, crumbs_to
from forums.views.next_steps import publishes_from_here
from forums.views.presenting import steps_of
from forums.views.rows import attendance_texts, sectors_of


@dataclass(frozen=True, slots=True)
class RecordedRow:
    """A row as the page draws it; without a proposal, the template of a new one."""

    key: str
    url: str
    version: int
    text: dict[str, Any]
    # What was chosen of each list, by the field; a page holds the whole lists once.
    chosen: Mapping[str, "Option | None"]
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    value: int
    label: str


def options(rows: Iterable[Any], *, without: str = "") -> list[Option]:
    """A list's choices, told shortly: in a narrow column the first word must not be the same in all."""
    return [Option(row.pk, localname(row).removeprefix(without)) for row in rows]


NEW = "__uuid__"


NOT_OF_THE_PAGE = {KEY.key, DISTRICT.key}


def paste_texts(forum: Forum) -> dict[str, object]:
    """What the paste behaviour must know: how columns and words are known, and what it says afterwards."""
    known = known_of(ProposalList(), {})
    return {
        "headings": {name: list(words) for name, words in known.headings.items() if name not in NOT_OF_THE_PAGE},
        "text": known.text,
        "numbers": known.numbers,
        "answers": remembered(ProposalList.code, forum.district_id),
        "said": _("วางแล้ว {rows} ข้อ"),
        "columns": _("คอลัมน์ที่ใช้: {columns}"),
        "unused": _("ไม่ได้ใช้คอลัมน์: {columns}"),
        "skipped": _("ข้าม {cells} ช่องที่มีข้อความอยู่แล้ว"),
        "column": _("คอลัมน์ที่ {number}"),
    }


BLANK = {
    "title": "",
    "detail": "",
    "community": "",
    "place": "",
    "requested_amount": "",
    "votes": "",
}


class ForumRecord(ForumMixin):
    def forums(self) -> QuerySet[Forum]:
        return with_lists(super().forums())

    def get(self, request: WorkRequest, pk: int) -> HttpResponse:
        forum = self.forum
        if forum.state not in RECORDING_STATES:
            messages.info(request, why_not_recorded(forum))
            return redirect(forum)
        on = today()
        figures = timeliness_of(forum, on=on, rule=HearingRule.of(forum.fiscal_year))
        lists = {
            "area": options(PlanArea.objects.order_by("position"), without="ด้าน"),
            "subdistrict": options(Subdistrict.objects.filter(district=forum.district_id).order_by("code")),
            "sector": options(ParticipantSector.objects.filter(is_active=True).order_by("position")),
        }
        labels = {name: {option.value: option for option in found} for name, found in lists.items()}
        rows = [row_of(proposal, labels) for proposal in forum.proposals.select_related("community").in_order()]
        attendance = AttendanceForm(forum=forum, sectors=sectors_of(forum), initial=attendance_texts(forum))
        context = {
            "forum": forum,
            "when": in_one_line(forum),
            "crumbs": crumbs_to(forum, here=_("บันทึกผล")),
            "steps": steps_of(forum, figures, on=on),
            "attendance": attendance,
            "attendance_sum": sum(row.people for row in forum.attendance.all()),
            "meeting": MeetingForm(
                forum=forum,
                initial={"recorder": forum.recorder, "summary": forum.summary},
            ),
            "agenda": self.agenda(),
            "rows": rows,
            "blank": RecordedRow(NEW, proposal_url(forum, NEW), 0, BLANK, dict.fromkeys(lists)),
            "row_count": sum(not row.is_removed for row in rows),
            "areas": lists["area"],
            "subdistricts": lists["subdistrict"],
            "sectors": lists["sector"],
            "more_columns": [("subdistrict", _("แขวง")), ("sector", _("ผู้เสนอ")), ("votes", _("คะแนน"))],
            "similar_url": reverse("forums:similar", args=[forum.pk]),
            "communities": list(
                Community.objects.filter(district=forum.district_id)
                .order_by("name_th")
                .values_list("name_th", flat=True)
            ),
            "new_url": proposal_url(forum, str(uuid4())),
            "may_publish": publishes_from_here(request.user, forum),
            "record_key": f"forum-{forum.pk}",
            "has_agenda": any(item.resolution for item in forum.agenda.all()),
            "paste_texts": paste_texts(forum),
            "list_page": reverse("lists:hand-in", args=[ProposalList.code, forum.pk]),
            "attendance_list_page": reverse("lists:hand-in", args=[AttendanceList.code, forum.pk]),
        }
        return render(request, "forums/record.html", context)

    def agenda(self) -> list[dict[str, Any]]:
        written = {item.part: item for item in self.forum.agenda.all()}
        parts = []
        for part, topic in AGENDA_TOPICS.items():
            item = written.get(part)
            texts = {"topic": item.topic, "resolution": item.resolution} if item else {"topic": topic}
            form = AgendaForm(forum=self.forum, initial=texts, prefix=None, auto_id=f"agenda_{part}_%s")
            parts.append({"part": part, "form": form, "version": item.version if item else 0, "is_written": bool(item)})
        return parts


def proposal_url(forum: Forum, uuid: object) -> str:
    zero = "00000000-0000-0000-0000-000000000000"
    return reverse("forums:proposal", args=[forum.pk, zero]).replace(zero, str(uuid))


def row_of(proposal: Proposal, lists: Mapping[str, Mapping[int, Option]]) -> RecordedRow:
    amount, votes = proposal.requested_amount, proposal.votes
    return RecordedRow(
        key=str(proposal.uuid),
        url=proposal_url(proposal.forum, proposal.uuid),
        version=proposal.version,
        text={
            "title": proposal.title,
            "detail": proposal.detail,
            "community": proposal.community.name_th if proposal.community else "",
            "place": proposal.place,
            "requested_amount": "" if amount is None else BahtField().show(amount),
            "votes": "" if votes is None else ThaiIntegerField().show(votes),
        },
        chosen={name: found.get(getattr(proposal, f"{name}_id")) for name, found in lists.items()},
        is_removed=proposal.removed_on is not None,
    )
