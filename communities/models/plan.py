from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.models import ACTOR, MAKER, Created
from bkkplan.ground.core.people import Visitor, within_reach
from bkkplan.ground.core.rows.constraints import all_or_none, signed_when, two_persons
from bkkplan.ground.core.wording import localname
from communities.enums import AdoptionMethod, RevisionState
from communities.models.committee import communities_written
from communities.models.community import Community
from communities.models.template import PlanTemplate


class PlanArea(models.Model):
    """ด้านของแผนพัฒนาชุมชน: five, fixed words."""

    code = models.SlugField(_("รหัส"), max_length=16, unique=True)
    name_th = models.CharField(_("ด้าน"), max_length=100, unique=True)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=100)
    position = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        verbose_name = _("ด้านของแผน")
        verbose_name_plural = _("ด้านของแผน")

    def __str__(self) -> str:
        return localname(self)


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: Visitor) -> Self:
        """Everybody sees plans with a confirmed edition; whoever writes or checks one sees it always, the city all."""
        confirmed = Q(pk__in=PlanRevision.objects.confirmed().values("plan"))
        at_work = within_reach(user, "community__district", year="fiscal_year")
        return self.filter(confirmed | at_work | Q(community__in=communities_written(user)))

    def for_year(self, year: FiscalYear) -> Self:
        return self.filter(fiscal_year=year.be)

    def with_latest_revision(self) -> Self:
        """Annotates ``latest_id`` and ``state`` from the newest revision."""
        latest = PlanRevision.objects.filter(plan=OuterRef("pk")).order_by("-number")
        return self.annotate(latest_id=Subquery(latest.values("pk")[:1]), state=Subquery(latest.values("state")[:1]))


class Plan(Created):
    """แผนพัฒนาชุมชน: one per community and per fiscal year that it is *for*.

    ``from_paper_at`` is set while the district's office enters the plan for the committee, which brought it on paper.
    """

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="plans")
    fiscal_year = models.PositiveSmallIntegerField(_("แผนของปีงบประมาณ (พ.ศ.)"))
    template = models.ForeignKey(PlanTemplate, on_delete=models.PROTECT, related_name="+")
    from_paper_at = models.DateTimeField(null=True, blank=True)
    from_paper_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("แผนพัฒนาชุมชน")
        verbose_name_plural = _("แผนพัฒนาชุมชน")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "fiscal_year"],
                name="community_has_one_plan_for_a_year",
                violation_error_message=_("ชุมชนนี้มีแผนของปีนี้แล้ว"),
            ),
            models.CheckConstraint(condition=Q(fiscal_year__range=(2540, 2700)), name="plan_year_is_buddhist_era"),
            all_or_none("from_paper_at", "from_paper_by", name="plan_entered_from_paper_says_by_whom"),
        ]

    def __str__(self) -> str:
        return f"แผนพัฒนา{self.community} ปี {self.fiscal_year}"

    def get_absolute_url(self) -> str:
        return reverse("communities:plan", args=[self.year, self.community.code])

    @property
    def year(self) -> FiscalYear:
        return FiscalYear(self.fiscal_year)


class PlanRevisionQuerySet(models.QuerySet["PlanRevision"]):
    def visible_to(self, user: Visitor) -> Self:
        """Those who see the plan at work see all its editions; everyone else the confirmed one."""
        confirmed = Q(state=RevisionState.CONFIRMED, confirmation_withdrawn_on=None)
        at_work = within_reach(user, "plan__community__district", year="plan__fiscal_year")
        return self.filter(confirmed | at_work | Q(plan__community__in=communities_written(user)))

    def confirmed(self) -> Self:
        """Confirmed by the district and not withdrawn: what anyone may read."""
        return self.filter(state=RevisionState.CONFIRMED, confirmation_withdrawn_on=None)


class PlanRevision(Created):
    """One numbered edition of a plan: a draft, then submitted, then confirmed, or returned with a reason.

    Only drafts change. After a return or a withdrawn confirmation the committee goes on in the next edition, a copy.
    KPI 2 reads the days, never the state. ``submitted_through`` and the like name the maker of the one-time link if the
    person had logged in by one.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("ฉบับที่"))
    state = models.CharField(_("สถานะ"), max_length=12, choices=RevisionState, default=RevisionState.DRAFT)
    submitted_on = models.DateField(_("วันที่ส่ง"), null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    submitted_through = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Submitted by the district's office in the committee's place, with the record of the community's meeting.
    is_from_paper = models.BooleanField(_("สำนักงานเขตบันทึกแทน"), default=False)
    areas_reason = models.TextField(_("เหตุผลที่ไม่มีโครงการในบางด้าน"), blank=True)
    returned_on = models.DateField(_("วันที่ส่งกลับ"), null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    return_reason = models.TextField(_("เหตุผลที่ส่งกลับ"), blank=True)
    confirmed_on = models.DateField(_("วันที่เขตรับรอง"), null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    confirmed_through = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmation_withdrawn_on = models.DateField(_("วันที่ถอนการรับรอง"), null=True, blank=True)
    confirmation_withdrawn_at = models.DateTimeField(null=True, blank=True)
    confirmation_withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    withdrawal_reason = models.TextField(_("เหตุผลที่ถอนการรับรอง"), blank=True)

    objects = PlanRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("ฉบับของแผน")
        verbose_name_plural = _("ฉบับของแผน")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_revision_is_numbered_once"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state__in=[RevisionState.DRAFT, RevisionState.SUBMITTED]),
                name="plan_has_one_open_revision",
            ),
            signed_when(
                ~Q(state=RevisionState.DRAFT),
                "submitted_on",
                "submitted_at",
                "submitted_by",
                through="submitted_through",
                name="revision_that_left_draft_was_submitted",
            ),
            models.CheckConstraint(
                condition=Q(is_from_paper=False) | ~Q(state=RevisionState.DRAFT),
                name="draft_is_not_submitted_from_paper",
            ),
            two_persons(
                ("submitted_by", "submitted_through"),
                ("confirmed_by", "confirmed_through"),
                name="revision_is_confirmed_by_another_person",
                violation_error_message=_("ผู้ส่งแผนรับรองแผนนั้นเองไม่ได้"),
            ),
            signed_when(
                Q(state=RevisionState.RETURNED),
                "returned_on",
                "returned_at",
                "returned_by",
                reason="return_reason",
                name="returned_revision_is_signed_and_has_a_reason",
            ),
            signed_when(
                Q(state=RevisionState.CONFIRMED),
                "confirmed_on",
                "confirmed_at",
                "confirmed_by",
                through="confirmed_through",
                name="confirmed_revision_is_signed",
            ),
            all_or_none(
                "confirmation_withdrawn_on",
                "confirmation_withdrawn_at",
                "confirmation_withdrawn_by",
                reason="withdrawal_reason",
                name="withdrawn_confirmation_is_signed_and_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(confirmation_withdrawn_on=None)
                | Q(confirmed_on__isnull=False, confirmation_withdrawn_on__gte=F("confirmed_on")),
                name="confirmation_is_withdrawn_after_it_was_given",
            ),
        ]
        indexes = [models.Index(fields=["state", "submitted_on", "id"], name="plans_that_waited_longest")]

    def __str__(self) -> str:
        return gettext("ฉบับที่ %(number)s") % {"number": self.number}

    @property
    def is_open(self) -> bool:
        return self.state == RevisionState.DRAFT

    @property
    def is_confirmed(self) -> bool:
        return self.state == RevisionState.CONFIRMED and self.confirmation_withdrawn_on is None


class PlanAdoptionQuerySet(models.QuerySet["PlanAdoption"]):
    def live(self) -> Self:
        return self.filter(cancelled_on=None)


class PlanAdoption(models.Model):
    """ที่ประชุมชุมชนรับรองแผน: the day of the meeting. It may be before or after the district's confirmation.

    A wrong day is cancelled and recorded anew, so that figures as of an earlier day can still be computed.
    """

    revision = models.ForeignKey(PlanRevision, on_delete=models.PROTECT, related_name="adoptions")
    adopted_on = models.DateField(_("วันที่ที่ประชุมชุมชนรับรอง"))
    method = models.CharField(_("รับรองโดย"), max_length=20, choices=AdoptionMethod)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
    cancelled_on = models.DateField(_("วันที่ยกเลิก"), null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    cancel_reason = models.TextField(_("เหตุผลที่ยกเลิก"), blank=True)

    objects = PlanAdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("การรับรองแผนโดยชุมชน")
        verbose_name_plural = _("การรับรองแผนโดยชุมชน")
        constraints = [
            models.UniqueConstraint(
                fields=["revision"], condition=Q(cancelled_on=None), name="revision_has_one_standing_adoption"
            ),
            all_or_none(
                "cancelled_on",
                "cancelled_at",
                "cancelled_by",
                reason="cancel_reason",
                name="cancelled_adoption_is_signed_and_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on=None) | Q(cancelled_on__gte=F("adopted_on")),
                name="adoption_is_cancelled_after_it_happened",
            ),
        ]
