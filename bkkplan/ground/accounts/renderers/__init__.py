"""Letters as e-mails, in the person's language: a text and a page of the same words."""

import re
from collections.abc import Sequence
from email.utils import formataddr
from functools import cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bkkplan.ground.accounts.enums import Pace
from bkkplan.ground.accounts.models import Letter, Notice
from bkkplan.ground.accounts.queries.letters import groups_of, mailbox_of
from bkkplan.ground.accounts.queries.stopping import stop_token
from bkkplan.ground.core.wording import thai_date

SUBJECT_LENGTH = 90
SHEETS = Path(settings.BASE_DIR) / "static" / "css"


def address_of(path: str) -> str:
    """The address of a page as it stands in a letter, where there is no request to take it from."""
    address: str = urljoin(settings.PORTAL_ADDRESS, path)
    return address


def render_letter(letter: Letter, notices: Sequence[Notice]) -> EmailMultiAlternatives:
    """The e-mail of a letter. The stop link works without a log-in, also for a mail program (RFC 8058)."""
    with translation.override(mailbox_of(letter.recipient).language):
        return _render(letter, notices)


def _render(letter: Letter, notices: Sequence[Notice]) -> EmailMultiAlternatives:
    stop = address_of(reverse("stop-letters", args=[stop_token(letter.recipient)]))
    groups = [
        {
            "title": group.title,
            "lines": [(notice, address_of(notice.url)) for notice in group.notices],
            "left": group.left,
        }
        for group in groups_of(notices)
    ]
    subject = _subject(letter, notices)
    context = {
        "subject": subject,
        "person": letter.recipient,
        "groups": groups,
        "count": len(notices),
        "is_daily": letter.pace == Pace.DAILY,
        "day": letter.day,
        "all": address_of(reverse("desk:notices")),
        "work": address_of(reverse("desk:my-work")),
        "choose": address_of(reverse("accounts:my-letters")),
        "stop": stop,
        "language": translation.get_language(),
    }
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("emails/notices.txt", context),
        to=[formataddr((str(letter.recipient), letter.recipient.email))],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            # The same letter has the same id, however often it is handed over.
            "Message-ID": f"<letter-{letter.pk}@{urlsplit(settings.PORTAL_ADDRESS).hostname}>",
        },
    )
    message.attach_alternative(render_to_string("emails/notices.html", context | {"sheet": _sheet()}), "text/html")
    return message


def _subject(letter: Letter, notices: Sequence[Notice]) -> str:
    if letter.pace == Pace.DAILY:
        counted = ngettext("%(n)s เรื่อง", "%(n)s เรื่อง", len(notices)) % {"n": len(notices)}
        return _("บีเคเคแพลน: สรุป %(counted)s วันที่ %(day)s") % {"day": thai_date(letter.day), "counted": counted}
    first = " ".join(notices[0].text.split())
    if len(notices) > 1:
        return _("บีเคเคแพลน: มี %(n)s เรื่องใหม่") % {"n": len(notices)}
    return Truncator(_("บีเคเคแพลน: %(text)s") % {"text": first}).chars(SUBJECT_LENGTH)


@cache
def _sheet() -> SafeString:
    """The letters' style sheet with the colours themselves: mail programs know no variables and fetch no sheet."""
    tokens = dict(re.findall(r"--([\w-]+):\s*([^;]+);", (SHEETS / "tokens.css").read_text(encoding="utf-8")))
    text = (SHEETS / "letter.css").read_text(encoding="utf-8")
    return mark_safe(re.sub(r"var\(--([\w-]+)\)", lambda found: tokens[found[1]], text))  # noqa: S308  (the sheets are our own files)
