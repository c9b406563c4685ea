"""The routes of an office: at which roles each kind of its papers stops, and who fills these roles today."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Fact, Link
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView
from bkkplan.ground.core.people import within_reach
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.routes.actions import basis_of_routes, set_routes
from bkkplan.ground.routes.enums import LADDER
from bkkplan.ground.routes.forms import RoutesForm
from bkkplan.ground.routes.models import Route
from bkkplan.ground.routes.queries.kinds import kinds
from bkkplan.ground.routes.queries.passages import Fillers, names_of, routes_of, who_fills_in
from districts.models import Office


class Offices(WorkView):
    """The district offices whose routes a person may set; a director is led to the own one."""

    def get(self, request: WorkRequest) -> HttpResponse:
        if not request.user.has_perm("routes.set_routes"):
            raise PermissionDenied
        rows = (
            Office.objects.filter(within_reach(request.user, roles=[Role.DISTRICT_DIRECTOR, Role.ADMINISTRATOR]))
            .exclude(district=None)
            .select_related("district")
            .annotate(used=Count("routes", filter=~Q(routes__roles=[])))
            .order_by("district__code")
        )
        offices = list(rows)
        if len(offices) == 1 and offices[0].district:
            return redirect("routes:office", offices[0].district.code)
        crumbs = [Link(label=_("เส้นทางการเสนอเรื่อง"))]
        return render(request, "routes/offices.html", {"offices": offices, "crumbs": crumbs, "kinds": len(kinds())})


class OfficeRoutes(ActPage):
    permission = "routes.set_routes"
    template_name = "routes/office.html"
    form_class = RoutesForm
    heading = gettext_lazy("เส้นทางการเสนอเรื่อง")
    explanation = gettext_lazy(
        "เลือกขั้นที่เรื่องแต่ละประเภทต้องผ่านก่อนตัดสิน ขั้นสุดท้ายคือผู้ตัดสิน ไม่เลือกเลยคือทำตามเดิมโดยไม่มีเส้นทาง "
        "เรื่องที่เสนอไปแล้วใช้เส้นทางเดิมจนจบ"
    )
    button = gettext_lazy("บันทึกเส้นทาง")
    done = gettext_lazy("บันทึกเส้นทางแล้ว")
    office: Office

    def setup(self, request: HttpRequest, *args: Any, code: str, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Office.objects.filter(within_reach(self.request.user)).select_related("district")
        self.office = self.subject = get_object_or_404(rows, district__code=code)

    def lead(self) -> str:
        return str(self.office)

    def crumbs(self) -> list[Link]:
        return [Link(label=_("เส้นทางการเสนอเรื่อง"), href=reverse("routes:offices")), Link(label=str(self.office))]

    def back(self) -> str:
        return reverse("routes:office", args=[self.office.district.code]) if self.office.district else ""

    def next_links(self) -> list[Link]:
        return [Link(label=_("ผู้ใช้และบทบาท"), href=reverse("accounts:people"))]

    @cached_property
    def fillers(self) -> Mapping[str, Fillers]:
        """By kind: who fills each stop today."""
        district = self.office.district_id or 0
        by_duty = {duty: who_fills_in([district], duty=duty, on=today()) for duty in {kind.duty for kind in kinds()}}
        return {kind.code: by_duty[kind.duty][district] for kind in kinds()}

    def basis(self) -> Basis:
        return basis_of_routes(self.office)

    def get_form_kwargs(self) -> dict[str, Any]:
        district = self.office.district
        always = {kind.code: kind.always_last(district) if district else None for kind in kinds()}
        return {**super().get_form_kwargs(), "always": always}

    def get_initial(self) -> dict[str, Any]:
        return {route.kind: route.roles for route in Route.objects.filter(office=self.office)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        nobody = _("วันนี้ไม่มีผู้ดำรงตำแหน่ง")
        people = [Fact(label=role.label, value=" · ".join(self._who(role)) or nobody) for role in LADDER]
        return {**super().get_context_data(**kwargs), "people": people, "unfilled": self.unfilled()}

    def _who(self, role: Role) -> list[str]:
        """The names, once where they are the same for all kinds of papers, otherwise for each kind."""
        by_kind = {str(kind.title): names_of(self.fillers[kind.code][role]) for kind in kinds()}
        if len(set(by_kind.values())) == 1:
            return [name for name in set(by_kind.values()) if name]
        return [f"{title}: {names or _('ไม่มีผู้ดำรงตำแหน่ง')}" for title, names in by_kind.items()]

    def unfilled(self) -> list[str]:
        """A sentence for each stop of a route that nobody fills today."""
        if self.office.district is None:
            return []
        titles = {kind.code: kind.title for kind in kinds()}
        no_director = _("“%(kind)s” เสนอไม่ได้ เพราะไม่มี%(role)s ให้ผู้ดูแลระบบตั้งผู้รักษาราชการแทน")
        vacant = _("“%(kind)s” เสนอไม่ได้ เพราะขั้น%(role)sไม่มีผู้ดำรงตำแหน่ง ให้ตั้งผู้ดำรงตำแหน่ง หรือตัดขั้นนี้ออก")
        return [
            (no_director if role == Role.DISTRICT_DIRECTOR else vacant) % {"kind": titles[kind], "role": role.label}
            for kind, roles in routes_of(self.office.district).items()
            for role in roles
            if not self.fillers[kind][role]
        ]

    def act(self, data: dict[str, Any]) -> None:
        chosen = {kind.code: [Role(role) for role in data[kind.code]] for kind in kinds()}
        set_routes(office_id=self.office.pk, chosen=chosen, seen=data["seen"], by=self.request.user, at=now())
