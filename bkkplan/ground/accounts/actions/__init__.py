"""Invite people, give and end roles, and send notices."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NotRequired, TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Model, Q
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from bkkplan.ground.accounts.actions import steps
from bkkplan.ground.accounts.actions.steps import AccountError
from bkkplan.ground.accounts.enums import LinkPurpose, NoticeSubject
from bkkplan.ground.accounts.models import Assignment, Notice, OneTimeLink, Section, User
from bkkplan.ground.accounts.queries import deserted, directors_of
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.audit.record import record, write_line
from districts.models import District, Office

LINK_LIFETIME = timedelta(hours=24)


class LinkInvalidError(AccountError):
    """The one-time link was used, has expired, was revoked, or never existed."""

    sentence = gettext_lazy("ลิงก์นี้ใช้ไม่ได้แล้ว ขอลิงก์ใหม่จากผู้ที่ส่งให้ท่าน")


@dataclass(frozen=True, slots=True)
class Invitation:
    """A new account and the one-time token that opens it; the token is not stored and cannot be shown again."""

    user: User
    token: str


def notify(
    *,
    recipients: Iterable[User],
    kind: str,
    message: str,
    params: Mapping[str, object],
    url: str,
    at: datetime,
    is_to_mail: bool = True,
) -> None:
    """Put one notice on each recipient's งานของฉัน; a letter tells of it, too, unless another one does already.

    ``message`` is a Thai msgid with named placeholders: ``"แผนของ%(community)s ถูกส่งกลับ"``.
    A record among ``params`` is kept by its Thai name, in whatever language the person who acted worked.
    """
    with translation.override("th"):
        kept = {key: str(value) if isinstance(value, Model) else value for key, value in params.items()}
    facts = {"kind": kind, "subject": subject_of(url), "message": message, "params": kept, "url": url}
    Notice.objects.bulk_create(
        Notice(recipient=user, created_at=at, is_to_mail=is_to_mail, **facts)
        for user in {user.pk: user for user in recipients}.values()
    )


def subject_of(url: str) -> NoticeSubject:
    """What a notice is about: the app that its page is of."""
    try:
        app = resolve(url.partition("?")[0].partition("#")[0]).namespace
    except Resolver404:
        return NoticeSubject.OTHER
    return NoticeSubject(app) if app in NoticeSubject.values else NoticeSubject.OTHER


def notify_of_replacement(
    *, row: Model, place: Model, before: str, after: str, url: str, by: User, at: datetime
) -> None:
    """Tell both people, with both texts, that one chose to write over what the other had last written in a row."""
    theirs = Entry.objects.about(row).exclude(actor=by).order_by("-at", "-pk").first()
    if theirs is None or theirs.actor is None:
        return
    texts = {"place": place, "before": before[:300], "after": after[:300]}
    notify(
        recipients=[theirs.actor],
        kind="accounts.replaced",
        message=gettext_noop("%(by)s ใช้ข้อความของตนแทนของท่าน ใน%(place)s: เดิม “%(before)s” เป็น “%(after)s”"),
        params={"by": by.full_name, **texts},
        url=url,
        at=at,
    )
    notify(
        recipients=[by],
        kind="accounts.replaced",
        message=gettext_noop("ท่านใช้ข้อความของท่านแทนของ%(theirs)s ใน%(place)s: เดิม “%(before)s” เป็น “%(after)s”"),
        params={"theirs": theirs.actor.full_name, **texts},
        url=url,
        at=at,
    )


def tell_of_deserted(sections: Iterable[Section], *, by: User, at: datetime) -> None:
    """Tell those who lead the office that nobody works in these sections now, so the duties are theirs."""
    for section in sections:
        notify(
            recipients=[person for person in directors_of(section.office, at=at) if person.pk != by.pk],
            kind="accounts.section_deserted",
            message=gettext_noop(
                "%(section)sของ%(office)sไม่มีผู้ปฏิบัติงานแล้ว งานของฝ่ายเป็นของผู้อำนวยการ จนกว่าจะมอบให้ผู้อื่นหรือฝ่ายอื่น"
            ),
            params={"section": section, "office": section.office},
            url=reverse("accounts:office", args=[section.office.code]),
            at=at,
        )


@transaction.atomic
def mark_read(*, notice_ids: Iterable[int], by: User, at: datetime) -> int:
    return Notice.objects.filter(pk__in=notice_ids, recipient=by, read_at=None).update(read_at=at)


class RoleTerms(TypedDict):
    """A role to be given in a district, in a bureau or in the city; ``ends_on`` is the first day without it."""

    role: str
    district: NotRequired[District | None]
    bureau: NotRequired[Office | None]
    starts_on: date
    ends_on: NotRequired[date | None]
    acting: NotRequired[str]
    order_number: NotRequired[str]
    order_dated: NotRequired[date | None]
    first_year: NotRequired[int | None]
    last_year: NotRequired[int | None]


@transaction.atomic
def assign(*, user: User, by: User, at: datetime, **terms: Unpack[RoleTerms]) -> Assignment:
    """Give a person a role and return the assignment; ``terms`` are its columns. Raises PermissionDenied."""
    assignment = Assignment(user=user, **terms)
    if not by.has_perm("accounts.appoint", assignment):
        raise PermissionDenied
    # The person's row is the lock: two clicks cannot give one role twice.
    _lock_person(user.pk)
    line = steps.give_role(assignment, held=user.assignments.all(), by=by, at=at)
    assignment.full_clean(exclude=["user", "appointed_by"])
    assignment.save()
    revoke_links(people=[user.pk], at=at)
    write_line(line)
    return assignment


@transaction.atomic
def end_assignment(*, assignment_id: int, on: date, by: User, at: datetime) -> Assignment:
    """Close a role: ``on`` is the first day without it. A role that has not begun ends on its first day."""
    _lock_person(Assignment.objects.values_list("user", flat=True).get(pk=assignment_id))
    assignment = (
        Assignment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("district", "bureau", "user")
        .get(pk=assignment_id)
    )
    if not by.has_perm("accounts.appoint", assignment):
        raise PermissionDenied
    if assignment.ends_on is not None and assignment.ends_on <= on:
        raise AccountError(_("บทบาทนี้สิ้นสุดแล้ว"))
    assignment.ends_on = max(on, assignment.starts_on)
    assignment.ended_at, assignment.ended_by = at, by
    assignment.save(update_fields=["ends_on", "ended_at", "ended_by"])
    revoke_links(people=[assignment.user_id], at=at)
    record(
        "accounts.role_ended",
        assignment,
        by=by,
        at=at,
        user=assignment.user.username,
        role=assignment.role,
        ends_on=assignment.ends_on.isoformat(),
    )
    sections = assignment.sections.in_use().select_related("office")
    tell_of_deserted(deserted(sections, on=assignment.ends_on), by=by, at=at)
    return assignment


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _lock_person(user_id: int) -> User:
    """Lock the person's row and return it. Whoever writes roles, seats or links of the person takes this lock first."""
    person: User = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user_id)
    return person


@transaction.atomic
def revoke_links(*, people: Iterable[int], at: datetime) -> int:
    """Revoke the unused one-time links of these people.

    Called when what they hold changes, because a link was made for what they held before.
    """
    locked = User.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=people).order_by("pk")
    return OneTimeLink.objects.unused().filter(user__in=list(locked)).update(revoked_at=at)


def make_link(*, user: User, purpose: str, made_by: User, by: User | None, at: datetime) -> str:
    """Make a one-time link and return its token; earlier links are revoked. The caller checks the right.

    The link opens only while ``made_by`` has the right to make it. ``by`` is None for the command line.
    """
    revoke_links(people=[user.pk], at=at)
    token = secrets.token_urlsafe(24)
    link = OneTimeLink.objects.create(
        user=user,
        purpose=purpose,
        token_hash=token_hash(token),
        created_at=at,
        created_by=made_by,
        expires_at=at + LINK_LIFETIME,
    )
    record("accounts.link_issued", link, by=by, at=at, user=user.username, purpose=purpose)
    return token


@transaction.atomic
def issue_link(*, user: User, purpose: str, by: User, at: datetime) -> str:
    """Make a one-time link that is valid for 24 hours, tell the person, and return its token.

    Earlier links are revoked. Whoever is invited and was never here has the invitation, and is told nothing besides.

    A link gives everything that the account has, so ``by`` needs the right to give each of these things.
    """
    user = _lock_person(user.pk)
    if not by.has_perm("accounts.open_account", user):
        raise PermissionDenied
    if not user.is_active:
        raise AccountError(_("บัญชีนี้ปิดแล้ว จึงออกลิงก์ไม่ได้"))
    token = make_link(user=user, purpose=purpose, made_by=by, by=by, at=at)
    if purpose == LinkPurpose.INVITATION and user.last_login is None:
        return token
    notify(
        recipients=[user],
        kind="accounts.link_issued",
        message=gettext_noop(
            "%(by)s ออกลิงก์เข้าระบบครั้งเดียวในชื่อของท่าน ใช้ได้ 24 ชั่วโมง ผู้ที่ถือลิงก์เข้าใช้แทนท่านได้ ถ้าท่านไม่ได้ขอให้แจ้งผู้ดูแลระบบ"
        ),
        params={"by": by.full_name},
        url=reverse("desk:my-work"),
        at=at,
        is_to_mail=False,  # the page that asked for the link sends a letter of its own
    )
    return token


def still_opens(link: OneTimeLink) -> bool:
    """Whether the maker of the link has the right today to open the account, with all that it holds today."""
    maker = link.created_by
    return maker.is_active and maker.has_perm("accounts.open_account", link.user)


def find_link(*, token: str, at: datetime) -> OneTimeLink | None:
    """The one-time link of a token. None if it cannot be used now."""
    link = (
        OneTimeLink.objects.unused()
        .select_related("user", "created_by")
        .filter(token_hash=token_hash(token), expires_at__gt=at, user__is_active=True)
        .first()
    )
    return link if link is not None and still_opens(link) else None


@transaction.atomic
def use_link(*, token: str, password: str | None, at: datetime) -> OneTimeLink:
    """Use up a one-time link and return it; with ``password``, set it. Raises LinkInvalidError.

    The maker of a log-in link may know it too. So ``link.user.entered_through`` names the maker, and the log does with
    each act of that session.
    """
    if found := find_link(token=token, at=at):
        _lock_person(found.user_id)
    link = find_link(token=token, at=at)  # as it is now that nobody else uses it or changes what the person holds
    if link is None:
        raise LinkInvalidError
    link.used_at = at
    link.save(update_fields=["used_at"])
    if link.purpose == LinkPurpose.LOGIN:
        link.user.entered_through = link.created_by
    if password is not None:
        link.user.set_password(password)
        link.user.save(update_fields=["password"])
    maker = link.created_by.username
    record("accounts.link_used", link, by=link.user, at=at, purpose=link.purpose, made_by=maker, link=link.pk)
    return link


@transaction.atomic
def create_person(
    *, username: str, full_name: str, email: str = "", phone: str = "", by: User | None, at: datetime
) -> User:
    """Make an account without a password. The caller checks whether ``by`` may.

    A role or a seat must follow, and then the one-time link by which the owner comes in.
    """
    user, line = steps.new_person(username=username, full_name=full_name, email=email, phone=phone, by=by, at=at)
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        user.full_clean(exclude=["password"])  # another of this name came in between: says so as it would have before
        raise
    write_line(line)
    return user


@transaction.atomic
def invite(
    *,
    username: str,
    full_name: str,
    email: str = "",
    phone: str = "",
    by: User,
    at: datetime,
    **terms: Unpack[RoleTerms],
) -> Invitation:
    """Create an account with its first role. Administrators invite staff, a director the people below."""
    user = create_person(username=username, full_name=full_name, email=email, phone=phone, by=by, at=at)
    assign(user=user, **terms, by=by, at=at)
    return Invitation(user, issue_link(user=user, purpose=LinkPurpose.INVITATION, by=by, at=at))


@transaction.atomic
def close_account(*, user_id: int, on: date, by: User, at: datetime) -> User:
    """Close the account: the person leaves, and all rights end that day."""
    if not by.has_perm("accounts.manage_people"):
        raise PermissionDenied
    user = _lock_person(user_id)
    user.is_active, user.closed_at = False, user.closed_at or at
    user.save(update_fields=["is_active", "closed_at"])
    for assignment in user.assignments.filter(Q(ends_on=None) | Q(ends_on__gt=on)):
        end_assignment(assignment_id=assignment.pk, on=on, by=by, at=at)
    revoke_links(people=[user.pk], at=at)
    record("accounts.account_closed", user, by=by, at=at)
    return user
