"""A forum of several districts: the host opens it to its group, and another district takes part."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.enums import DISTRICT_ROLES
from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.people import own_districts
from districts.models import District
from forums.actions import joint
from forums.forms.joint import JoinForm
from forums.models import Forum
from forums.views.base import ForumAct
from forums.views.next_steps import steps_after


def districts_to_join(user: User, forum: Forum) -> list[District]:
    """The districts for which this person may take part in the forum, also where they do so already."""
    if not forum.is_joint:
        return []
    own = joint.others_of_group(forum).filter(pk__in=own_districts(user, *DISTRICT_ROLES))
    return [district for district in own if user.has_perm("forums.add_forum", district)]


class ForumOpenToGroup(ForumAct):
    heading = gettext_lazy("เปิดให้เขตในกลุ่มร่วม")
    explanation = gettext_lazy(
        "เขตอื่นในกลุ่มเขตได้รับแจ้ง และร่วมเวทีนี้ได้ แต่ละเขตบันทึกและเผยแพร่ผลของตนเอง วันและสถานที่เป็นของเขตเจ้าภาพ"
    )
    button = gettext_lazy("เปิดให้ร่วม")
    done = gettext_lazy("เขตอื่นในกลุ่มร่วมเวทีนี้ได้แล้ว")

    def act(self, data: dict[str, Any]) -> None:
        joint.open_to_group(forum_id=self.forum.pk, **self.signed)


class ForumJoin(ForumAct):
    permission = ""
    form_class = JoinForm
    heading = gettext_lazy("ร่วมเวทีของเขตเจ้าภาพ")
    explanation = gettext_lazy(
        "เขตของท่านจะมีเวทีที่ประกาศวันนี้ วันและสถานที่ตามเขตเจ้าภาพ ท่านบันทึกและเผยแพร่ผลของเขตเอง และนับเป็นเวทีของเขต"
    )
    button = gettext_lazy("ร่วมเวที")
    joined: Forum

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.districts = districts_to_join(self.request.user, self.forum)
        if not self.districts:
            raise PermissionDenied(_("ร่วมได้เฉพาะเขตอื่นในกลุ่มเขตเดียวกัน เมื่อเขตเจ้าภาพเปิดให้ร่วม"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "districts": self.districts}

    def act(self, data: dict[str, Any]) -> None:
        district = data.get("district") or self.districts[0]
        self.joined = joint.join(forum_id=self.forum.pk, district=district, on=today(), **self.signed)

    @property
    def done(self) -> str:
        return _("%(district)sร่วมเวทีแล้ว") % {"district": self.joined.district}

    def next_page(self) -> str:
        return self.joined.get_absolute_url()

    def next_links(self) -> list[Link]:
        return steps_after(self.joined, user=self.request.user)
