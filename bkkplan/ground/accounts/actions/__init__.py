"""Invite people, give them roles, end these, and tell people what concerns them."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bkkplan.ground.accounts.enums import DISTRICT_ROLES, LinkPurpose, Role
from bkkplan.ground.accounts.models import Assignment, Notice, OneTimeLink, User
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.refusals import Refusal
from districts.models import District

LINK_LIFETIME = timedelta(hours=24)


class AccountError(Refusal):
    pass


class AlreadyHeldError(AccountError):
    """The person holds this role in this place in an overlapping span."""


class LinkInvalidError(AccountError):
    """Used, expired, revoked or never made."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A new account and the one-time token that opens it; the token is not stored and cannot be shown again."""

    user: User
    token: str


def notify(
    *, recipients: Iterable[User], kind: str, message: str, params: dict[str, Any], url: str, at: datetime
) -> None:
    """Put one notice on each recipient's งานของฉัน.

    ``message`` is a Thai msgid with named placeholders: ``"แผนของ%(community)s ถูกส่งกลับ"``.
    A record among ``params`` is kept by its Thai name, in whatever language the person who acted worked.
    """
    with translation.override("th"):
        kept = {key: str(value) if isinstance(value, Model) else value for key, value in params.items()}
    Notice.objects.bulk_create(
        Notice(recipient=user, kind=kind, message=message, params=kept, url=url, created_at=at)
        for user in {user.pk: user for user in recipients}.values()
    )


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


@transaction.atomic
def mark_read(*, notice_ids: Iterable[int], by: User, at: datetime) -> int:
    return Notice.objects.filter(pk__in=notice_ids, recipient=by, read_at=None).update(read_at=at)


def _may_appoint(by: User, role: str, district: District | None) -> bool:
    if by.has_perm("accounts.manage_people"):
        return True
    return role == Role.DISTRICT_OFFICER and district is not None and by.has_perm("accounts.invite_officer", district)


@transaction.atomic
def assign(
    *,
    user: User,
    role: str,
    district: District | None,
    starts_on: date,
    ends_on: date | None = None,
    is_acting: bool = False,
    by: User,
    at: datetime,
) -> Assignment:
    """Give a role from a day on; ``ends_on`` is the first day without it."""
    if not _may_appoint(by, role, district):
        raise PermissionDenied
    # The person's row is the lock: two clicks cannot give one role twice.
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    overlapping = user.assignments.filter(role=role, district=district).filter(
        Q(ends_on=None) | Q(ends_on__gt=starts_on)
    )
    if ends_on is not None:
        overlapping = overlapping.filter(starts_on__lt=ends_on)
    if overlapping.exists():
        raise AlreadyHeldError(_("ผู้ใช้มีบทบาทนี้ในช่วงเวลานี้อยู่แล้ว"))
    assignment = Assignment(
        user=user,
        role=role,
        district=district,
        starts_on=starts_on,
        ends_on=ends_on,
        is_acting=is_acting,
        appointed_at=at,
        appointed_by=by,
    )
    assignment.full_clean(exclude=["user", "appointed_by"])
    assignment.save()
    record(
        "accounts.role_given",
        assignment,
        by=by,
        at=at,
        user=user.username,
        role=role,
        district=district.code if district else None,
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat() if ends_on else None,
    )
    return assignment


@transaction.atomic
def end_assignment(*, assignment_id: int, on: date, by: User, at: datetime) -> Assignment:
    """Close a role: ``on`` is the first day without it. A role that has not begun ends on its first day."""
    assignment = (
        Assignment.objects.select_for_update(of=("self",)).select_related("district", "user").get(pk=assignment_id)
    )
    if not _may_appoint(by, assignment.role, assignment.district):
        raise PermissionDenied
    if assignment.ends_on is not None and assignment.ends_on <= on:
        raise AccountError(_("บทบาทนี้สิ้นสุดแล้ว"))
    assignment.ends_on = max(on, assignment.starts_on)
    assignment.ended_at, assignment.ended_by = at, by
    assignment.save(update_fields=["ends_on", "ended_at", "ended_by"])
    record(
        "accounts.role_ended",
        assignment,
        by=by,
        at=at,
        user=assignment.user.username,
        role=assignment.role,
        ends_on=assignment.ends_on.isoformat(),
    )
    return assignment


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def issue_link(*, user: User, purpose: str, by: User | None, at: datetime) -> str:
    """Make a one-time link's token, valid 24 hours; earlier unused links of the same purpose are revoked."""
    user.links.filter(purpose=purpose, used_at=None, revoked_at=None).update(revoked_at=at)
    token = secrets.token_urlsafe(24)
    link = OneTimeLink.objects.create(
        user=user,
        purpose=purpose,
        token_hash=token_hash(token),
        created_at=at,
        created_by=by,
        expires_at=at + LINK_LIFETIME,
    )
    record("accounts.link_issued", link, by=by, at=at, user=user.username, purpose=purpose)
    return token


def find_link(*, token: str, at: datetime) -> OneTimeLink:
    """The live link of a token."""
    link = (
        OneTimeLink.objects.select_related("user")
        .filter(token_hash=token_hash(token), used_at=None, revoked_at=None, expires_at__gt=at, user__is_active=True)
        .first()
    )
    if link is None:
        raise LinkInvalidError(_("ลิงก์นี้ใช้ไม่ได้แล้ว ขอลิงก์ใหม่จากผู้ที่ส่งให้ท่าน"))
    return link


@transaction.atomic
def use_link(*, token: str, password: str | None, at: datetime) -> User:
    """Open an account by its one-time link; with ``password``, set it."""
    found = find_link(token=token, at=at)
    link = OneTimeLink.objects.select_for_update(of=("self",)).select_related("user").get(pk=found.pk)
    if link.used_at is not None:
        raise LinkInvalidError(_("ลิงก์นี้ใช้ไปแล้ว"))
    link.used_at = at
    link.save(update_fields=["used_at"])
    if password is not None:
        link.user.set_password(password)
        link.user.save(update_fields=["password"])
    record("accounts.link_used", link, by=link.user, at=at, purpose=link.purpose)
    return link.user


@transaction.atomic
def create_person(
    *, username: str, full_name: str, email: str = "", phone: str = "", by: User | None, at: datetime
) -> Invitation:
    """An account without a password, and the token that lets its owner set one.

    Whether ``by`` may is the caller's to know: it is always followed by giving a role or a committee seat.
    """
    user = User(username=username, full_name=full_name, email=email, phone=phone)
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    record("accounts.person_created", user, by=by, at=at, username=username)
    return Invitation(user, issue_link(user=user, purpose=LinkPurpose.INVITATION, by=by, at=at))


@transaction.atomic
def invite(
    *,
    username: str,
    full_name: str,
    email: str = "",
    phone: str = "",
    role: str,
    district: District | None = None,
    starts_on: date,
    ends_on: date | None = None,
    is_acting: bool = False,
    by: User,
    at: datetime,
) -> Invitation:
    """Create an account with its first role. Administrators invite staff, a director the officers of the district."""
    if not _may_appoint(by, role, district if role in DISTRICT_ROLES else None):
        raise PermissionDenied
    invitation = create_person(username=username, full_name=full_name, email=email, phone=phone, by=by, at=at)
    assign(
        user=invitation.user,
        role=role,
        district=district,
        starts_on=starts_on,
        ends_on=ends_on,
        is_acting=is_acting,
        by=by,
        at=at,
    )
    return invitation


@transaction.atomic
def close_account(*, user_id: int, on: date, by: User, at: datetime) -> User:
    """Leaving: the account and all its rights close that day."""
    if not by.has_perm("accounts.manage_people"):
        raise PermissionDenied
    user = User.objects.select_for_update(of=("self",)).get(pk=user_id)
    user.is_active = False
    user.save(update_fields=["is_active"])
    for assignment in user.assignments.filter(Q(ends_on=None) | Q(ends_on__gt=on)):
        end_assignment(assignment_id=assignment.pk, on=on, by=by, at=at)
    user.links.filter(used_at=None, revoked_at=None).update(revoked_at=at)
    record("accounts.account_closed", user, by=by, at=at)
    return user
