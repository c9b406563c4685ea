"""What community committees hold about a person, and for how long."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.personal import Purpose, Row, Subject, hold, keep
from communities.models import CommitteeMember

NAMELESS = "กรรมการ (ลบชื่อแล้ว)"


def seats_of(person: Any) -> QuerySet[CommitteeMember]:
    return CommitteeMember.objects.filter(user=person.pk).select_related("committee__community").order_by("pk")


def the_seats(person: Any) -> list[Row]:
    return [
        {
            _("ชุมชน"): str(seat.committee.community),
            _("ชื่อ-นามสกุล"): seat.full_name,
            _("ตำแหน่ง"): seat.get_position_display(),
            _("ตั้งแต่"): seat.starts_on,
            _("ถึง"): seat.ends_on or seat.committee.ends_on,
        }
        for seat in seats_of(person)
    ]


def seats_held(person: Any, on: date) -> list[str]:
    """The seats that the person holds on a day or will hold later, in words."""
    held = seats_of(person).filter(Q(ends_on=None) | Q(ends_on__gt=on))
    held = held.filter(Q(committee__ends_on=None) | Q(committee__ends_on__gt=on))
    return [f"{seat.get_position_display()} · {seat.committee.community}" for seat in held]


def seats_of_many(people: Collection[int], on: date) -> dict[int, list[str]]:
    seats = CommitteeMember.objects.current(on).filter(user__in=people).select_related("committee__community")
    found: dict[int, list[str]] = {}
    for seat in seats.order_by("pk"):
        words = f"{seat.get_position_display()} · {seat.committee.community}"
        if seat.user_id is not None:
            found.setdefault(seat.user_id, []).append(words)
    return found


def forget_seats(*, person: Any, pseudonym: str) -> int:
    return seats_of(person).update(full_name=pseudonym)


def drop_old_names(before: datetime) -> int:
    """Replace the names of members who left before a day by NAMELESS; return how many. Who sat when stays."""
    day = before.date()
    left = CommitteeMember.objects.filter(Q(ends_on__lt=day) | Q(committee__ends_on__lt=day))
    return left.exclude(full_name=NAMELESS).update(full_name=NAMELESS)


hold(
    Subject(
        code="communities.seats",
        title=gettext_lazy("กรรมการชุมชน"),
        collect=the_seats,
        offices=seats_held,
        offices_of_many=seats_of_many,
        called_by_name=seats_of,
        forget=forget_seats,
    )
)
keep(
    Purpose(
        code="communities.seats",
        title=gettext_lazy("ทะเบียนคณะกรรมการชุมชน"),
        holds=gettext_lazy("ชื่อและตำแหน่งของกรรมการที่พ้นตำแหน่งแล้ว"),
        basis=gettext_lazy("หน้าที่ตามกฎหมาย (ม. 24 (6)): ระเบียบกรุงเทพมหานครว่าด้วยชุมชนและกรรมการชุมชน"),
        at_the_end=gettext_lazy("ลบชื่อโดยอัตโนมัติ เหลือเพียงตำแหน่งและวาระ"),
        expire=drop_old_names,
    )
)
