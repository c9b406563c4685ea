"""What an office says to a proposal that no plan has: an answer, which agency has it now, that it does it itself."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.models import ACTOR, Made
from bkkplan.ground.core.rows.constraints import all_or_none
from forums.enums import ReplyKind


class ReplyQuerySet(models.QuerySet["Reply"]):
    def live(self) -> Self:
        return self.filter(ended_on=None)

    def taken_in(self) -> Self:
        """Of proposals that an office has in its own action plan."""
        return self.filter(ended_on=None, kind=ReplyKind.TAKEN_IN)


class Reply(Made):
    """คำตอบของเขต. Everyone reads it on the proposal's page. Taken back it stays for staff.

    That the office took the proposal straight into its action plan is public once that plan is approved; the rest of it
    is a row of `budget`.
    """

    kind = models.CharField(_("ประเภท"), max_length=10, choices=ReplyKind)
    proposal = models.ForeignKey("forums.Proposal", on_delete=models.PROTECT, related_name="replies")
    text = models.TextField(_("คำตอบ"), blank=True)
    agency = models.CharField(_("หน่วยงาน"), max_length=200, blank=True)
    case_number = models.CharField(_("เลขที่เรื่อง"), max_length=60, blank=True)
    on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    agency_answer = models.TextField(_("คำตอบของหน่วยงาน"), blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    ended_reason = models.TextField(_("เหตุผล"), blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("คำตอบข้อเสนอ")
        verbose_name_plural = _("คำตอบข้อเสนอ")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(ended_on=None), name="proposal_has_one_reply_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[ReplyKind.ANSWER, ReplyKind.TAKEN_IN], agency="", case_number="", agency_answer=""
                )
                | (Q(kind=ReplyKind.FORWARDED) & ~Q(agency="")),
                name="only_a_forwarded_proposal_has_an_agency",
            ),
            models.CheckConstraint(condition=~Q(kind=ReplyKind.ANSWER, text=""), name="answer_of_an_office_has_words"),
            all_or_none(
                "answered_on",
                "answered_at",
                "answered_by",
                reason="agency_answer",
                name="answer_of_an_agency_is_signed",
            ),
            all_or_none(
                "ended_on",
                "ended_at",
                "ended_by",
                reason="ended_reason",
                name="ended_reply_is_signed_and_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.agency or self.text or str(self.get_kind_display())
