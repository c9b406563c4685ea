"""Notices, and the letters (e-mails) that carry them to people who do not log in."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.enums import TOLD_AT_ONCE, NoticeSubject, Pace
from bkkplan.ground.core.jobs import Job
from bkkplan.ground.core.rows.constraints import all_or_none


class Letter(Job):
    """One e-mail to one person, with the notices that point at it: the outbox.

    A notice points at one letter at most, so nobody is written to twice for one thing. A letter is marked as handed
    over before it leaves: where the worker dies in between, it is not sent again.
    """

    task_name = "accounts.send_letter"

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="letters")
    pace = models.CharField(_("ชนิดของอีเมล"), max_length=8, choices=Pace)
    day = models.DateField(_("วันที่"))
    address = models.EmailField(_("ส่งถึง"), blank=True)
    handed_over_at = models.DateTimeField(_("ส่งเมื่อ"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # The moment of the next try, of a letter that the mail server did not take for now.
    try_again_at = models.DateTimeField(null=True, blank=True)

    class Meta(Job.Meta):
        verbose_name = _("อีเมลแจ้งเตือน")
        verbose_name_plural = _("อีเมลแจ้งเตือน")
        constraints = [
            *Job.Meta.constraints,
            models.UniqueConstraint(
                fields=["recipient", "day"], condition=Q(pace=Pace.DAILY), name="person_gets_one_digest_a_day"
            ),
            models.CheckConstraint(
                condition=Q(handed_over_at=None) | ~Q(address=""), name="letter_that_left_names_its_address"
            ),
        ]
        indexes = [
            models.Index(fields=["try_again_at"], name="letter_to_try_again", condition=Q(try_again_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.get_pace_display()} · {self.recipient}"


class Mailbox(models.Model):
    """How one person is written to. Without this row: once a day, in Thai, and the address is taken to be right."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mailbox")
    pace = models.CharField(_("รับอีเมลแจ้งเตือน"), max_length=8, choices=Pace, default=Pace.DAILY)
    # By the subject of a notice, where it is another pace than ``pace``; with NEVER in ``pace`` none counts.
    choices = models.JSONField(_("รับอีเมลรายเรื่อง"), default=dict, blank=True)
    # What the link in a letter put an end to, so that it can be taken back there.
    pace_before = models.CharField(max_length=8, choices=Pace, blank=True)
    language = models.CharField(
        _("ภาษาของอีเมล"), max_length=8, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    # The address that a letter came back from. Only while the person still has it is nothing sent there.
    bounced_address = models.EmailField(blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounce_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("การรับอีเมล")
        verbose_name_plural = _("การรับอีเมล")
        constraints = [
            all_or_none("bounced_at", reason="bounced_address", name="bounce_names_its_address_and_moment"),
        ]

    def __str__(self) -> str:
        return str(self.user)

    def pace_of(self, subject: str) -> str:
        """When the person is written to about a subject; in the database the same is `NoticeQuerySet.wanted`."""
        if self.pace == Pace.NEVER:
            return self.pace
        return str(self.choices.get(subject) or (Pace.AT_ONCE if subject in TOLD_AT_ONCE else self.pace))


class NoticeQuerySet(models.QuerySet["Notice"]):
    def waiting_for_a_letter(self, *, since: datetime) -> Self:
        """Notices from ``since`` on that no letter carries yet. What was read on the page needs none."""
        return self.filter(is_to_mail=True, letter=None, read_at=None, created_at__gte=since)

    def wanted(self, pace: Pace) -> Self:
        """Those of which their recipients want to be told at this pace, as `Mailbox.pace_of` says it."""
        chosen = [
            When(
                subject=subject,
                recipient__mailbox__choices__has_key=subject,
                then=KeyTextTransform(subject, "recipient__mailbox__choices"),
            )
            for subject in NoticeSubject.values
        ]
        wanted = Case(
            When(recipient__mailbox__pace=Pace.NEVER, then=Value(str(Pace.NEVER))),
            *chosen,
            When(subject__in=TOLD_AT_ONCE, then=Value(str(Pace.AT_ONCE))),
            default=Coalesce("recipient__mailbox__pace", Value(str(Pace.DAILY))),
            output_field=models.CharField(),
        )
        return self.alias(wanted=wanted).filter(wanted=pace)


class Notice(models.Model):
    """A message to one person. งานของฉัน shows it until the person has read it.

    ``message`` is a Thai msgid with named placeholders and ``params`` has their values, so that each reader gets it in
    their own language.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    kind = models.SlugField(max_length=60)
    subject = models.CharField(max_length=12, choices=NoticeSubject, default=NoticeSubject.OTHER)
    message = models.CharField(max_length=500)
    params = models.JSONField(default=dict, blank=True)
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    # Whether a letter is still to tell of it; those from before there were letters need none.
    is_to_mail = models.BooleanField(default=False)
    letter = models.ForeignKey(Letter, null=True, blank=True, on_delete=models.PROTECT, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notice_by_recipient", condition=Q(read_at=None)),
            models.Index(fields=["recipient"], name="notice_waiting_for_a_letter", condition=Q(is_to_mail=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(letter=None) | Q(is_to_mail=False), name="notice_in_a_letter_waits_for_none"
            ),
        ]

    @property
    def text(self) -> str:
        """In the reader's language."""
        text: str = gettext(self.message) % self.params
        return text
