"""People and the roles they hold, in the city or in a district, from a day to a day."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.enums import Acting, LinkPurpose, Role, RolePlace, roles_held_in
from bkkplan.ground.accounts.models.letters import Letter, Mailbox, Notice
from bkkplan.ground.accounts.models.lists import Admission, PeopleImport, PeopleReading
from bkkplan.ground.accounts.models.sections import Section, offices_of_a_person, offices_visible_to
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.models import ACTOR, MAKER
from bkkplan.ground.core.people import COMES_WITH_A_PERSON, Person, own_bureaus, own_districts
from bkkplan.ground.core.rows.constraints import all_or_none, signed_when, two_persons
from districts.models import District, Office

__all__ = [
    "Admission",
    "Assignment",
    "AssignmentQuerySet",
    "DestructionItem",
    "DestructionList",
    "DestructionState",
    "Letter",
    "Limit",
    "Mailbox",
    "Notice",
    "OneTimeLink",
    "OneTimeLinkQuerySet",
    "PeopleImport",
    "PeopleQuerySet",
    "PeopleReading",
    "Section",
    "User",
    "WrongPassword",
    "offices_not_ended",
    "offices_visible_to",
]


class PeopleQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: Person) -> Self:
        """The people whom a person may see.

        Administrators see all, a director the staff of the district or bureau, now and before, and everyone themselves.
        Every page that answers a person loads people through this. To see is not to act: permissions.py asks what the
        person holds today.
        """
        if not user.is_authenticated:
            return self.none()
        if user.has_perm("accounts.manage_people"):
            return self
        led = Q(district__in=own_districts(user, Role.DISTRICT_DIRECTOR))
        led |= Q(bureau__in=own_bureaus(user, Role.BUREAU_DIRECTOR))
        theirs = Assignment.objects.filter(led).values("user")
        return self.filter(Q(pk=user.pk) | Q(pk__in=theirs))


class People(UserManager.from_queryset(PeopleQuerySet)):  # type: ignore[misc]
    use_in_migrations = False


class User(AbstractUser):
    """A person who logs in. What a person may do follows from roles and committee seats, never from flags."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("ชื่อ-นามสกุล"), max_length=150)
    phone = models.CharField(_("โทรศัพท์"), max_length=50, blank=True)
    closed_at = models.DateTimeField(_("ปิดบัญชีเมื่อ"), null=True, blank=True, editable=False)
    # When the person was erased. The account has a pseudonym since: its acts stay, the name does not.
    erased_at = models.DateTimeField(_("ลบข้อมูลบุคคลเมื่อ"), null=True, blank=True, editable=False)

    # The maker of the one-time link that opened this session; None for a session with a password. Set by the
    # middleware.
    entered_through: "User | None" = None

    objects = People()  # type: ignore[misc]

    class Meta:
        verbose_name = _("ผู้ใช้")
        verbose_name_plural = _("ผู้ใช้")
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("email"),
                condition=~Q(email=""),
                name="email_belongs_to_one_person",
                violation_error_message=_("อีเมลนี้มีผู้ใช้แล้ว"),
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(is_active=False, email="", phone="", closed_at__isnull=False),
                name="erased_person_is_closed_and_unreachable",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @cached_property
    def held_assignments(self) -> list["Assignment"]:
        """The roles held on the working day.

        They are read once for each request: all permissions and `visible_to` use them.
        """
        return list(roles_on(today()).filter(user=self.pk))

    @cached_property
    def unread_notices(self) -> int:
        """How many notices the person has not read; the person of a session comes with the number."""
        return self.notices.filter(read_at=None).count()

    @cached_property
    def sections_of_offices(self) -> list[Section]:
        """The sections in use of the offices in which the person works today; read once for each request.

        Each has ``is_own``: whether the person works in it.
        """
        held = [role.pk for role in self.held_assignments if role.place is not None]
        if not held:
            return []
        own = Assignment.objects.filter(pk__in=held)
        return list(sections_in_use(own).filter(office__in=Office.objects.filter(offices_of_a_person(self))))


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def not_ended(self, day: date) -> Self:
        """Held on that day, or to be held from a later day on."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def current(self, day: date) -> Self:
        """Rights on a day. ``ends_on`` is the first day without the right: leaving closes it that very day."""
        return self.filter(starts_on__lte=day).not_ended(day)


class Assignment(models.Model):
    """One role in one place for one span of days; ``acting`` says in which way it is held for another, if it is."""

    user = models.ForeignKey(User, verbose_name=_("ผู้ใช้"), on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(_("บทบาท"), max_length=24, choices=Role)
    district = models.ForeignKey(
        "districts.District",
        verbose_name=_("เขต"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    bureau = models.ForeignKey(
        "districts.Office",
        verbose_name=_("สำนัก"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    sections = models.ManyToManyField(Section, verbose_name=_("ฝ่าย"), blank=True, related_name="members")
    acting = models.CharField(_("การรักษาหรือปฏิบัติราชการแทน"), max_length=8, choices=Acting, blank=True)
    # Of the order by which one acts for another. A delegation has one; standing in may have one.
    order_number = models.CharField(_("คำสั่งที่"), max_length=100, blank=True)
    order_dated = models.DateField(_("คำสั่งลงวันที่"), null=True, blank=True)
    starts_on = models.DateField(_("เริ่มวันที่"))
    ends_on = models.DateField(_("สิ้นสุดวันที่"), null=True, blank=True)
    # The fiscal years that an auditor looks at; None for all.
    first_year = models.PositiveSmallIntegerField(_("ตั้งแต่ปีงบประมาณ"), null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(_("ถึงปีงบประมาณ"), null=True, blank=True)
    appointed_at = models.DateTimeField(_("บันทึกเมื่อ"))
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("บทบาทที่ได้รับ")
        verbose_name_plural = _("บทบาทที่ได้รับ")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=roles_held_in(RolePlace.DISTRICT), district__isnull=False, bureau=None)
                | Q(role__in=roles_held_in(RolePlace.BUREAU), district=None, bureau__isnull=False)
                | Q(role__in=roles_held_in(RolePlace.CITY), district=None, bureau=None),
                name="role_is_held_in_its_kind_of_place",
                violation_error_message=_("บทบาทของเขตต้องระบุเขต บทบาทของสำนักต้องระบุสำนัก บทบาทของเมืองต้องไม่ระบุทั้งสองอย่าง"),
            ),
            models.CheckConstraint(
                # Equal days: a role that ended before it gave any right.
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="assignment_ends_after_it_starts",
                violation_error_message=_("วันสิ้นสุดต้องไม่มาก่อนวันเริ่ม"),
            ),
            models.CheckConstraint(
                condition=Q(order_number="", order_dated=None) & ~Q(acting=Acting.BY_ORDER)
                | ~Q(order_number="") & Q(order_dated__isnull=False) & ~Q(acting=""),
                name="delegation_names_its_order",
                violation_error_message=_("ปฏิบัติราชการแทนต้องมีเลขที่และวันที่ของคำสั่ง"),
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.AUDITOR) | Q(ends_on__isnull=False),
                name="auditor_has_a_last_day",
                violation_error_message=_("ผู้ตรวจสอบต้องมีวันสิ้นสุด"),
            ),
            models.CheckConstraint(
                condition=Q(first_year=None, last_year=None)
                | Q(
                    role=Role.AUDITOR,
                    first_year__isnull=False,
                    last_year__isnull=False,
                    first_year__lte=F("last_year"),
                ),
                name="only_auditors_are_bound_to_years",
                violation_error_message=_("เฉพาะผู้ตรวจสอบที่จำกัดปีงบประมาณได้ และปีแรกต้องไม่เกินปีสุดท้าย"),
            ),
            all_or_none("ended_at", "ended_by", name="assignment_end_is_signed"),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.place or gettext('กรุงเทพมหานคร')}"

    @property
    def name(self) -> str:
        """The role with what binds it: ผู้อำนวยการเขต (รักษาราชการแทน), ผู้ตรวจสอบ (2563–2566)."""
        bound = self.get_acting_display() or (f"{self.first_year}–{self.last_year}" if self.first_year else "")
        return f"{self.get_role_display()} ({bound})" if bound else self.get_role_display()

    @property
    def place(self) -> District | Office | None:
        """The district or the bureau in which the role is held; None for the whole city."""
        return self.district or self.bureau


def roles_on(day: date) -> AssignmentQuerySet:
    """The roles that are held on a day, with their places."""
    return Assignment.objects.current(day).select_related("district", "bureau").order_by("role", "district_id", "pk")


def sections_in_use(own: AssignmentQuerySet) -> models.QuerySet[Section]:
    """The sections in use; ``is_own`` where one of these assignments is in it."""
    found = Section.objects.in_use().select_related("office").order_by("position", "pk")
    return found.annotate(is_own=Exists(own.filter(sections=OuterRef("pk"))))  # type: ignore[no-redef]


def _sections_of_offices(day: date) -> models.QuerySet[Section]:
    """`User.sections_of_offices` as a subquery, so that the query which loads a session's person loads them too."""
    held = Assignment.objects.current(day).filter(user=OuterRef(OuterRef("pk")))
    here = Q(district=OuterRef("office__district")) | Q(bureau=OuterRef("office"))
    return sections_in_use(held).filter(Exists(held.filter(here)))


COMES_WITH_A_PERSON["held_assignments"] = lambda day: roles_on(day).filter(user=OuterRef("pk"))
COMES_WITH_A_PERSON["sections_of_offices"] = _sections_of_offices


def offices_not_ended(person: Person) -> AssignmentQuerySet:
    """The person's roles that have not ended. Unlike ``held_assignments`` it asks the database at each call."""
    return Assignment.objects.not_ended(today()).filter(user=person.pk)


class OneTimeLinkQuerySet(models.QuerySet["OneTimeLink"]):
    def unused(self) -> Self:
        return self.filter(used_at=None, revoked_at=None)


class OneTimeLink(models.Model):
    """A link that opens one account once, also for people without e-mail. Only a hash of its token is stored."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="links")
    purpose = models.CharField(max_length=16, choices=LinkPurpose)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, **MAKER)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = OneTimeLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="link_expires_after_it_is_made"),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(revoked_at=None), name="link_is_used_or_revoked_not_both"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.user}"


class WrongPassword(models.Model):
    """One wrong password, kept while limits count it. It names nobody who has no account here."""

    account = models.CharField(max_length=64)
    source = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "at"], name="wrong_password_by_account")]


class Limit(models.Model):
    """Counts of allauth's own limits (codes, mails that set a password), used by the cache "limits"."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)


class DestructionState(models.TextChoices):
    PROPOSED = "proposed", _("รอพิจารณา")
    APPROVED = "approved", _("อนุมัติแล้ว รอทำลาย")
    DESTROYED = "destroyed", _("ทำลายแล้ว")


class DestructionList(models.Model):
    """บัญชีหนังสือขอทำลาย: things that have been kept long enough.

    They are destroyed only after a committee approved the list.
    """

    made_on = models.DateField(_("จัดทำวันที่"))
    state = models.CharField(_("สถานะ"), max_length=12, choices=DestructionState, default=DestructionState.PROPOSED)
    committee = models.CharField(_("คณะกรรมการ"), max_length=200, blank=True)
    decided_on = models.DateField(_("มติวันที่"), null=True, blank=True)
    decision_number = models.CharField(_("เลขที่หนังสืออนุมัติ"), max_length=100, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, **ACTOR)
    destroyed_at = models.DateTimeField(null=True, blank=True)
    destroyed_by = models.ForeignKey(User, **ACTOR)

    class Meta:
        verbose_name = _("บัญชีขอทำลาย")
        verbose_name_plural = _("บัญชีขอทำลาย")
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=DestructionState.PROPOSED),
                name="one_destruction_list_is_open",
            ),
            signed_when(
                ~Q(state=DestructionState.PROPOSED), "approved_at", "approved_by", name="approved_destruction_is_signed"
            ),
            models.CheckConstraint(
                condition=Q(state=DestructionState.PROPOSED, decided_on=None, committee="", decision_number="")
                | (
                    ~Q(state=DestructionState.PROPOSED)
                    & Q(decided_on__isnull=False)
                    & ~Q(committee="")
                    & ~Q(decision_number="")
                ),
                name="approved_destruction_names_its_decision",
            ),
            signed_when(
                Q(state=DestructionState.DESTROYED), "destroyed_at", "destroyed_by", name="destruction_is_signed"
            ),
            two_persons(("approved_by",), ("destroyed_by",), name="destruction_needs_four_eyes"),
        ]

    def __str__(self) -> str:
        return gettext("บัญชีขอทำลาย ที่ %(number)s") % {"number": self.pk}


class DestructionItem(models.Model):
    """One thing on the list, with the purpose for which it was kept. Its label stays after it is destroyed."""

    list = models.ForeignKey(DestructionList, on_delete=models.PROTECT, related_name="items")
    purpose = models.CharField(max_length=60)
    target_id = models.BigIntegerField()
    label = models.CharField(_("รายการ"), max_length=300)
    since = models.DateField(_("เก็บตั้งแต่วันที่"))
    # Why the committee keeps it; empty for what is destroyed.
    kept_reason = models.CharField(_("เหตุผลที่เก็บต่อ"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("รายการขอทำลาย")
        verbose_name_plural = _("รายการขอทำลาย")
        constraints = [
            models.UniqueConstraint(fields=["list", "purpose", "target_id"], name="thing_stands_once_on_a_list"),
        ]

    def __str__(self) -> str:
        return self.label
