"""A second factor that was lost with its phone is removed by an administrator; the person is led to a new one."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_noop

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record


@transaction.atomic
def forget(*, user_id: int, by: User, at: datetime) -> None:
    """Remove another person's authenticator app, passkeys and recovery codes.

    One's own are removed on allauth's pages.
    """
    if not by.has_perm("accounts.manage_people") or by.pk == user_id:
        raise PermissionDenied
    user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user_id)
    removed, _per_model = Authenticator.objects.filter(user=user).delete()
    if not removed:
        return
    record("accounts.second_factor_forgotten", user, by=by, at=at)
    notify(
        recipients=[user],
        kind="accounts.second-factor-forgotten",
        message=gettext_noop("%(by)s ล้างการยืนยันตัวตนขั้นที่สองของท่าน หากท่านไม่ได้ขอ แจ้งผู้ดูแลระบบทันที"),
        params={"by": by.full_name},
        url=reverse("mfa_index"),
        at=at,
    )
