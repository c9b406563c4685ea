from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.models import ACTOR, MAKER, client_uuid_field
from bkkplan.ground.core.people import COMES_WITH_A_PERSON, Person, Visitor, own_districts
from bkkplan.ground.core.rows.constraints import all_or_none
from communities.enums import Position
from communities.models.community import Community

T = TypeVar("T", bound=models.Model)


class TermRule(models.Model):
    """What a regulation says of committees whose term is over. Of a day holds the latest rule that has begun."""

    code = models.SlugField(_("รหัส"), max_length=40, unique=True)
    regulation = models.CharField(_("ระเบียบ"), max_length=200)
    valid_from = models.DateField(_("ใช้ตั้งแต่"), unique=True)
    goes_on = models.BooleanField(_("คณะกรรมการที่สิ้นวาระทำหน้าที่ต่อจนกว่าชุดใหม่เริ่มวาระ"), default=False)

    class Meta:
        verbose_name = _("กติกาวาระของคณะกรรมการ")
        verbose_name_plural = _("กติกาวาระของคณะกรรมการ")

    def __str__(self) -> str:
        return self.regulation


class CommitteeQuerySet(models.QuerySet["Committee"]):
    def standing(self) -> Self:
        """Without a term that was taken back: nobody was ever in office in it."""
        return self.exclude(ends_on=F("starts_on"))

    def not_over(self, day: date) -> Self:
        """Those whose term lasts beyond a day, and those that go on after it.

        A committee goes on until the next one takes office, where the rule of the day on which its term ended says so.
        A rule that comes later brings no committee back.
        """
        rules = TermRule.objects.filter(valid_from__lte=OuterRef("ends_on")).order_by("-valid_from")
        next_one = Committee.objects.standing().filter(
            community=OuterRef("community"), term_no__gt=OuterRef("term_no"), starts_on__lte=day
        )
        goes_on = Q(may_go_on=True) & ~Q(ends_on=F("starts_on")) & ~Exists(next_one)
        return self.alias(may_go_on=Subquery(rules.values("goes_on")[:1])).filter(
            Q(ends_on=None) | Q(ends_on__gt=day) | goes_on
        )

    def in_office(self, day: date) -> Self:
        return self.not_over(day).filter(starts_on__lte=day)


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


class DuringTermQuerySet(models.QuerySet[T]):
    """What a committee gives to people, for as long as it is in office: a seat, or the right to write its plan."""

    def current(self, day: date) -> Self:
        """Those in force on a day; their end and the end of the committee's time both close them that very day."""
        return self.not_ended(day).filter(starts_on__lte=day, committee__starts_on__lte=day)

    def not_ended(self, day: date) -> Self:
        """In force on that day, or from a later day on."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), committee__in=Committee.objects.not_over(day))


SEAT, HELP = "seat", "help"


@dataclass(frozen=True, slots=True)
class HeldToday:
    """What a person holds of a committee today: a seat, or the right to help (``kind``), by the id of its row."""

    kind: str
    pk: int
    committee: int
    community: int
    name_th: str

    @classmethod
    def of(cls, kind: str, row: "CommitteeMember | PlanAssistant") -> Self:
        committee = row.committee
        return cls(kind, row.pk, committee.pk, committee.community_id, committee.community.name_th)


def held_of_committees(user: Visitor) -> Sequence[HeldToday]:
    """What a person holds of committees today, seats first, by the communities' codes.

    Read once for a request, like ``held_assignments``. Whoever works in the office of a district helps nobody there:
    who writes a plan does not check it.
    """
    if not user.is_authenticated:
        return ()
    held: Sequence[HeldToday] | None = vars(user).get("held_of_committees_today")
    if held is None:
        seats = _with_the_person(SEATS, user)
        helps = _with_the_person(HELPS, user)
        offices = own_districts(user)
        found = [(SEAT, seat) for seat in seats]
        found += [(HELP, help_) for help_ in helps if help_.committee.community.district_id not in offices]
        found.sort(key=lambda pair: (pair[0] != SEAT, pair[1].committee.community.code, pair[1].pk))
        held = vars(user)["held_of_committees_today"] = [HeldToday.of(kind, row) for kind, row in found]
    return held


SEATS, HELPS = "seats_today", "plans_helped_today"
GIVEN: dict[str, Callable[[date], QuerySet[Any]]] = {
    SEATS: lambda day: CommitteeMember.objects.current(day).select_related("committee__community"),
    HELPS: lambda day: PlanAssistant.objects.current(day).select_related("committee__community"),
}
COMES_WITH_A_PERSON[SEATS] = lambda day: GIVEN[SEATS](day).filter(user=OuterRef("pk"))
COMES_WITH_A_PERSON[HELPS] = lambda day: GIVEN[HELPS](day).filter(user=OuterRef("pk"))


def _with_the_person(name: str, user: Person) -> "Sequence[CommitteeMember | PlanAssistant]":
    """The rows as they came with the person of a session; of another person they are asked for."""
    found: Sequence[CommitteeMember | PlanAssistant] | None = getattr(user, name, None)
    return list(GIVEN[name](today()).filter(user=user.pk)) if found is None else found


def seats_held(user: Visitor) -> frozenset[int]:
    """The ids of the communities on whose committees a person sits today."""
    return frozenset(held.community for held in held_of_committees(user) if held.kind == SEAT)


def communities_helped(user: Visitor) -> frozenset[int]:
    """The ids of the communities whose committees let a person write their plan today."""
    return frozenset(held.community for held in held_of_committees(user) if held.kind == HELP)


def communities_written(user: Visitor) -> frozenset[int]:
    """The ids of the communities whose plan a person writes today, as a member of the committee or as its assistant."""
    return frozenset(held.community for held in held_of_committees(user))


def seats_not_ended(user: Person) -> "DuringTermQuerySet[CommitteeMember]":
    """The person's seats that have not ended. Unlike ``seats_held`` it asks the database at each call."""
    return CommitteeMember.objects.not_ended(today()).filter(user=user.pk)


def helps_not_ended(user: Person) -> "DuringTermQuerySet[PlanAssistant]":
    """What the person writes for committees as their assistant and has not ended; it asks the database at each call."""
    return PlanAssistant.objects.not_ended(today()).filter(user=user.pk)


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

    objects = DuringTermQuerySet["CommitteeMember"].as_manager()

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


class PlanAssistantQuerySet(DuringTermQuerySet["PlanAssistant"]):
    def of_the_outer_plan(self) -> Self:
        """In a question about plans, annotated with ``begun_on``: who may have written in the plan.

        Not those who ended, or whose committee had a successor, before the plan was begun. The trigger
        ``plan_is_confirmed_by_no_assistant_of_its_committee`` says the same.
        """
        later = Committee.objects.standing().filter(
            community=OuterRef("committee__community"),
            term_no__gt=OuterRef("committee__term_no"),
            starts_on__lte=OuterRef(OuterRef("begun_on")),
        )
        is_not_over = Q(ends_on=None) | Q(ends_on__gte=OuterRef("begun_on"))
        return self.filter(~Exists(later), is_not_over, committee__community=OuterRef("community"))


class PlanAssistant(models.Model):
    """ผู้ช่วยบันทึกข้อมูล: a person whom a committee lets write its community's plan, and who submits nothing.

    It begins on ``starts_on`` and ends on ``ends_on``, the first day without it, and with the committee's term at the
    latest. ``ended_at`` is set where it was ended by a person; a day that was given with the name needs no such act.
    """

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="assistants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="plans_helped")
    starts_on = models.DateField(_("เริ่มวันที่"))
    ends_on = models.DateField(_("วันแรกที่ไม่ได้เป็นผู้ช่วย"), null=True, blank=True)
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = PlanAssistantQuerySet.as_manager()

    class Meta:
        verbose_name = _("ผู้ช่วยบันทึกข้อมูล")
        verbose_name_plural = _("ผู้ช่วยบันทึกข้อมูล")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="assistant_ends_after_it_starts"
            ),
            all_or_none("ended_at", "ended_by", name="assistant_is_ended_by_somebody"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ends_on__isnull=False), name="assistant_that_was_ended_has_its_day"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
