"""What letters ask of people: how one is written to, and why one is not; what a letter says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import NoticeSubject, Pace
from bkkplan.ground.accounts.models import Letter, Mailbox, Notice, User
from bkkplan.ground.core.questions.together import later

LINES_OF_A_GROUP = 8
LAST_LETTERS = 20


@dataclass(frozen=True, slots=True)
class Group:
    """The notices about one subject: the newest, and how many are left to the page of notices."""

    title: str
    count: int
    notices: tuple[Notice, ...]

    @property
    def left(self) -> int:
        return self.count - len(self.notices)


def mailbox_of(user: User) -> Mailbox:
    """How the person is written to; unsaved, with the usual choices, for whoever never chose."""
    try:
        box: Mailbox = user.mailbox
    except ObjectDoesNotExist:
        return Mailbox(user=user)
    return box


def bounces(user: User) -> bool:
    """Whether letters to the address that the person has now came back."""
    return came_back(user, mailbox_of(user))


def came_back(user: User, box: Mailbox | None) -> bool:
    """As `bounces`, of a mailbox that is loaded already; None for a person who never chose anything."""
    return bool(user.email) and box is not None and box.bounced_address.lower() == user.email.lower()


def mailboxes_of(user: int) -> Sequence[Mailbox]:
    """The mailbox of a person, if they have one, asked with what else a page asks."""
    return later(Mailbox.objects.filter(user=user))


def why_not_written_to(user: User) -> str:
    """The sentence that says why no letter goes to a person; "" where one does."""
    if not user.is_active:
        return _("ปิดบัญชีแล้ว")
    if not user.email:
        return _("ไม่มีอีเมล")
    if bounces(user):
        return _("อีเมลนี้ส่งไม่ถึง")
    return _("เลือกไม่รับอีเมล") if mailbox_of(user).pace == Pace.NEVER else ""


def groups_of(notices: Sequence[Notice]) -> list[Group]:
    """What a letter shows of its notices: a few lines of each subject, however many there are."""
    by_subject: dict[str, list[Notice]] = {}
    for notice in notices:
        by_subject.setdefault(notice.subject, []).append(notice)
    return [
        Group(
            title=str(subject.label),
            count=len(by_subject[subject]),
            notices=tuple(by_subject[subject][:LINES_OF_A_GROUP]),
        )
        for subject in NoticeSubject
        if subject in by_subject
    ]


def last_letters(user: User) -> list[Letter]:
    return list(user.letters.order_by("-requested_at", "-pk")[:LAST_LETTERS])


def choices_in_words(choices: Mapping[str, str]) -> str:
    """The paces that a person chose for single subjects: “เวทีรับฟัง: ทันทีที่มีเรื่อง”."""
    subjects, paces = dict(NoticeSubject.choices), dict(Pace.choices)
    return ", ".join(f"{subjects.get(of, of)}: {paces.get(pace, pace)}" for of, pace in choices.items())
