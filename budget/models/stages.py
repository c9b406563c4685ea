"""Where proposals stand, kept so that many of them are counted and found by one question."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budget.enums import Ending, Stage
from forums.enums import ForumState

ONLY = 1  # the key of the one row of `LogRead`


class ProposalStageQuerySet(models.QuerySet["ProposalStage"]):
    def published(self) -> Self:
        """Those of proposals that everyone may see and that are counted."""
        out = {"proposal__forum__state": ForumState.PUBLISHED, "proposal__removed_on": None}
        return self.filter(**out, proposal__is_part=False)


class ProposalStage(models.Model):
    """What `budget.queries.trace.statuses_of` says of a proposal that somebody took on, as it was followed last.

    A proposal without a row stands where it was made. `budget.actions.stages` alone writes here.
    """

    proposal = models.OneToOneField(
        "forums.Proposal", primary_key=True, on_delete=models.PROTECT, related_name="stage_kept"
    )
    stage = models.PositiveSmallIntegerField(_("ขั้น"), choices=Stage)
    ending = models.CharField(_("สิ้นสุด"), max_length=12, choices=Ending, blank=True)
    is_waiting = models.BooleanField(_("อยู่ในบัญชีโครงการรอรับการสนับสนุน"), default=False)
    is_direct = models.BooleanField(_("เขตนำเข้าแผนปฏิบัติราชการโดยตรง"), default=False)

    objects = ProposalStageQuerySet.as_manager()

    class Meta:
        verbose_name = _("ขั้นของข้อเสนอ")
        verbose_name_plural = _("ขั้นของข้อเสนอ")
        indexes = [models.Index(fields=["stage", "ending"], name="proposal_stage_found")]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values, ending__in=["", *Ending.values]),
                name="proposal_stands_at_a_known_stage",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.PROPOSED, ending=""), name="proposal_that_nobody_took_up_has_no_row"
            ),
            models.CheckConstraint(
                condition=Q(is_direct=False) | Q(stage__gte=Stage.CHECKED, is_waiting=False),
                name="proposal_taken_straight_in_is_checked_and_does_not_wait",
            ),
            models.CheckConstraint(
                condition=Q(is_waiting=False) | Q(stage=Stage.CHECKED, ending=""),
                name="waiting_proposal_is_checked_and_goes_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} · {self.get_ending_display() or self.get_stage_display()}"


class LogRead(models.Model):
    """How far the log was read for the stages of proposals: one row, or none before the first time."""

    newest = models.BigIntegerField()
    # How many kept stages have changed so far: what is shown of them is kept while it stays the same.
    moves = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("บันทึกที่อ่านแล้ว")
        verbose_name_plural = _("บันทึกที่อ่านแล้ว")
        constraints = [models.CheckConstraint(condition=Q(pk=ONLY), name="log_is_read_by_one_row")]

    def __str__(self) -> str:
        return str(self.newest)
