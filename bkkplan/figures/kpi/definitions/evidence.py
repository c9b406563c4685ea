"""What one unit of a KPI is counted by: the facts that happened and that confirmed, who recorded them and when, the
files, and what is missing and until when. Staff and visitors read the same facts; visitors are told no names.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.figures.kpi.registry import Window
from bkkplan.ground.audit.models import Entry
from budget.enums import EditionState
from budget.models import Inclusion
from communities.models import PlanAdoption, PlanRevision, names_on
from forums.enums import ForumKind, ForumState
from forums.models import Forum


@dataclass(frozen=True, slots=True)
class Step:
    """One fact, or with no day one that is missing; ``until`` is the last day on which it still counts."""

    label: str
    on: date | None
    until: date
    recorded_at: datetime | None = None
    by: str = ""

    @property
    def is_missing(self) -> bool:
        return self.on is None or self.on > self.until


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    name: str
    href: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record of the unit: what happened and what confirmed it. An address is empty where the page is not theirs."""

    title: str
    happened: Step
    confirmed: Step
    staff_href: str
    public_href: str = ""
    files: tuple[EvidenceFile, ...] = ()
    note: str = ""

    @property
    def counts(self) -> bool:
        return not self.note and not self.happened.is_missing and not self.confirmed.is_missing


def evidence_of(code: str, unit: int, window: Window) -> tuple[Evidence, ...]:
    """Of a district for KPI 1 and 3, of a community for KPI 2; what counts first."""
    found = list(_sources()[code](unit, window))
    return tuple(sorted(found, key=lambda one: not one.counts))


def _sources() -> dict[str, Callable[[int, Window], Iterator[Evidence]]]:
    return {"KPI-1": _hearings, "KPI-2": _plans, "KPI-3": _inclusions}


def _known(day: date | None, window: Window) -> date | None:
    """A fact of a later day is not there yet."""
    return day if day and day <= window.known else None


def _hearings(district: int, window: Window) -> Iterator[Evidence]:
    year = window.year
    forums = (
        Forum.objects.filter(district=district, kind=ForumKind.DISTRICT_HEARING, announced_on__lte=window.known)
        .filter(Q(held_on__range=(year.start, year.end)) | Q(held_on=None, scheduled_on__range=(year.start, year.end)))
        .select_related("published_by")
        .prefetch_related("attachments")
        .order_by("scheduled_on", "pk")
    )
    held = _acts("forums.forum_held", forums)
    for forum in forums:
        was_held = held.get(str(forum.pk))
        gone = _known(forum.cancelled_on, window) or _known(forum.withdrawn_on, window)
        yield Evidence(
            title=str(forum),
            happened=Step(
                _("จัดเวที"),
                _known(forum.held_on, window),
                year.end,
                was_held.at if was_held else None,
                was_held.actor_label if was_held else "",
            ),
            confirmed=Step(
                _("เผยแพร่ผล"),
                _known(forum.published_on, window),
                window.closing_on,
                forum.published_at,
                str(forum.published_by or ""),
            ),
            staff_href=forum.get_absolute_url(),
            public_href=reverse("public:hearing", args=[forum.pk]) if forum.is_announced else "",
            files=tuple(
                EvidenceFile(
                    file.caption or file.original_name,
                    reverse("file", args=[file.uuid]),
                    file.is_public and forum.state == ForumState.PUBLISHED,
                )
                for file in forum.attachments.all()
                if file.removed_on is None
            ),
            note=str(forum.get_state_display()) if gone else "",
        )


def _acts(verb: str, rows: Any) -> dict[str, Entry]:
    """By the row's id: the latest act of this kind, for facts whose row does not say who recorded them."""
    entries = Entry.objects.filter(verb=verb, target_id__in=[str(row.pk) for row in rows]).order_by("at", "pk")
    return {entry.target_id: entry for entry in entries}


def _plans(community: int, window: Window) -> Iterator[Evidence]:
    year = window.year
    adoptions = (
        PlanAdoption.objects.filter(
            revision__plan__community=community, adopted_on__range=(year.start, min(window.day, year.end))
        )
        .select_related("revision__plan__community", "recorded_by", "meeting__forum")
        .order_by("adopted_on", "pk")
    )
    name = names_on(window.day, [community]).get(community)
    for adoption in adoptions:
        plan = adoption.revision.plan
        revision = (
            PlanRevision.objects.filter(plan=plan, number__gte=adoption.revision.number, confirmed_on__isnull=False)
            .filter(Q(confirmation_withdrawn_on=None) | Q(confirmation_withdrawn_on__gt=window.known))
            .select_related("confirmed_by")
            .order_by("confirmed_on", "pk")
            .first()
        )
        meeting = getattr(adoption, "meeting", None)
        plan.community.name_th = name or plan.community.name_th
        yield Evidence(
            title=str(plan),
            happened=Step(
                _("ที่ประชุมชุมชนรับรอง"),
                adoption.adopted_on,
                year.end,
                adoption.recorded_at,
                str(adoption.recorded_by),
            ),
            confirmed=Step(
                _("เขตรับรองแผน"),
                _known(revision.confirmed_on, window) if revision else None,
                window.closing_on,
                revision.confirmed_at if revision else None,
                str(revision.confirmed_by or "") if revision else "",
            ),
            staff_href=plan.get_absolute_url(),
            public_href=_public_plan(plan, revision),
            files=(
                (EvidenceFile(str(meeting.forum), reverse("public:hearing", args=[meeting.forum_id]), is_public=True),)
                if meeting and meeting.forum.is_announced
                else ()
            ),
            note=_note(adoption, revision, window),
        )


def _note(adoption: PlanAdoption, revision: PlanRevision | None, window: Window) -> str:
    if _known(adoption.cancelled_on, window):
        return _("ยกเลิกการรับรองของชุมชนแล้ว")
    return _("สำนักงานเขตบันทึกแทนคณะกรรมการ") if revision and revision.is_from_paper else ""


def _public_plan(plan: Any, revision: PlanRevision | None) -> str:
    if revision is None or not revision.is_confirmed:
        return ""
    return reverse("public:plan", args=[plan.year, plan.community.code])


def _inclusions(district: int, window: Window) -> Iterator[Evidence]:
    rows = (
        Inclusion.objects.filter(
            item__plan__district=district, included_on__range=(window.year.start, min(window.day, window.year.end))
        )
        .select_related("item__dropped_in", "edition__approved_by", "by", "project")
        .order_by("included_on", "pk")
    )
    for row in rows:
        item, edition = row.item, row.edition
        dropped_on = item.dropped_in.approved_on if item.dropped_in else None
        is_approved = edition.state == EditionState.APPROVED
        yield Evidence(
            title=row.project.title,
            happened=Step(_("บรรจุโครงการ"), row.included_on, window.year.end, row.at, str(row.by or "")),
            confirmed=Step(
                _("อนุมัติแผนปฏิบัติราชการ"),
                _known(edition.approved_on, window),
                window.closing_on,
                edition.approved_at,
                str(edition.approved_by or ""),
            ),
            staff_href=item.get_absolute_url(),
            public_href=reverse("public:item", args=[item.uuid]) if is_approved else "",
            note=_("ตัดออกจากแผนแล้ว") if _known(row.ended_on or dropped_on, window) else "",
        )
