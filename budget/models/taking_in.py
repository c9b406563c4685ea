"""What was taken into an action plan by one act, so that it can be taken back as one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.models import ACTOR, MAKER, client_uuid_field
from bkkplan.ground.core.rows.constraints import all_or_none
from budget.models.action_plan import ActionPlanEdition


class TakingIn(models.Model):
    """One act by which inclusions, items or both came into the draft edition of a plan; they name it as ``taking``.

    ``uuid`` comes from the form, so that a form sent twice takes in once.
    """

    uuid = client_uuid_field()
    edition = models.ForeignKey(ActionPlanEdition, on_delete=models.PROTECT, related_name="takings")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    class Meta:
        verbose_name = _("การนำเข้าแผนปฏิบัติราชการ")
        verbose_name_plural = _("การนำเข้าแผนปฏิบัติราชการ")
        constraints = [all_or_none("undone_at", "undone_by", name="undoing_of_a_taking_in_is_signed")]

    def __str__(self) -> str:
        return str(self.edition.plan)
