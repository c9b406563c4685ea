"""When a forum takes place: its sessions, and how its days were changed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.models import Made
from forums.models.forum import Forum
from forums.slots import SessionTime


class ForumSession(models.Model):
    """ช่วงเวลาของเวที: a day, and from when until when. A forum has one or more; a trigger refuses those that overlap."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="sessions")
    on = models.DateField(_("วันที่"))
    starts_at = models.TimeField(_("เวลาเริ่ม"), null=True, blank=True)
    ends_at = models.TimeField(_("เวลาเลิก"), null=True, blank=True)

    class Meta:
        verbose_name = _("ช่วงเวลาของเวที")
        verbose_name_plural = _("ช่วงเวลาของเวที")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_begins",
            ),
        ]

    @property
    def slot(self) -> SessionTime:
        return SessionTime(self.on, self.starts_at, self.ends_at)


class Postponement(Made):
    """A change of a forum's day, with the reason; the first day stays readable."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="postponements")
    from_on = models.DateField(_("จากวันที่"))
    to_on = models.DateField(_("เป็นวันที่"))
    reason = models.TextField(_("เหตุผลที่เลื่อน"))
    # True if it was moved by whoever said that it was held: taking that back moves it back.
    is_of_holding = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("การเลื่อนเวที")
        verbose_name_plural = _("การเลื่อนเวที")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="postponement_has_a_reason")]
