"""The log: one row for each act.

It refers to no row but the actor's, so it stays true when its target changes or is removed.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.audit.sentences import things
from bkkplan.ground.core.people import READS_THE_LOG, Person, within_reach


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: Person) -> Self:
        """The only door to the log for code that answers a person.

        Administrators see all of it, auditors what was done to the rows of the offices and years that they audit.
        """
        if not user.is_authenticated or not user.has_perm("accounts.view_audit"):
            return self.none()
        if user.has_perm("accounts.view_whole_audit"):
            return self
        found = models.Q(pk__in=[])
        for thing in things():
            if thing.district:
                reached = within_reach(user, thing.district, year=thing.year, roles=(READS_THE_LOG,))
                rows = thing.model._base_manager.filter(reached)
                keys = rows.annotate(key=Cast("pk", models.CharField())).values("key")
                found |= models.Q(target_type=thing.label, target_id__in=keys)
        return self.filter(found)

    def about(self, *targets: models.Model) -> Self:
        wanted = models.Q(pk__in=[])
        for target in targets:
            wanted |= models.Q(target_type=target._meta.label_lower, target_id=str(target.pk))
        return self.filter(wanted)


class Entry(models.Model):
    """Who did what to what, when, and what it changed. A trigger refuses to change or delete a row."""

    verb = models.CharField(_("การกระทำ"), max_length=80)
    at = models.DateTimeField(_("เมื่อ"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้กระทำ"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    actor_label = models.CharField(_("ชื่อผู้กระทำ"), max_length=200)
    hat = models.CharField(_("บทบาทขณะกระทำ"), max_length=300, blank=True)
    target_type = models.CharField(_("ชนิดข้อมูล"), max_length=100, blank=True)
    target_id = models.CharField(_("รหัสข้อมูล"), max_length=64, blank=True)
    target_label = models.CharField(_("ข้อมูล"), max_length=300, blank=True)
    before = models.JSONField(_("ก่อน"), null=True, blank=True)
    after = models.JSONField(_("หลัง"), null=True, blank=True)
    details = models.JSONField(_("รายละเอียด"), default=dict, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("บันทึกการทำรายการ")
        verbose_name_plural = _("บันทึกการทำรายการ")
        indexes = [
            models.Index(fields=["target_type", "target_id", "-at"], name="audit_by_target"),
            models.Index(fields=["actor", "-at"], name="audit_by_actor"),
            models.Index(fields=["-at", "-id"], name="audit_by_time"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(verb=""), name="audit_entry_says_what_was_done"),
            models.CheckConstraint(condition=~models.Q(actor_label=""), name="audit_entry_says_who_did_it"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_label}"
