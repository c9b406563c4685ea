"""What a community asks about an outcome that it does not accept, and what the district answered."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.models import ACTOR, MAKER
from bkkplan.ground.core.rows.constraints import all_or_none
from budget.enums import CheckOutcome
from communities.enums import RevisionState
from communities.models import PlanProject


class SecondLookQuerySet(models.QuerySet["SecondLook"]):
    def open(self) -> Self:
        """Those that wait for the district: of a plan whose confirmation stands."""
        stands = Q(project__revision__state=RevisionState.CONFIRMED, project__revision__confirmation_withdrawn_on=None)
        return self.filter(stands, decided_on=None)


class SecondLook(models.Model):
    """ขอให้พิจารณาใหม่: asked once by a committee, decided by a check that takes the earlier one's place from its day.

    ``earlier`` has the answers that stood before, and by whom and on which day they were given. The confirmation of the
    plan stands.
    """

    project = models.OneToOneField(PlanProject, on_delete=models.PROTECT, related_name="second_look")
    asked_reason = models.TextField(_("เหตุผลที่ขอให้พิจารณาใหม่"))
    asked_on = models.DateField(_("ขอเมื่อวันที่"))
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
    earlier = models.JSONField(null=True, blank=True)
    reply = models.TextField(_("คำตอบถึงชุมชน"), blank=True)
    decided_on = models.DateField(_("พิจารณาใหม่เมื่อวันที่"), null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = SecondLookQuerySet.as_manager()

    class Meta:
        verbose_name = _("คำขอให้พิจารณาใหม่")
        verbose_name_plural = _("คำขอให้พิจารณาใหม่")
        constraints = [
            models.CheckConstraint(
                condition=~Q(asked_reason=""),
                name="second_look_is_asked_with_a_reason",
                violation_error_message=_("ต้องระบุเหตุผลที่ขอให้พิจารณาใหม่"),
            ),
            all_or_none("decided_on", "decided_at", "decided_by", name="decided_second_look_is_signed"),
            models.CheckConstraint(
                condition=Q(decided_on=None, earlier__isnull=True, reply="")
                | (Q(decided_on__isnull=False, earlier__isnull=False) & ~Q(reply="")),
                name="decided_second_look_is_answered_and_keeps_what_stood",
            ),
        ]

    def __str__(self) -> str:
        return self.project.title

    def get_absolute_url(self) -> str:
        return f"{reverse('budget:check', args=[self.project.revision_id])}#project-{self.project_id}"

    @property
    def earlier_outcome(self) -> str:
        """The outcome that stood before, in words; "" while it still stands."""
        return str(CheckOutcome(self.earlier["answers"]["outcome"]).label) if self.earlier else ""
