"""Letters (e-mails) that carry notices: written into the outbox, handed to the mail server, chosen, stopped, mended.

A notice is the event; the letter is a row that points back from it. Once a day, or within a minute for what a person
wants at once, the clock gathers what waits into one letter for each person (`write_letters`). A worker sends it
(`send_letter`), and what the mail server did not take for now is tried again (`try_letters_again`).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate  # noqa: TID251  (of a moment that is given; no clock is read)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.actions.personal import offices_of
from bkkplan.ground.accounts.actions.steps import AccountError
from bkkplan.ground.accounts.enums import Pace
from bkkplan.ground.accounts.models import Letter, Mailbox, Notice, User
from bkkplan.ground.accounts.models.letters import NoticeQuerySet
from bkkplan.ground.accounts.queries import people_who_look_after
from bkkplan.ground.accounts.queries.letters import mailbox_of, why_not_written_to
from bkkplan.ground.audit.record import changes, record
from bkkplan.ground.core import jobs
from bkkplan.ground.core.jobs import JobState

# What nobody was told of for so long is not news any more: it stays on the page.
NEWS = timedelta(days=3)
WAIT = timedelta(minutes=5)  # before the second try; doubled before each later one
MOST_TRIES = 9  # the last one a day after the first

Render = Callable[[Letter, Sequence[Notice]], EmailMessage]


class AddressTakenError(AccountError):
    sentence = gettext_lazy("อีเมลนี้มีผู้ใช้แล้ว")
    field = "email"


# Writing


def write_letters(*, pace: Pace, on: date, at: datetime) -> int:
    """Gather the notices that wait into one letter for each person of this pace; return how many were written."""
    since = at - NEWS
    Notice.objects.filter(is_to_mail=True, created_at__lt=since).update(is_to_mail=False)
    waiting = Notice.objects.waiting_for_a_letter(since=since).wanted(pace)
    people = waiting.filter(recipient__is_active=True).exclude(recipient__email="").order_by("recipient")
    # While the mail server does not take a person's letter, no second one is written.
    people = people.exclude(recipient__letters__try_again_at__isnull=False)
    written = 0
    for recipient in people.values_list("recipient", flat=True).distinct():
        try:
            written += _write_letter(recipient, pace=pace, since=since, on=on, at=at)
        except IntegrityError:
            continue  # a second round wrote this person's letter at the same moment
    return written


@transaction.atomic
def _write_letter(recipient_id: int, *, pace: Pace, since: datetime, on: date, at: datetime) -> bool:
    of_today = Letter.objects.filter(recipient=recipient_id, day=on)
    if pace == Pace.DAILY and of_today.filter(pace=pace).exists():
        return False
    own = Notice.objects.waiting_for_a_letter(since=since).filter(recipient=recipient_id)
    if pace == Pace.AT_ONCE:
        _leave_out_what_was_told(own.wanted(pace), of_today)
    if not own.wanted(pace).exists():
        return False
    # One live letter of a pace for each person: a second round waits here for the first, and then finds its letter.
    letter, is_new = jobs.submit(
        Letter(key=f"letter:{pace}:{recipient_id}", recipient_id=recipient_id, pace=pace, day=on), by=None, at=at
    )
    if is_new:
        waiting = Notice.objects.filter(pk__in=list(own.wanted(pace).values_list("pk", flat=True)), letter=None)
        waiting.update(letter=letter, is_to_mail=False)
    return is_new


def _leave_out_what_was_told(waiting: NoticeQuerySet, letters: QuerySet[Letter]) -> None:
    """Take notices out of a letter whose sentence about the same thing was mailed already, or stands in it twice."""
    told = {_thing(notice) for notice in Notice.objects.filter(letter__in=letters)}
    for notice in waiting:
        if _thing(notice) in told:
            Notice.objects.filter(pk=notice.pk).update(is_to_mail=False)
        told.add(_thing(notice))


def _thing(notice: Notice) -> tuple[str, str, str]:
    return notice.kind, notice.message % notice.params, notice.url


# Sending


def send_letter(claim: jobs.Claim, *, render: Render, on: date, at: datetime, real_at: datetime) -> None:
    """The worker's part. What changed since the letter was written counts: who left gets nothing, nor who chose so.

    ``real_at`` dates the next try, where the working day stands still.
    """
    letter: Letter = claim.job
    if letter.handed_over_at is not None:
        claim.finish(_("ไม่ทราบว่าถึงหรือไม่ จึงไม่ส่งซ้ำ"))
        return
    if sentence := why_not_written_to(letter.recipient):
        claim.finish(sentence)
        return
    notices = notices_to_tell(letter, on=on)
    if not notices:
        claim.finish(_("ไม่มีเรื่องที่ต้องส่งแล้ว"))
        return
    message = render(letter, notices)
    message.connection = connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException):
        _try_later(claim, _("ติดต่อเครื่องส่งอีเมลไม่ได้"), at=real_at)
        return
    claim.check()
    Letter.objects.filter(pk=letter.pk).update(handed_over_at=at, address=letter.recipient.email)
    try:
        message.send()
    except SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        _take_back(claim, code, words, on=on, at=at, real_at=real_at)
    except SMTPResponseException as refused:
        _take_back(claim, refused.smtp_code, refused.smtp_error, on=on, at=at, real_at=real_at, is_address=False)
    except (OSError, SMTPException):
        claim.fail(_("เครื่องส่งอีเมลขาดการติดต่อระหว่างส่ง จึงไม่ส่งซ้ำ"))
    else:
        claim.finish(_("ส่งแล้ว"))
    finally:
        connection.close()


def notices_to_tell(letter: Letter, *, on: date) -> list[Notice]:
    """The unread notices of a letter, each thing once, the newest first.

    Whoever has left an office since a notice was made is not told of it: it may have been that office's business.
    """
    held_now = set(offices_of(letter.recipient, on=on))
    if not held_now:
        return []
    box = mailbox_of(letter.recipient)
    told: dict[tuple[str, str, str], Notice] = {}
    held_on: dict[date, set[str]] = {}
    for notice in letter.notices.filter(read_at=None).order_by("-created_at", "-pk"):
        day = localdate(notice.created_at)
        if day not in held_on:
            held_on[day] = set(offices_of(letter.recipient, on=day))
        if held_on[day] <= held_now and box.pace_of(notice.subject) != Pace.NEVER:
            told.setdefault(_thing(notice), notice)
    return list(told.values())


def _take_back(
    claim: jobs.Claim,
    code: int,
    words: bytes | str,
    *,
    on: date,
    at: datetime,
    real_at: datetime,
    is_address: bool = True,
) -> None:
    """The mail server said no: for now (4xx), or for good (5xx)."""
    Letter.objects.filter(pk=claim.job.pk).update(handed_over_at=None)
    reason = f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
    if code < 500:
        _try_later(claim, reason, at=real_at)
        return
    if is_address:
        note_bounce(address=claim.job.recipient.email, reason=reason, on=on, at=at)
    claim.fail(reason)


def _try_later(claim: jobs.Claim, sentence: str, *, at: datetime) -> None:
    tries = claim.job.tries + 1
    again = at + WAIT * 2 ** (tries - 1) if tries < MOST_TRIES else None
    Letter.objects.filter(pk=claim.job.pk).update(tries=tries, try_again_at=again)
    claim.fail(sentence)


def try_letters_again(*, real_at: datetime) -> int:
    """Queue the letters whose next try has come; return how many."""
    due = list(Letter.objects.filter(try_again_at__lte=real_at, state=JobState.FAILED).order_by("pk"))
    for letter in due:
        again = Letter.objects.filter(pk=letter.pk, try_again_at=letter.try_again_at)
        if again.update(state=JobState.QUEUED, try_again_at=None, finished_at=None, attempts=0):
            jobs.enqueue(Letter.task_name, job_id=letter.pk)
    return len(due)


# Choosing


@transaction.atomic
def choose_letters(
    *,
    user: User,
    pace: str,
    choices: Mapping[str, str] | None = None,
    language: str = "",
    is_by_link: bool = False,
    by: User,
    at: datetime,
) -> Mailbox:
    """Save how often a person gets e-mail, and in which language. Return the mailbox.

    ``choices`` are the paces of single subjects; None leaves them as they are. They count until ``pace`` is NEVER.
    ``is_by_link``: the person used the link in an e-mail and is not logged in. A stop by the link keeps the earlier
    choice in ``pace_before``, so that the same link can bring it back.
    """
    if user.pk != by.pk:
        raise PermissionDenied
    box = _locked_mailbox(user)
    before = {"pace": box.pace, "choices": box.choices, "language": box.language}
    box.pace_before = box.pace if is_by_link and pace == Pace.NEVER != box.pace else box.pace_before * is_by_link
    box.pace, box.language = pace, language or box.language
    box.choices = box.choices if choices is None else dict(choices)
    box.save(update_fields=["pace", "choices", "pace_before", "language"])
    changed = changes(before, {"pace": box.pace, "choices": box.choices, "language": box.language})
    if changed["before"]:
        record("accounts.letters_chosen", user, by=by, at=at, **changed, by_link=is_by_link)
    return box


def _locked_mailbox(user: User) -> Mailbox:
    Mailbox.objects.get_or_create(user=user)
    return Mailbox.objects.select_for_update(of=("self",), no_key=True).get(user=user)


# Addresses that do not reach


@transaction.atomic
def note_bounce(*, address: str, reason: str, on: date, at: datetime) -> User | None:
    """Mark an address that an e-mail did not reach, and notify its person and those who manage the account.

    Returns the person; None if nobody has this address any more, or it was marked before.
    """
    user: User | None = User.objects.filter(email__iexact=address, is_active=True).exclude(email="").first()
    if user is None:
        return None
    box = _locked_mailbox(user)
    if box.bounced_address.lower() == address.lower():
        return None
    box.bounced_address, box.bounced_at, box.bounce_reason = user.email, at, reason[:300]
    box.save(update_fields=["bounced_address", "bounced_at", "bounce_reason"])
    record("accounts.address_bounced", user, by=None, at=at, reason=reason[:300])
    for recipients, url in (
        ([user], reverse("accounts:my-letters")),
        (people_who_look_after(user, on=on), reverse("accounts:person", args=[user.pk])),
    ):
        notify(
            recipients=recipients,
            kind="accounts.address_bounced",
            message=gettext_noop("อีเมลถึง%(person)s ส่งไม่ถึง จึงหยุดส่งจนกว่าจะแก้ที่อยู่หรือยืนยันว่าใช้ได้"),
            params={"person": user.full_name},
            url=url,
            at=at,
        )
    return user


@transaction.atomic
def mend_address(*, user_id: int, email: str, by: User, at: datetime) -> User:
    """Give a person a new address, or say that the present one works again: letters go there from now on.

    Everyone mends their own; others need the right to open the account, which is as much.
    """
    user: User = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user_id)
    if not by.has_perm("accounts.mend_address", user):
        raise PermissionDenied
    if User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
        raise AddressTakenError
    is_new = user.email != email
    if is_new:
        EmailAddress.objects.filter(user=user).delete()  # by which the log-in would know the former one
        user.email = email
        user.save(update_fields=["email"])
    box = _locked_mailbox(user)
    box.bounced_address, box.bounced_at, box.bounce_reason = "", None, ""
    box.save(update_fields=["bounced_address", "bounced_at", "bounce_reason"])
    # The address itself is personal, and the log is kept for good: it only says whether it is another one.
    record("accounts.address_mended", user, by=by, at=at, is_other=is_new)
    if is_new and by.pk != user.pk:
        notify(
            recipients=[user],
            kind="accounts.address_mended",
            message=gettext_noop("%(by)s แก้อีเมลของท่าน ถ้าท่านไม่ได้ขอให้แจ้งผู้ดูแลระบบ"),
            params={"by": by.full_name},
            url=reverse("accounts:my-letters"),
            at=at,
        )
    return user
