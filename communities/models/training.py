"""การอบรม: courses of the bureau of social development or of a district, their sessions, and who came."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.models import ACTOR, AttachedFile, Created, Versioned, client_uuid_field
from bkkplan.ground.core.people import Visitor, own_districts, within_reach, works_for_the_city
from bkkplan.ground.core.rows.constraints import all_or_none, signed_when
from communities.enums import CourseFileKind, TrainingState
from communities.models.committee import CommitteeMember

TOOK_PLACE = (TrainingState.HELD, TrainingState.CLOSED)


class CourseQuerySet(models.QuerySet["Course"]):
    def visible_to(self, user: Visitor) -> Self:
        """All for the city; a district's own; and those that have a session which the person sees."""
        seen = CourseSession.objects.visible_to(user).filter(course=OuterRef("pk"))
        return self.filter(within_reach(user) | Exists(seen))


class Course(Versioned, Created):
    """หลักสูตรอบรม: what is taught in a fiscal year. Without a district it is the bureau's."""

    uuid = client_uuid_field()
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ"))
    district = models.ForeignKey(
        "districts.District",
        verbose_name=_("เขต"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="courses",
    )
    name = models.CharField(_("ชื่อหลักสูตร"), max_length=200)
    objectives = models.TextField(_("วัตถุประสงค์"), blank=True)
    subjects = models.TextField(_("หัวข้อวิชา"), blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("หลักสูตรอบรม")
        verbose_name_plural = _("หลักสูตรอบรม")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="course_has_a_name"),
            models.CheckConstraint(condition=Q(fiscal_year__range=(2540, 2700)), name="course_year_is_buddhist_era"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('communities:trainings', args=[self.year])}#course-{self.pk}"

    @property
    def year(self) -> FiscalYear:
        return FiscalYear(self.fiscal_year)

    @property
    def run_by(self) -> str:
        """Who holds it, in words."""
        return str(self.district) if self.district else gettext("สำนักพัฒนาสังคม")


class CourseSessionQuerySet(models.QuerySet["CourseSession"]):
    def visible_to(self, user: Visitor) -> Self:
        """All for the city, a district's own; once announced also for invited districts and for those who are named."""
        if works_for_the_city(user):
            return self
        if not user.is_authenticated:
            return self.none()
        invited = CourseInvitation.objects.filter(session=OuterRef("pk"), district__in=own_districts(user))
        named = Trainee.objects.live().filter(invitation__session=OuterRef("pk"), member__user=user.pk)
        is_known = Q(announced_at__isnull=False)
        return self.filter(within_reach(user, "course__district") | (is_known & (Exists(invited) | Exists(named))))

    def took_place(self) -> Self:
        return self.filter(state__in=TOOK_PLACE)

    def in_order(self) -> Self:
        return self.order_by("first_on", "number", "pk")


class CourseSession(Versioned, Created):
    """รุ่นที่ n of a course: its days, place and seats, and how far it has come."""

    uuid = client_uuid_field()
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField(_("รุ่นที่"))
    first_on = models.DateField(_("วันแรก"))
    last_on = models.DateField(_("วันสุดท้าย"))
    # The same on each day.
    starts_at = models.TimeField(_("เวลาเริ่ม"), null=True, blank=True)
    ends_at = models.TimeField(_("เวลาเลิก"), null=True, blank=True)
    place = models.CharField(_("สถานที่"), max_length=300)
    seats = models.PositiveIntegerField(_("จำนวนที่นั่ง"))
    state = models.CharField(_("สถานะ"), max_length=12, choices=TrainingState, default=TrainingState.PLANNED)
    announced_at = models.DateTimeField(null=True, blank=True)
    announced_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    held_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    cancel_reason = models.TextField(_("เหตุผลที่ยกเลิก"), blank=True)
    # As the evaluation says it: the percentage, of how many answers, and the file.
    satisfaction = models.DecimalField(
        _("ความพึงพอใจ (ร้อยละ)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
    )
    satisfaction_answers = models.PositiveIntegerField(_("จำนวนผู้ตอบ"), null=True, blank=True)
    satisfaction_file = models.ForeignKey(
        "communities.CourseFile",
        verbose_name=_("ไฟล์ผลการประเมิน"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = CourseSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("รุ่นของหลักสูตร")
        verbose_name_plural = _("รุ่นของหลักสูตร")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "number"],
                name="course_session_is_numbered_once",
                violation_error_message=_("หลักสูตรนี้มีรุ่นที่นี้แล้ว"),
            ),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="course_session_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="day_of_training_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(seats__gt=0), name="course_session_has_seats"),
            all_or_none("announced_at", "announced_by", name="announcement_of_a_training_is_signed"),
            models.CheckConstraint(
                condition=Q(state__in=[TrainingState.PLANNED, TrainingState.CANCELLED]) | Q(announced_at__isnull=False),
                name="training_that_took_place_was_announced",
            ),
            signed_when(Q(state__in=TOOK_PLACE), "held_at", "held_by", name="held_training_is_signed"),
            signed_when(Q(state=TrainingState.CLOSED), "closed_at", "closed_by", name="closed_training_is_signed"),
            signed_when(
                Q(state=TrainingState.CANCELLED),
                "cancelled_at",
                "cancelled_by",
                reason="cancel_reason",
                name="cancelled_training_is_signed_and_has_a_reason",
            ),
            all_or_none(
                "satisfaction",
                "satisfaction_answers",
                "satisfaction_file",
                name="satisfaction_has_its_answers_and_its_file",
                violation_error_message=_("ความพึงพอใจต้องมีร้อยละ จำนวนผู้ตอบ และไฟล์ครบ หรือว่างทั้งหมด"),
            ),
            models.CheckConstraint(
                condition=Q(satisfaction=None) | Q(satisfaction__range=(0, 100)),
                name="satisfaction_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(course)s รุ่นที่ %(number)s") % {"course": self.course, "number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("communities:training", args=[self.pk])

    @property
    def took_place(self) -> bool:
        return self.state in TOOK_PLACE

    def has_begun(self, on: date) -> bool:
        return self.first_on <= on


# People who came and sit on no committee, counted and not named.
COUNTED = ("officers", "leaders", "volunteers", "others")


class CourseInvitation(Versioned):
    """A district's places at a session, and how many came from it whom no committee names."""

    session = models.ForeignKey(CourseSession, on_delete=models.PROTECT, related_name="invitations")
    district = models.ForeignKey("districts.District", on_delete=models.PROTECT, related_name="course_invitations")
    places = models.PositiveIntegerField(_("จำนวนที่เชิญ"))
    officers = models.PositiveIntegerField(_("เจ้าหน้าที่ผู้ปฏิบัติงานชุมชน"), default=0)
    leaders = models.PositiveIntegerField(_("ผู้นำชุมชน"), default=0)
    volunteers = models.PositiveIntegerField(_("อาสาสมัคร"), default=0)
    others = models.PositiveIntegerField(_("ประชาชนอื่น"), default=0)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    class Meta:
        verbose_name = _("เขตที่เชิญเข้าอบรม")
        verbose_name_plural = _("เขตที่เชิญเข้าอบรม")
        constraints = [
            models.UniqueConstraint(fields=["session", "district"], name="district_is_invited_once_to_a_session"),
            models.CheckConstraint(condition=Q(places__gt=0), name="invitation_has_places"),
            all_or_none("recorded_at", "recorded_by", name="record_of_attendance_is_signed"),
        ]

    def __str__(self) -> str:
        return f"{self.district} · {self.session}"

    @property
    def counted(self) -> int:
        return self.officers + self.leaders + self.volunteers + self.others


class TraineeQuerySet(models.QuerySet["Trainee"]):
    def live(self) -> Self:
        """Who is invited or came; others were taken off the list again."""
        return self.filter(Q(is_invited=True) | Q(has_attended=True))

    def trained(self) -> Self:
        """Who came to a session that took place."""
        return self.filter(has_attended=True, invitation__session__state__in=TOOK_PLACE)

    def in_order(self) -> Self:
        return self.order_by("member__committee__community__code", "member__pk")


class Trainee(models.Model):
    """ผู้เข้าอบรม: a seat of a committee that is invited to a session or came. The person's name is the seat's."""

    invitation = models.ForeignKey(CourseInvitation, on_delete=models.PROTECT, related_name="trainees")
    member = models.ForeignKey(CommitteeMember, on_delete=models.PROTECT, related_name="trainings")
    is_invited = models.BooleanField(default=False)
    has_attended = models.BooleanField(_("เข้าอบรม"), default=False)

    objects = TraineeQuerySet.as_manager()

    class Meta:
        verbose_name = _("ผู้เข้าอบรม")
        verbose_name_plural = _("ผู้เข้าอบรม")
        constraints = [
            models.UniqueConstraint(fields=["invitation", "member"], name="member_is_once_on_a_list_of_trainees"),
        ]

    def __str__(self) -> str:
        return str(self.member)


class CourseFileQuerySet(models.QuerySet["CourseFile"]):
    def visible_to(self, user: Visitor) -> Self:
        """What was handed out, for all who see the session; sheets and evaluations for the offices that hold it."""
        seen = CourseSession.objects.visible_to(user)
        office = within_reach(user, "session__course__district")
        return self.filter(office | Q(kind=CourseFileKind.MATERIAL), session__in=seen, removed_on=None)

    def kept(self) -> Self:
        return self.filter(removed_on=None)


class CourseFile(AttachedFile):
    """A file of a session, cleaned and under a random name: what was handed out, a signed sheet, an evaluation."""

    session = models.ForeignKey(CourseSession, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(_("ชนิด"), max_length=12, choices=CourseFileKind)
    removed_on = models.DateField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = CourseFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("ไฟล์ของการอบรม")
        verbose_name_plural = _("ไฟล์ของการอบรม")
        constraints = [
            all_or_none("removed_on", "removed_by", name="removal_of_a_course_file_is_signed"),
        ]

    def __str__(self) -> str:
        return self.original_name
