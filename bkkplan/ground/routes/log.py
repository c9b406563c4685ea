"""How the log tells of routes, and of papers on their way."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.audit.sentences import Detail, Thing, declare, declare_details
from bkkplan.ground.audit.telling import choice
from bkkplan.ground.routes.models import Passage, Route
from bkkplan.ground.routes.queries.kinds import kind_called


def title_of(kind: str) -> str:
    return str(kind_called(kind).title)


def in_words(roles: list[str]) -> str:
    return " → ".join(str(Role(role).label) for role in roles)


declare(
    Thing(
        model=Route,
        row_name=lambda route: (
            _("เส้นทางของ “%(kind)s” %(office)s") % {"kind": title_of(route.kind), "office": route.office}
        ),
        visible=Route.objects.visible_to,
        address=lambda route: reverse("routes:office", args=[route.office.district.code]),
        select=("office__district",),
        district="office__district",
        acts={"routes.route_set": gettext_lazy("กำหนด%(thing)s")},
    ),
    Thing(
        model=Passage,
        row_name=lambda passage: f"“{title_of(passage.kind)}” {passage.office}",
        visible=Passage.objects.visible_to,
        address=lambda passage: reverse("routes:paper", args=[passage.pk]),
        select=("office",),
        district="office__district",
        acts={
            "routes.handed_in": gettext_lazy("เสนอ%(thing)s ตามเส้นทาง"),
            "routes.passed_on": gettext_lazy("เห็นชอบและส่งต่อ%(thing)s"),
            "routes.sent_back": gettext_lazy("ส่งกลับ%(thing)s"),
        },
    ),
)

declare_details(
    {
        "routes.kind": Detail(label=gettext_lazy("ประเภทเรื่อง"), show=title_of),
        "routes.office": Detail(label=gettext_lazy("รหัสหน่วยงาน"), show=str),
        "routes.stops": Detail(label=gettext_lazy("ขั้น"), show=in_words),
        "routes.stop": Detail(label=gettext_lazy("ขั้น"), show=choice(Role)),
        "routes.in_place": Detail(label=gettext_lazy("ทำแทนตำแหน่งที่ว่าง")),
    }
)
