"""What a forum's day is prepared with: its programme, its publicity, and the bodies and communities that take part."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.wording import localname
from forums.enums import BodyPart, PublicityChannel
from forums.models.forum import Forum


class BodyQuerySet(models.QuerySet["Body"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_until=None) | Q(valid_until__gt=day)
        ).order_by("position", "pk")


class Body(models.Model):
    """A body of citizens that hosts forums or attends them, as ประชาคมเขต; every district has its own."""

    code = models.SlugField(_("รหัส"), max_length=32, unique=True)
    name_th = models.CharField(_("ชื่อ"), max_length=150, unique=True)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=150)
    position = models.PositiveSmallIntegerField(unique=True)
    # Empty where nobody knows since when.
    valid_from = models.DateField(_("มีตั้งแต่"), null=True, blank=True)
    valid_until = models.DateField(_("มีถึง (วันแรกที่ไม่มีแล้ว)"), null=True, blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("คณะหรือสภาที่ร่วมเวที")
        verbose_name_plural = _("คณะหรือสภาที่ร่วมเวที")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="body_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return localname(self)


class ForumBody(models.Model):
    """A body that hosts a forum beside the office, or attends it."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="bodies")
    body = models.ForeignKey(Body, verbose_name=_("คณะหรือสภา"), on_delete=models.PROTECT, related_name="+")
    part = models.CharField(_("บทบาท"), max_length=8, choices=BodyPart)

    class Meta:
        verbose_name = _("คณะหรือสภาในเวที")
        verbose_name_plural = _("คณะหรือสภาในเวที")
        constraints = [models.UniqueConstraint(fields=["forum", "body"], name="body_stands_once_at_a_forum")]


class ForumCommunity(models.Model):
    """A community that a forum is for, where it is for several; `Forum.community` is the one of a forum for one."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="guests")
    community = models.ForeignKey("communities.Community", on_delete=models.PROTECT, related_name="joint_forums")

    class Meta:
        verbose_name = _("ชุมชนที่ร่วมเวที")
        verbose_name_plural = _("ชุมชนที่ร่วมเวที")
        constraints = [models.UniqueConstraint(fields=["forum", "community"], name="community_stands_once_at_a_forum")]


class ProgrammeItem(models.Model):
    """กำหนดการ: what happens from when until when. The days are counted, so that a postponed forum keeps them."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="programme")
    day = models.PositiveSmallIntegerField(_("วันที่"), default=1)
    starts_at = models.TimeField(_("เวลาเริ่ม"))
    ends_at = models.TimeField(_("เวลาเลิก"), null=True, blank=True)
    topic = models.CharField(_("รายการ"), max_length=300)

    class Meta:
        verbose_name = _("รายการในกำหนดการ")
        verbose_name_plural = _("รายการในกำหนดการ")
        constraints = [
            models.UniqueConstraint(fields=["forum", "day", "starts_at"], name="programme_has_one_item_at_a_time"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="programme_item_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(day__gte=1), name="programme_counts_days_from_one"),
            models.CheckConstraint(condition=~Q(topic=""), name="programme_item_has_a_topic"),
        ]


class PublicityActivity(models.Model):
    """One way in which people were told of a forum: on which day, through what, and how many it reached."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="publicity")
    on = models.DateField(_("วันที่"))
    channel = models.CharField(_("ช่องทาง"), max_length=16, choices=PublicityChannel)
    detail = models.CharField(_("รายละเอียด"), max_length=300, blank=True)
    # Counted or estimated; empty until somebody knows it.
    reach = models.PositiveIntegerField(_("เข้าถึง (คน)"), null=True, blank=True)

    class Meta:
        verbose_name = _("การประชาสัมพันธ์")
        verbose_name_plural = _("การประชาสัมพันธ์")
