"""The mails about an account: the invitation, and that a link was made."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bkkplan.ground.accounts import actions
from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.pages.my_work import WorkRequest


def link_address(request: WorkRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("enter", args=[token]))


def send_invitation(request: WorkRequest, invitation: actions.Invitation, *, through: Any = None) -> None:
    """Mail the link to whoever has an address; ``through`` is an open connection, for many at once."""
    mail_in_every_language(
        invitation.user,
        subject=gettext_noop("คำเชิญเข้าใช้บีเคเคแพลน"),
        template="emails/invitation.txt",
        context={"by": request.user, "address": link_address(request, invitation.token)},
        through=through,
    )


def mail_in_every_language(
    user: User, *, subject: str, template: str, context: dict[str, Any], through: Any = None
) -> None:
    """Which language the person reads is not known. Nothing is sent to whoever has no address."""
    if not user.email:
        return
    subjects, texts = [], []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            subjects.append(_(subject))
            texts.append(render_to_string(template, {**context, "user": user}))
    # The link stands on the page, and its owner has a notice: mail that is away must not take both back.
    send_mail(" · ".join(subjects), "\n".join(texts), None, [user.email], fail_silently=True, connection=through)
