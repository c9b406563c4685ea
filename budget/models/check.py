from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.models import ACTOR, MAKER, Versioned
from bkkplan.ground.core.rows.constraints import all_or_none
from bkkplan.ground.core.wording import thai_date_short
from budget.enums import CheckOutcome
from budget.models.trees import StrategyNode
from communities.models import PlanProject

# A node that a yes may name.
NODE: dict[str, Any] = {"null": True, "blank": True, "on_delete": models.PROTECT, "related_name": "+"}


class CheckMeeting(models.Model):
    """มติที่ประชุมของเขต: one outcome for several projects of an edition, decided by a meeting of the office.

    It is undone as one act, never deleted. ``kept`` has for each check, by its id, the answers that stood before and
    the version that the meeting made.
    """

    uuid = models.UUIDField(unique=True)
    revision = models.ForeignKey("communities.PlanRevision", on_delete=models.PROTECT, related_name="check_meetings")
    met_on = models.DateField(_("ประชุมเมื่อวันที่"))
    members = models.PositiveSmallIntegerField(_("ผู้เข้าประชุม (คน)"))
    votes_for = models.PositiveSmallIntegerField(_("เห็นชอบ"))
    votes_against = models.PositiveSmallIntegerField(_("ไม่เห็นชอบ"), default=0)
    kept = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    class Meta:
        verbose_name = _("มติที่ประชุมพิจารณาโครงการ")
        verbose_name_plural = _("มติที่ประชุมพิจารณาโครงการ")
        constraints = [
            models.CheckConstraint(
                condition=Q(members__gte=models.F("votes_for") + models.F("votes_against")),
                name="meeting_has_no_more_votes_than_members",
                violation_error_message=_("คะแนนเสียงรวมกันเกินจำนวนผู้เข้าประชุม"),
            ),
            models.CheckConstraint(
                condition=Q(votes_for__gt=models.F("votes_against")),
                name="meeting_agreed_by_more_votes",
                violation_error_message=_("มติต้องมีเสียงเห็นชอบมากกว่าไม่เห็นชอบ"),
            ),
            all_or_none("undone_at", "undone_by", name="undone_meeting_is_signed"),
        ]

    def __str__(self) -> str:
        return gettext("มติที่ประชุมเมื่อ %(day)s") % {"day": thai_date_short(self.met_on)}


class ThreeAnswers(models.Model):
    """The district's answers to the three questions: what is asked fits its mission and both strategies, or why not."""

    fits_mission = models.BooleanField(_("สอดคล้องกับภารกิจของสำนักงานเขต"), null=True)
    mission_reason = models.TextField(_("เหตุผล"), blank=True)
    fits_area_strategy = models.BooleanField(_("สอดคล้องกับยุทธศาสตร์การพัฒนาของพื้นที่"), null=True)
    area_reason = models.TextField(_("เหตุผล"), blank=True)
    fits_city_strategy = models.BooleanField(_("สอดคล้องกับยุทธศาสตร์การพัฒนากรุงเทพมหานคร"), null=True)
    city_reason = models.TextField(_("เหตุผล"), blank=True)
    # What a yes fits, each of the tree that its question is about; a no has none.
    mission_node = models.ForeignKey(StrategyNode, verbose_name=_("ภารกิจที่สอดคล้อง"), **NODE)
    area_node = models.ForeignKey(StrategyNode, verbose_name=_("ยุทธศาสตร์ของพื้นที่ที่สอดคล้อง"), **NODE)
    strategy = models.ForeignKey(StrategyNode, verbose_name=_("ยุทธศาสตร์ที่สอดคล้อง"), **NODE)

    class Meta:
        abstract = True


# What finished answers keep to.
ALL_ANSWERED = Q(fits_mission__isnull=False, fits_area_strategy__isnull=False, fits_city_strategy__isnull=False)
EVERY_NO_HAS_A_REASON = (
    (Q(fits_mission=True) | ~Q(mission_reason=""))
    & (Q(fits_area_strategy=True) | ~Q(area_reason=""))
    & (Q(fits_city_strategy=True) | ~Q(city_reason=""))
)


class CheckQuerySet(models.QuerySet["ConsistencyCheck"]):
    def finished(self) -> Self:
        return self.filter(checked_on__isnull=False)


class ConsistencyCheck(ThreeAnswers, Versioned):
    """ตรวจความสอดคล้อง: the district's three answers on one project of a submitted revision, and the outcome.

    Each answer is saved as it is given. The check is finished, and signed, once the three answers, a reason for
    every "no" and an outcome are there.
    """

    project = models.OneToOneField("communities.PlanProject", on_delete=models.PROTECT, related_name="check_result")
    outcome = models.CharField(_("ผลการพิจารณา"), max_length=16, choices=CheckOutcome, blank=True)
    outcome_reason = models.TextField(_("เหตุผลของผลการพิจารณา"), blank=True)
    forwarded_to = models.CharField(_("ส่งต่อให้"), max_length=200, blank=True)
    # What the district takes in of the project's amount, where it takes in a part; always less than the whole.
    granted_amount = models.DecimalField(
        _("วงเงินที่นำเข้าแผน (บาท)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    # The meeting that decided so; empty once somebody decides otherwise.
    meeting = models.ForeignKey(CheckMeeting, null=True, blank=True, on_delete=models.PROTECT, related_name="checks")
    checked_on = models.DateField(_("ตรวจเมื่อวันที่"), null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("ผลตรวจความสอดคล้อง")
        verbose_name_plural = _("ผลตรวจความสอดคล้อง")
        constraints = [
            all_or_none("checked_on", "checked_at", "checked_by", name="finished_check_is_signed"),
            models.CheckConstraint(
                condition=Q(checked_on=None) | (ALL_ANSWERED & ~Q(outcome="")),
                name="finished_check_has_three_answers_and_an_outcome",
                violation_error_message=_("ต้องตอบให้ครบสามข้อและเลือกผลการพิจารณา"),
            ),
            models.CheckConstraint(
                condition=Q(checked_on=None) | EVERY_NO_HAS_A_REASON,
                name="a_no_has_a_reason",
                violation_error_message=_("ข้อที่ตอบว่าไม่สอดคล้องต้องมีเหตุผล"),
            ),
            models.CheckConstraint(
                condition=Q(checked_on=None) | ~Q(outcome=CheckOutcome.NOT_POSSIBLE) | ~Q(outcome_reason=""),
                name="not_possible_has_a_reason",
                violation_error_message=_("โครงการที่ดำเนินการไม่ได้ต้องมีเหตุผล"),
            ),
            models.CheckConstraint(
                condition=Q(checked_on=None) | ~Q(outcome=CheckOutcome.FORWARD) | ~Q(forwarded_to=""),
                name="forwarded_project_names_the_unit",
                violation_error_message=_("โครงการที่ส่งต่อต้องระบุหน่วยงาน"),
            ),
            models.CheckConstraint(
                condition=Q(outcome=CheckOutcome.PARTLY) | Q(granted_amount=None),
                name="only_a_part_has_an_amount_of_its_own",
            ),
            models.CheckConstraint(
                condition=Q(checked_on=None)
                | ~Q(outcome=CheckOutcome.PARTLY)
                | (Q(granted_amount__gt=0) & ~Q(outcome_reason="")),
                name="part_taken_in_has_an_amount_and_a_reason",
                violation_error_message=_("โครงการที่นำเข้าแผนบางส่วนต้องมีวงเงินและเหตุผล"),
            ),
        ]


def granted_of(project: PlanProject, check: ConsistencyCheck | None) -> Decimal:
    """What of the project's amount its check lets into an action plan, in baht: the part, or else the whole."""
    return project.amount if check is None or check.granted_amount is None else check.granted_amount
