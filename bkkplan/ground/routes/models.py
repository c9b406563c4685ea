"""The route that an office's papers go up, and the way of each paper along it."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.core.models import ACTOR, MAKER
from bkkplan.ground.core.people import Visitor, within_reach
from bkkplan.ground.core.rows.constraints import all_or_none, signed_when, two_persons
from bkkplan.ground.routes.enums import LADDER, PassageState
from districts.models import Office

STOPS = [(role.value, role.label) for role in LADDER]


class RouteQuerySet(models.QuerySet["Route"]):
    def visible_to(self, user: Visitor) -> Self:
        """The only door to routes: those of the offices in which a person works."""
        return self.filter(within_reach(user, "office__district"))


class Route(models.Model):
    """เส้นทาง: at which roles one kind of an office's papers stops. Without this row its papers go as they always did.

    ``roles`` are those that people chose, in the order of `LADDER`. The role that decides by rule of the kind comes
    last even if it was not chosen (`queries.passages.roles_of`).
    """

    office = models.ForeignKey(Office, verbose_name=_("หน่วยงาน"), on_delete=models.PROTECT, related_name="routes")
    kind = models.SlugField(_("ประเภทเรื่อง"), max_length=40)
    roles = ArrayField(models.CharField(max_length=24, choices=STOPS), verbose_name=_("ขั้น"), default=list, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)

    objects = RouteQuerySet.as_manager()

    class Meta:
        verbose_name = _("เส้นทางการเสนอเรื่อง")
        verbose_name_plural = _("เส้นทางการเสนอเรื่อง")
        constraints = [
            models.UniqueConstraint(fields=["office", "kind"], name="office_has_one_route_for_a_kind"),
            models.CheckConstraint(
                condition=Q(roles__contained_by=[role.value for role in LADDER]),
                name="route_stops_at_roles_of_the_ladder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} · {self.kind}"


class PassageQuerySet(models.QuerySet["Passage"]):
    def visible_to(self, user: Visitor) -> Self:
        """The only door to passages: those of the offices in which a person works."""
        return self.filter(within_reach(user, "office__district"))

    def under_way(self) -> Self:
        return self.filter(state=PassageState.UNDER_WAY)


class Passage(models.Model):
    """One round of one paper along its office's route: handed in, passed on from stop to stop, decided or sent back.

    It keeps the stops that the route had when the paper was handed in. Handed in again, the paper has another passage.
    """

    kind = models.SlugField(_("ประเภทเรื่อง"), max_length=40)
    # The id of the submission: of an action plan's edition, a forum, an edition of a community's plan.
    paper = models.PositiveBigIntegerField(_("เลขที่เรื่อง"))
    office = models.ForeignKey(Office, verbose_name=_("หน่วยงาน"), on_delete=models.PROTECT, related_name="passages")
    state = models.CharField(_("สถานะ"), max_length=10, choices=PassageState, default=PassageState.UNDER_WAY)
    handed_in_on = models.DateField(_("เสนอเมื่อวันที่"))
    handed_in_at = models.DateTimeField()
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
    handed_in_through = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_on = models.DateField(_("สิ้นสุดเมื่อวันที่"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    ended_through = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(_("เหตุผลที่ส่งกลับ"), blank=True)

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("การเสนอเรื่อง")
        verbose_name_plural = _("การเสนอเรื่อง")
        indexes = [models.Index(fields=["kind", "paper"], name="routes_passages_of_a_paper")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "paper"],
                condition=Q(state=PassageState.UNDER_WAY),
                name="paper_is_on_one_passage_at_a_time",
            ),
            signed_when(
                ~Q(state=PassageState.UNDER_WAY),
                "ended_on",
                "ended_at",
                "ended_by",
                through="ended_through",
                name="ended_passage_is_signed",
            ),
            models.CheckConstraint(
                condition=(Q(state=PassageState.SENT_BACK) & ~Q(reason=""))
                | (~Q(state=PassageState.SENT_BACK) & Q(reason="")),
                name="only_a_paper_sent_back_has_a_reason",
            ),
            two_persons(
                ("handed_in_by", "handed_in_through"),
                ("ended_by", "ended_through"),
                unless=~Q(state=PassageState.DECIDED),
                name="paper_is_decided_by_another_person",
                violation_error_message=_("ผู้เสนอเรื่องตัดสินเรื่องนั้นเองไม่ได้"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.paper}"

    @property
    def is_under_way(self) -> bool:
        return self.state == PassageState.UNDER_WAY

    @property
    def ladder(self) -> list["Stop"]:
        """Its stops from the lowest up, from what was prefetched if they were."""
        return sorted(self.stops.all(), key=lambda stop: stop.position)

    @property
    def waits_at(self) -> "Stop | None":
        """The stop whose holder has the paper now; None once the passage has ended."""
        return next((stop for stop in self.ladder if stop.passed_on is None), None) if self.is_under_way else None


class Stop(models.Model):
    """ขั้น: one role that must pass the paper. The last stop of a passage is the deciding act itself."""

    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="stops")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(_("ขั้น"), max_length=24, choices=STOPS)
    passed_on = models.DateField(_("เห็นชอบเมื่อวันที่"), null=True, blank=True)
    passed_at = models.DateTimeField(null=True, blank=True)
    passed_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    passed_through = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The digest of the basis that was passed (`bkkplan.ground.core.rows.basis`): a pass holds for that content alone.
    seen_as = models.CharField(max_length=16, blank=True)
    # Passed by the director because nobody held the role.
    is_in_place = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("ขั้นของการเสนอเรื่อง")
        verbose_name_plural = _("ขั้นของการเสนอเรื่อง")
        constraints = [
            models.UniqueConstraint(fields=["passage", "position"], name="stops_of_a_passage_are_in_one_order"),
            models.UniqueConstraint(fields=["passage", "role"], name="paper_stops_at_a_role_once"),
            all_or_none(
                "passed_on",
                "passed_at",
                "passed_by",
                through="passed_through",
                reason="seen_as",
                name="passed_stop_is_signed_and_says_what_was_seen",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_role_display())

    @property
    def as_role(self) -> Role:
        return Role(self.role)
