"""What letters ask of people: how one is written to, and why one is not; what a letter says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.enums import Pace
from bkkplan.ground.accounts.models import Letter, Mailbox, Notice, User

LINES_OF_A_GROUP = 8
LAST_LETTERS = 20

# What a notice is about, by the app that its page is of; in the order of a letter.
SUBJECTS: Mapping[str, str | Promise] = {
    "years": gettext_lazy("กำหนดวันของปี"),
    "forums": gettext_lazy("เวทีรับฟัง"),
    "communities": gettext_lazy("แผนพัฒนาชุมชนและการอบรม"),
    "budget": gettext_lazy("แผนปฏิบัติราชการและงบประมาณ"),
    "kpi": gettext_lazy("ตัวชี้วัด"),
    "routes": gettext_lazy("เรื่องที่เสนอ"),
    "accounts": gettext_lazy("บัญชีและบทบาท"),
}
OTHERS = gettext_lazy("เรื่องอื่น")


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
    return bool(user.email) and mailbox_of(user).bounced_address.lower() == user.email.lower()


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
        by_subject.setdefault(_subject_of(notice), []).append(notice)
    order = [*SUBJECTS, ""]
    return [
        Group(
            title=str(SUBJECTS.get(subject, OTHERS)),
            count=len(by_subject[subject]),
            notices=tuple(by_subject[subject][:LINES_OF_A_GROUP]),
        )
        for subject in sorted(by_subject, key=order.index)
    ]


def _subject_of(notice: Notice) -> str:
    try:
        subject = resolve(notice.url.partition("?")[0].partition("#")[0]).namespace
    except Resolver404:
        return ""
    return subject if subject in SUBJECTS else ""


def last_letters(user: User) -> list[Letter]:
    return list(user.letters.order_by("-requested_at", "-pk")[:LAST_LETTERS])
