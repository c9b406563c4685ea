from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.models import KeptFile, Made
from communities.models.plan import PlanRevision


class ConfirmationProof(KeptFile, Made):
    """Why a confirmation was entered after its day, and the file that proves the day. Of an edition confirmed in time
    there is none. The file is for the offices: nobody else opens it.
    """

    revision = models.OneToOneField(PlanRevision, on_delete=models.PROTECT, related_name="confirmation_proof")
    reason = models.TextField(_("เหตุผลที่บันทึกการรับรองย้อนหลัง"))

    class Meta:
        verbose_name = _("หลักฐานการรับรองแผนย้อนหลัง")
        verbose_name_plural = _("หลักฐานการรับรองแผนย้อนหลัง")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="late_confirmation_has_a_reason")]
