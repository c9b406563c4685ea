"""Hearing forums: who came, what was proposed, and which plan projects took proposals up."""

from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.models import ACTOR, Created, Made, Versioned
from bkkplan.ground.core.people import Visitor, within_reach
from bkkplan.ground.core.rows.constraints import all_or_none, signed_when, two_persons
from bkkplan.ground.core.wording import localname
from forums.enums import ForumKind, ForumState
from forums.hearing_rule import HearingRules
from forums.models.replies import Reply
from forums.models.successions import Succession
from forums.search_terms import Term, terms_of


class ParticipantSector(models.Model):
    """ภาคส่วน by which participants are counted."""

    code = models.SlugField(_("รหัส"), max_length=24, unique=True)
    name_th = models.CharField(_("ภาคส่วน"), max_length=100, unique=True)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=100)
    position = models.PositiveSmallIntegerField(unique=True)
    is_active = models.BooleanField(_("ใช้อยู่"), default=True)

    class Meta:
        verbose_name = _("ภาคส่วน")
        verbose_name_plural = _("ภาคส่วน")

    def __str__(self) -> str:
        return localname(self)


class ForumQuerySet(models.QuerySet["Forum"]):
    def visible_to(self, user: Visitor) -> Self:
        """The only door to forums: everyone sees what was announced, a district's staff and the city the rest."""
        return self.filter(within_reach(user, year="fiscal_year") | Q(announced_on__isnull=False))

    def in_year(self, year: FiscalYear) -> Self:
        return self.filter(fiscal_year=year.be)

    def late(self, *, on: date, rules: HearingRules) -> Self:
        """Forums that were announced or published late, or are overdue for either on ``on``.

        A test compares this with queries.timeliness_of, which says the same of one forum.
        """
        announce_by = rules.announce_by_sql(F("scheduled_on"))
        publish_by = rules.publish_by_sql(F("held_on"))
        is_off = Q(state__in=[ForumState.CANCELLED, ForumState.WITHDRAWN])
        return self.alias(announce_by=announce_by, publish_by=publish_by).filter(
            Q(announced_on__gt=F("announce_by"))
            | (Q(announced_on=None, announce_by__lt=on) & ~is_off)
            | Q(published_on__gt=F("publish_by"))
            | (Q(published_on=None, publish_by__lt=on) & ~is_off)
        )


class Forum(Versioned, Created):
    """เวทีรับฟังความคิดเห็น, ครั้งที่ ``number``/``number_year`` of its district and kind."""

    district = models.ForeignKey(
        "districts.District", verbose_name=_("เขต"), on_delete=models.PROTECT, related_name="forums"
    )
    kind = models.CharField(_("ประเภทเวที"), max_length=20, choices=ForumKind, default=ForumKind.DISTRICT_HEARING)
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"))
    # ครั้งที่ n/year. The portal counts in fiscal years; a paper may have counted otherwise, or in calendar years.
    number = models.PositiveSmallIntegerField(_("ครั้งที่"))
    number_year = models.PositiveSmallIntegerField(_("ปีของครั้งที่ (พ.ศ.)"))
    is_numbered_by_paper = models.BooleanField(default=False, editable=False)
    # The code of this forum in the city's own system.
    external_code = models.CharField(_("รหัสในระบบของ กทม."), max_length=40, blank=True)
    title = models.CharField(_("เรื่อง"), max_length=300)
    purpose = models.TextField(_("วัตถุประสงค์"), blank=True)
    community = models.ForeignKey(
        "communities.Community",
        verbose_name=_("ชุมชน"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="forums",
    )
    # The days of the first and of the last of its sessions, which a trigger keeps equal to these.
    scheduled_on = models.DateField(_("กำหนดจัดวันที่"))
    last_on = models.DateField(_("จัดถึงวันที่"))
    place = models.CharField(_("สถานที่"), max_length=300)
    state = models.CharField(_("สถานะ"), max_length=12, choices=ForumState, default=ForumState.PLANNED)
    announced_on = models.DateField(_("ประกาศเมื่อวันที่"), null=True, blank=True)
    held_on = models.DateField(_("จัดเมื่อวันที่"), null=True, blank=True)
    recorded_on = models.DateField(_("บันทึกผลเสร็จวันที่"), null=True, blank=True)
    # `…_through` is the maker of the one-time link by which the person had come in, if it was one.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_through = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The district's way of working when the results were recorded: its director publishes what another person finished.
    needs_director = models.BooleanField(default=False, editable=False)
    # The day on which it happened; ``published_at`` is when it was entered here. A day before that has a reason and a
    # file as its proof.
    published_on = models.DateField(_("เผยแพร่ผลวันที่"), null=True, blank=True)
    publication_reason = models.TextField(_("เหตุผลที่บันทึกการเผยแพร่ย้อนหลัง"), blank=True)
    publication_proof = models.ForeignKey(
        "forums.Attachment", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    published_through = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The person who publishes answers for it: no names or phones of attendees stand in the text.
    is_free_of_personal_data = models.BooleanField(_("ยืนยันว่าไม่มีชื่อหรือหมายเลขโทรศัพท์ของผู้ร่วมเวที"), default=False)
    withdrawn_on = models.DateField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    ending_reason = models.TextField(_("เหตุผลที่ถอนหรือยกเลิก"), blank=True)
    attendance_total = models.PositiveIntegerField(_("ผู้เข้าร่วมทั้งหมด (คน)"), null=True, blank=True)
    summary = models.TextField(_("สรุปผลเวที"), blank=True)
    recorder = models.CharField(_("ผู้จดรายงาน"), max_length=150, blank=True)
    # A forum of several districts is a row for each, so that each publishes its own proposals and is counted once. The
    # others point at that of the host, whose days, place and moments they have.
    host = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="partners")
    # Of the host: the other districts of its group may take part.
    is_joint = models.BooleanField(default=False, editable=False)

    objects = ForumQuerySet.as_manager()

    class Meta:
        verbose_name = _("เวทีรับฟังความคิดเห็น")
        verbose_name_plural = _("เวทีรับฟังความคิดเห็น")
        constraints = [
            models.UniqueConstraint(
                fields=["district", "kind", "number_year", "number"], name="forum_is_numbered_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(number_year=F("fiscal_year"))
                | Q(number_year=F("fiscal_year") - 1, is_numbered_by_paper=True),
                name="forum_is_numbered_in_its_fiscal_or_calendar_year",
            ),
            models.CheckConstraint(condition=Q(is_joint=False) | Q(host=None), name="forum_with_a_host_is_no_host"),
            models.UniqueConstraint(
                fields=["host", "district"],
                condition=Q(host__isnull=False) & ~Q(state=ForumState.CANCELLED),
                name="district_takes_part_once_in_a_joint_forum",
            ),
            models.CheckConstraint(condition=Q(last_on__gte=F("scheduled_on")), name="forum_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(held_on=None) | Q(held_on=F("last_on")), name="forum_was_held_until_its_last_day"
            ),
            models.CheckConstraint(condition=Q(fiscal_year__range=(2540, 2700)), name="forum_year_is_buddhist_era"),
            models.CheckConstraint(
                condition=Q(state__in=[ForumState.PLANNED, ForumState.CANCELLED]) | Q(announced_on__isnull=False),
                name="forum_past_planning_was_announced",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[ForumState.HELD, ForumState.RECORDED, ForumState.PUBLISHED, ForumState.WITHDRAWN]
                )
                | Q(held_on__isnull=False),
                name="forum_with_results_was_held",
            ),
            all_or_none(
                "recorded_on", "recorded_by", through="recorded_through", name="recording_of_results_is_signed"
            ),
            signed_when(
                Q(state__in=[ForumState.PUBLISHED, ForumState.WITHDRAWN]),
                "published_on",
                "published_at",
                "published_by",
                through="published_through",
                name="published_forum_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ForumState.PUBLISHED, ForumState.WITHDRAWN]) | Q(is_free_of_personal_data=True),
                name="published_forum_is_free_of_personal_data",
            ),
            two_persons(
                ("recorded_by", "recorded_through"),
                ("published_by", "published_through"),
                unless=Q(needs_director=False),
                name="results_for_the_director_are_published_by_another_person",
                violation_error_message=_("ผู้ที่บันทึกผลเสร็จเผยแพร่ผลนั้นเองไม่ได้"),
            ),
            models.CheckConstraint(
                condition=Q(publication_proof=None, publication_reason="")
                | (Q(publication_proof__isnull=False, published_on__isnull=False) & ~Q(publication_reason="")),
                name="publication_in_the_past_has_a_reason_and_a_proof",
            ),
            models.CheckConstraint(
                condition=Q(published_on=None) | Q(published_on__gte=F("held_on")),
                name="forum_is_published_after_it_was_held",
            ),
            models.CheckConstraint(
                condition=Q(state=ForumState.WITHDRAWN, withdrawn_on__isnull=False)
                | (~Q(state=ForumState.WITHDRAWN) & Q(withdrawn_on=None)),
                name="withdrawn_forum_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=ForumState.CANCELLED, cancelled_on__isnull=False)
                | (~Q(state=ForumState.CANCELLED) & Q(cancelled_on=None)),
                name="cancelled_forum_has_a_day",
            ),
            signed_when(
                Q(state__in=[ForumState.WITHDRAWN, ForumState.CANCELLED]),
                reason="ending_reason",
                name="ended_forum_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(F("scheduled_on").desc(), F("id").desc(), name="forums_latest_first"),
            # The search shows what was said last first, and ends with the first page.
            models.Index(
                F("held_on").desc(), "id", condition=Q(state=ForumState.PUBLISHED), name="published_forums_latest_first"
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(kind)s ครั้งที่ %(number)s/%(year)s") % {
            "kind": self.get_kind_display(),
            "number": self.number,
            "year": self.number_year,
        }

    def get_absolute_url(self) -> str:
        return reverse("forums:detail", args=[self.pk])

    @property
    def is_announced(self) -> bool:
        """Whether the public knows of the forum.

        It stays true when the forum is cancelled or its results are withdrawn.
        """
        return self.announced_on is not None


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: Visitor) -> Self:
        """The only door to proposals: the public those of published results, a district its own, the city all."""
        out = Q(forum__state=ForumState.PUBLISHED, removed_on=None)
        return self.filter(within_reach(user, "forum__district", year="forum__fiscal_year") | out)

    def live(self) -> Self:
        return self.filter(removed_on=None)

    def said(self) -> Self:
        """Those that are counted: what people proposed, not the parts that an office made of it."""
        return self.filter(is_part=False)

    def on_their_own(self) -> Self:
        """Those for which no other stands: they were neither merged into another one nor split."""
        return self.filter(removed_on=None).exclude(successions__in=Succession.objects.live())

    def not_taken_in(self) -> Self:
        """Those that no office has in its own action plan without a community's plan."""
        return self.exclude(replies__in=Reply.objects.taken_in())

    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def matching(self, query: str) -> Self:
        """Each word stands somewhere in the proposal, however it is spelt or called: cctv finds กล้องวงจรปิด.

        Words of which nothing is left to look for find nothing; without any words, all match.
        """
        terms = terms_of(query)
        if query.strip() and not terms:
            return self.none()
        return self.filter(*(_names(term) for term in terms))

    def nearest(self, query: str) -> Self:
        """Those in which at least one of the words stands, the ones with most of them first."""
        terms = terms_of(query)
        if len(terms) < 2:
            return self.none().annotate(shared=Value(0))
        shared: Any = Value(0)
        for term in terms:
            shared = shared + Case(When(_names(term), then=1), default=0)
        return self.filter(reduce(or_, map(_names, terms))).annotate(shared=shared)


def _names(term: Term) -> Q:
    return reduce(or_, (Q(search_text__contains=name) for name in term.names))


class Proposal(Versioned, Created):
    """ข้อเสนอของประชาชน. The browser gives the ``uuid``, so that sending twice is one row."""

    uuid = models.UUIDField(default=uuid4, unique=True)
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="proposals")
    # The forum's district. Triggers demand that every plan that takes the proposal up is of this district.
    district = models.ForeignKey("districts.District", on_delete=models.PROTECT, related_name="proposals")
    position = models.PositiveSmallIntegerField(_("ที่"))
    title = models.CharField(_("ข้อเสนอ"), max_length=300)
    detail = models.TextField(_("รายละเอียด"), blank=True)
    area = models.ForeignKey(
        "communities.PlanArea", verbose_name=_("ด้าน"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    subdistrict = models.ForeignKey(
        "districts.Subdistrict",
        verbose_name=_("แขวง"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    community = models.ForeignKey(
        "communities.Community",
        verbose_name=_("ชุมชน"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposals",
    )
    place = models.CharField(_("สถานที่"), max_length=300, blank=True)
    requested_amount = models.DecimalField(_("งบที่ขอ (บาท)"), max_digits=14, decimal_places=2, null=True, blank=True)
    sector = models.ForeignKey(
        ParticipantSector, verbose_name=_("ผู้เสนอ"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    votes = models.PositiveIntegerField(_("คะแนน"), null=True, blank=True)
    # An office made it when it split a proposal; what people proposed is the whole (`Succession`).
    is_part = models.BooleanField(default=False, editable=False)
    # The text that `matching` searches, made by actions.steps.searched_in.
    search_text = models.TextField(editable=False, default="")
    removed_on = models.DateField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("ข้อเสนอ")
        verbose_name_plural = _("ข้อเสนอ")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="proposal_has_a_title"),
            all_or_none("removed_on", "removed_by", name="removal_of_a_proposal_is_signed"),
            models.CheckConstraint(
                condition=Q(requested_amount=None) | Q(requested_amount__gte=0),
                name="requested_amount_is_not_negative",
            ),
        ]
        indexes = [models.Index(fields=["forum", "position", "id"], name="proposals_in_order")]

    def __str__(self) -> str:
        return self.title


class Correction(Made):
    """A change of published results. Staff can still read the old text."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="corrections")
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    before = models.JSONField()
    after = models.JSONField()
    reason = models.TextField(_("เหตุผลที่แก้ไข"))

    class Meta:
        verbose_name = _("การแก้ไขผลที่เผยแพร่แล้ว")
        verbose_name_plural = _("การแก้ไขผลที่เผยแพร่แล้ว")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="correction_has_a_reason")]
