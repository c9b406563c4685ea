"""Links by which people enter, shown once: for one person, or for many as a sheet to be cut apart."""

from collections.abc import Sequence

import segno
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts import actions
from bkkplan.ground.accounts.enums import LinkPurpose
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.views.letters import link_address
from bkkplan.ground.core.clock import now
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.pages.my_work import WorkRequest


def show_link(
    request: WorkRequest,
    user: User,
    token: str,
    *,
    purpose: str,
    crumbs: list[Link] | None = None,
    back: str = "",
    then: Sequence[Link] = (),
) -> HttpResponse:
    """The page with the link and its QR, once: only the token's hash is kept. ``then`` is what one does next."""
    address = link_address(request, token)
    qr = segno.make(address, error="m")
    response = render(
        request,
        "accounts/link.html",
        {
            "person": user,
            "address": address,
            "is_invitation": purpose == LinkPurpose.INVITATION,
            "qr": qr.svg_data_uri(scale=5, border=2),
            "expires_at": now() + actions.LINK_LIFETIME,
            "then": then,
            "back": back or reverse("accounts:person", args=[user.pk]),
            "crumbs": crumbs
            or [
                Link(label=_("ผู้ใช้และบทบาท"), href=reverse("accounts:people")),
                Link(label=str(user), href=reverse("accounts:person", args=[user.pk])),
                Link(label=_("ลิงก์เข้าระบบครั้งเดียว")),
            ],
        },
    )
    response["Cache-Control"] = "no-store"
    return response


def show_links(
    request: WorkRequest, made: Sequence[tuple[actions.Invitation, object]], *, crumbs: list[Link], back: str
) -> HttpResponse:
    """The sheet with the links of many people, once, to be cut apart; each comes with what the person is."""
    links = []
    for invitation, role in made:
        address = link_address(request, invitation.token)
        qr = segno.make(address, error="m").svg_data_uri(scale=3, border=2)
        links.append({"person": invitation.user, "role": role, "address": address, "qr": qr})
    context = {"links": links, "expires_at": now() + actions.LINK_LIFETIME, "back": back, "crumbs": crumbs}
    response = render(request, "accounts/links.html", context)
    response["Cache-Control"] = "no-store"
    return response
