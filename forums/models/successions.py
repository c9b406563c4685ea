"""For which proposals others stand: those that were merged into one, and those that were split into parts."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.models import ACTOR, Made
from bkkplan.ground.core.rows.constraints import all_or_none
from forums.enums import SuccessionKind


class SuccessionQuerySet(models.QuerySet["Succession"]):
    def live(self) -> Self:
        return self.filter(ended_on=None)


class Succession(Made):
    """Another proposal stands for this one: from now on that one goes into plans. Ended, never deleted.

    The text of ``proposal`` stays as it was said, and what becomes of ``into`` becomes of it.
    """

    kind = models.CharField(_("วิธี"), max_length=8, choices=SuccessionKind)
    proposal = models.ForeignKey("forums.Proposal", on_delete=models.PROTECT, related_name="successions")
    into = models.ForeignKey("forums.Proposal", on_delete=models.PROTECT, related_name="originals")
    on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    ended_reason = models.TextField(_("เหตุผล"), blank=True)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("การรวมและแยกข้อเสนอ")
        verbose_name_plural = _("การรวมและแยกข้อเสนอ")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "into"], condition=Q(ended_on=None), name="proposal_stands_once_for_another"
            ),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(ended_on=None, kind=SuccessionKind.MERGED),
                name="proposal_is_merged_into_one",
            ),
            models.CheckConstraint(condition=~Q(proposal=F("into")), name="proposal_does_not_stand_for_itself"),
            all_or_none(
                "ended_on",
                "ended_at",
                "ended_by",
                reason="ended_reason",
                name="ended_succession_is_signed_and_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} → {self.into}"
