"""Plans that a district's office enters for a committee: who wrote in them, and the record of the meeting."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.models import ACTOR, KeptFile, Made
from communities.models.plan import PlanRevision


class OfficeWriter(Made):
    """ผู้บันทึกแทน: a person of the office who began, wrote or submitted an edition in the committee's place.

    ``through`` is the maker of the one-time link by which the person had logged in. Neither of them checks or confirms
    the plan: the permissions ask it, and triggers of the database.
    """

    revision = models.ForeignKey(PlanRevision, on_delete=models.PROTECT, related_name="office_writers")
    through = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    class Meta:
        verbose_name = _("ผู้บันทึกแทน")
        verbose_name_plural = _("ผู้บันทึกแทน")
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "by", "through"], nulls_distinct=False, name="office_writer_is_named_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.by)


class MeetingRecord(KeptFile, Made):
    """บันทึกการประชุม: the scanned record of the meeting that adopted a plan, handed in with an edition from paper.

    The newest one of an edition counts. The file is for the offices and the committee: nobody else opens it.
    """

    revision = models.ForeignKey(PlanRevision, on_delete=models.PROTECT, related_name="meeting_records")

    class Meta:
        verbose_name = _("บันทึกการประชุมที่รับรองแผน")
        verbose_name_plural = _("บันทึกการประชุมที่รับรองแผน")

    def __str__(self) -> str:
        return self.original_name
