"""Proposals that a district took into its action plan without a community's plan."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.rows.constraints import all_or_none
from budget.enums import EditionState
from budget.models.action_plan import ActionPlanEdition, ActionPlanItem
from budget.models.check import ALL_ANSWERED, EVERY_NO_HAS_A_REASON, ThreeAnswers


class DirectInclusionQuerySet(models.QuerySet["DirectInclusion"]):
    def standing(self) -> Self:
        """Those that did not end: an amendment may be taking them out."""
        return self.filter(reply__ended_on=None)

    def live(self) -> Self:
        """Those that no amendment takes out, and whose item is not dropped."""
        return self.standing().filter(removed_in=None, item__dropped_in=None)

    def in_force(self) -> Self:
        """In the plan as approved: what an amendment under way would change is as it was."""
        dropped = Q(item__dropped_in__state=EditionState.APPROVED)
        return self.standing().filter(edition__state=EditionState.APPROVED).exclude(dropped)


class DirectInclusion(ThreeAnswers):
    """การนำข้อเสนอเข้าแผนปฏิบัติราชการโดยตรง: an item answers a proposal, after the three questions of a check.

    KPI 3 counts projects of communities (`Inclusion`), never these. Who did it and when, and since when it is over, is
    in ``reply``. ``edition`` brought it in, and ``removed_in`` takes it out once it is approved.
    """

    reply = models.OneToOneField("forums.Reply", on_delete=models.PROTECT, related_name="direct_inclusion")
    item = models.ForeignKey(ActionPlanItem, on_delete=models.PROTECT, related_name="direct_inclusions")
    # The item was made for this proposal, and goes with it from a draft if nothing else is in it.
    made_item = models.BooleanField(default=False, editable=False)
    edition = models.ForeignKey(ActionPlanEdition, on_delete=models.PROTECT, related_name="direct_inclusions")
    amount = models.DecimalField(_("จำนวนเงิน (บาท)"), max_digits=14, decimal_places=2, null=True, blank=True)
    # Why it is taken in though an answer is no.
    reason = models.TextField(_("คำอธิบายถึงประชาชน"), blank=True)
    removed_in = models.ForeignKey(
        ActionPlanEdition, null=True, blank=True, on_delete=models.PROTECT, related_name="direct_removals"
    )
    removal_reason = models.TextField(_("เหตุผลที่ถอนข้อเสนอ"), blank=True)

    objects = DirectInclusionQuerySet.as_manager()

    class Meta:
        verbose_name = _("การนำข้อเสนอเข้าแผนปฏิบัติราชการโดยตรง")
        verbose_name_plural = _("การนำข้อเสนอเข้าแผนปฏิบัติราชการโดยตรง")
        constraints = [
            models.CheckConstraint(
                condition=ALL_ANSWERED & EVERY_NO_HAS_A_REASON,
                name="direct_inclusion_has_three_answers_and_reasons",
                violation_error_message=_("ต้องตอบให้ครบสามข้อ และข้อที่ตอบว่าไม่สอดคล้องต้องมีเหตุผล"),
            ),
            models.CheckConstraint(
                condition=Q(fits_mission=True, fits_area_strategy=True, fits_city_strategy=True) | ~Q(reason=""),
                name="direct_inclusion_against_a_no_is_explained",
                violation_error_message=_("ต้องอธิบายว่าเหตุใดจึงนำเข้าแผนแม้มีข้อที่ไม่สอดคล้อง"),
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0), name="amount_of_a_direct_inclusion_is_positive"
            ),
            all_or_none("removed_in", reason="removal_reason", name="removed_direct_inclusion_has_a_reason"),
        ]

    @property
    def included_on(self) -> date:
        return self.reply.on

    @property
    def weight(self) -> Decimal:
        """By what it shares its item's money with others."""
        return self.amount or self.reply.proposal.requested_amount or Decimal(0)

    def __str__(self) -> str:
        return str(self.reply.proposal)
