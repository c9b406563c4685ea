from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.models import client_uuid_field
from bkkplan.ground.core.people import Person, Visitor
from communities.enums import Position
from communities.models.community import Community


class CommitteeQuerySet(models.QuerySet["Committee"]):
    def standing(self) -> Self:
        """Without a term that was taken back: nobody was ever in office in it."""
        return self.exclude(ends_on=F("starts_on"))


class Committee(models.Model):
    """คณะกรรมการชุมชน: one term of one community. A term that was taken back ends on the day on which it begins."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="committees")
    term_no = models.PositiveSmallIntegerField(_("ชุดที่"))
    starts_on = models.DateField(_("เริ่มวาระ"))
    ends_on = models.DateField(_("สิ้นวาระ"), null=True, blank=True)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("คณะกรรมการชุมชน")
        verbose_name_plural = _("คณะกรรมการชุมชน")
        constraints = [
            models.UniqueConstraint(fields=["community", "term_no"], name="committee_term_is_numbered_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="committee_ends_after_it_starts"
            ),
        ]

    @property
    def is_taken_back(self) -> bool:
        return self.ends_on == self.starts_on


class CommitteeMemberQuerySet(models.QuerySet["CommitteeMember"]):
    def current(self, day: date) -> Self:
        """Seats held on a day; leaving and the end of the term both close the seat that very day."""
        return self.not_ended(day).filter(starts_on__lte=day, committee__starts_on__lte=day)

    def not_ended(self, day: date) -> Self:
        """Held on that day, or to be held from a later day on."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day)).filter(
            Q(committee__ends_on=None) | Q(committee__ends_on__gt=day)
        )


def seats_held(user: Visitor) -> frozenset[int]:
    """The ids of the communities on whose committees a person sits today."""
    return frozenset(seat.committee.community_id for seat in seats_today(user))


def seats_today(user: Visitor) -> "list[CommitteeMember]":
    """The seats that a person holds today, with their communities, by the communities' codes.

    Read once for a request, like ``held_assignments``.
    """
    if not user.is_authenticated:
        return []
    seats: list[CommitteeMember] | None = vars(user).get("committee_seats_today")
    if seats is None:
        found = CommitteeMember.objects.current(today()).filter(user=user.pk).select_related("committee__community")
        seats = vars(user)["committee_seats_today"] = list(found.order_by("committee__community__code", "pk"))
    return seats


def seats_not_ended(user: Person) -> CommitteeMemberQuerySet:
    """The person's seats that have not ended. Unlike ``seats_held`` it asks the database at each call."""
    return CommitteeMember.objects.not_ended(today()).filter(user=user.pk)


class CommitteeMember(models.Model):
    """A seat on a committee. It gives the right to write the plan while it is held and has a ``user``."""

    uuid = client_uuid_field()
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="members")
    full_name = models.CharField(_("ชื่อ-นามสกุล"), max_length=150)
    position = models.CharField(_("ตำแหน่ง"), max_length=16, choices=Position, default=Position.MEMBER)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="committee_seats"
    )
    starts_on = models.DateField(_("เริ่มวันที่"))
    ends_on = models.DateField(_("พ้นจากตำแหน่งวันที่"), null=True, blank=True)

    objects = CommitteeMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("กรรมการชุมชน")
        verbose_name_plural = _("กรรมการชุมชน")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="seat_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["committee", "position"],
                condition=Q(ends_on=None, position__in=[Position.CHAIR, Position.SECRETARY, Position.TREASURER]),
                name="committee_has_one_chair_one_secretary_one_treasurer",
                violation_error_message=_("ตำแหน่งนี้มีผู้ดำรงตำแหน่งอยู่แล้ว"),
            ),
            models.UniqueConstraint(
                fields=["committee", "user"],
                condition=Q(ends_on=None),
                name="person_sits_once_on_a_committee",
                violation_error_message=_("ผู้ใช้นี้เป็นกรรมการชุดนี้อยู่แล้ว"),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name
