from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.models import Versioned
from forums.models.forum import Forum, ParticipantSector


class AgendaItem(Versioned):
    """ระเบียบวาระ: one of the six fixed parts, its topic and its resolution (มติที่ประชุม)."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="agenda")
    part = models.PositiveSmallIntegerField(_("ระเบียบวาระที่"))
    topic = models.CharField(_("เรื่อง"), max_length=300)
    resolution = models.TextField(_("มติที่ประชุม"), blank=True)

    class Meta:
        verbose_name = _("ระเบียบวาระ")
        verbose_name_plural = _("ระเบียบวาระ")
        constraints = [
            models.UniqueConstraint(fields=["forum", "part"], name="agenda_part_stands_once"),
            models.CheckConstraint(condition=Q(part__range=(1, 6)), name="agenda_has_six_parts"),
        ]


class Attendance(models.Model):
    """The number of people from one sector at one forum."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="attendance")
    sector = models.ForeignKey(ParticipantSector, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField(_("จำนวน (คน)"))

    class Meta:
        verbose_name = _("ผู้เข้าร่วม")
        verbose_name_plural = _("ผู้เข้าร่วม")
        constraints = [models.UniqueConstraint(fields=["forum", "sector"], name="sector_is_counted_once_a_forum")]
