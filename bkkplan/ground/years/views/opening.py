"""A year is begun, opened, or discarded while it is a draft."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.years import registry
from bkkplan.ground.years.actions import begin_year, discard_draft, open_year
from bkkplan.ground.years.forms import BeginForm
from bkkplan.ground.years.models import PlannedYear
from bkkplan.ground.years.views.base import YearMixin

YEARS_BACK, YEARS_AHEAD = 2, 3


def links_of_parts(year: FiscalYear, user: User) -> list[Link]:
    """Links to those parts of the year whose page the person may open."""
    addresses = ((part, part.address_for(user, year)) for part in registry.parts())
    return [Link(label=str(part.title), href=address) for part, address in addresses if address]


class Begin(ActPage):
    permission = "years.prepare_year"
    form_class = BeginForm
    heading = gettext_lazy("เริ่มจัดทำปีงบประมาณ")
    explanation = gettext_lazy("ปีที่เริ่มจัดทำเป็นร่าง เห็นเฉพาะ สยป. และผู้ดูแลระบบ จนกว่าจะเปิดปี")
    button = gettext_lazy("เริ่มจัดทำ")
    done = gettext_lazy("เริ่มจัดทำแล้ว ตรวจแต่ละส่วน แก้ให้ครบ แล้วเปิดปี")
    begun: PlannedYear

    def crumbs(self) -> list[Link]:
        return [Link(label=_("ปีงบประมาณ"), href=self.back()), Link(label=str(self.heading))]

    def back(self) -> str:
        return reverse("years:list")

    @cached_property
    def sources(self) -> list[FiscalYear]:
        rows = PlannedYear.objects.opened().order_by("-fiscal_year")
        return [FiscalYear(be) for be in rows.values_list("fiscal_year", flat=True)]

    @cached_property
    def free(self) -> list[FiscalYear]:
        """Years around this one that nobody has begun."""
        taken = set(PlannedYear.objects.values_list("fiscal_year", flat=True))
        this = FiscalYear.of(today())
        around = (FiscalYear(this.be + n) for n in range(-YEARS_BACK, YEARS_AHEAD + 1))
        return [year for year in around if year.be not in taken]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "years": self.free, "sources": self.sources}

    def get_initial(self) -> dict[str, Any]:
        """The first year after the latest one, copied from that."""
        latest = self.sources[0] if self.sources else None
        later = [year for year in self.free if latest is None or year > latest]
        this = FiscalYear.of(today())
        wanted = this.next if latest is None and this.next in later else next(iter(later), None)
        return {"year": wanted.be if wanted else None, "source": latest.be if latest else None}

    def obstacle(self) -> str:
        return "" if self.free else _("ปีใกล้เคียงจัดทำครบทุกปีแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        source = FiscalYear(data["source"]) if data["source"] else None
        self.begun = begin_year(year=FiscalYear(data["year"]), source=source, by=self.request.user, at=now())

    def next_page(self) -> str:
        return reverse("years:year", args=[self.begun.fiscal_year])

    def next_links(self) -> list[Link]:
        return links_of_parts(self.begun.year, self.request.user)


class Open(YearMixin, ActPage):
    """What is opened is what the person saw: the parts, each as it stands."""

    permission = "years.prepare_year"
    template_name = "years/open.html"
    heading = gettext_lazy("เปิดปีงบประมาณ")
    explanation = gettext_lazy(
        "เมื่อเปิดแล้วทุกสำนักงานเขตเห็นและใช้ปีนี้ และปิดกลับเป็นร่างไม่ได้ สิ่งที่เปลี่ยนหลังจากนี้ต้องมีเหตุผลและเก็บเป็นประวัติ"
    )
    button = gettext_lazy("เปิดปี")

    @cached_property
    def shown(self) -> tuple[registry.PartOfYear, ...]:
        return registry.parts_of(self.year)

    @property
    def done(self) -> str:
        return _("เปิดปีงบประมาณ %(year)s แล้ว") % {"year": self.year}

    def basis(self) -> Basis:
        return registry.basis_of_opening(self.planned, self.shown)

    def obstacle(self) -> str:
        if not self.planned.is_draft:
            return _("ปีนี้เปิดแล้ว")
        missing = [f"{one.part.title}: {sentence}" for one in self.shown for sentence in one.look.missing]
        return _("ยังเปิดปีไม่ได้ %(missing)s") % {"missing": " · ".join(missing)} if missing else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parts = [(one, one.part.address_for(self.request.user, self.year)) for one in self.shown]
        return {"parts": parts, "is_draft": self.planned.is_draft, **super().get_context_data(**kwargs)}

    def next_links(self) -> list[Link]:
        return links_of_parts(self.year, self.request.user)

    def act(self, data: dict[str, Any]) -> None:
        open_year(year=self.year, on=today(), seen=data["seen"], by=self.request.user, at=now())


class Discard(YearMixin, ActPage):
    permission = "years.prepare_year"
    heading = gettext_lazy("ยกเลิกร่างปีงบประมาณ")
    explanation = gettext_lazy("ทุกส่วนของร่างนี้จะถูกลบ ประวัติเก็บไว้เพียงสรุป ปีที่คัดลอกมาไม่เปลี่ยน")
    button = gettext_lazy("ยกเลิกร่าง")
    done = gettext_lazy("ยกเลิกร่างแล้ว")
    is_danger = True

    def obstacle(self) -> str:
        return "" if self.planned.is_draft else _("ปีที่เปิดแล้วยกเลิกไม่ได้")

    def next_links(self) -> list[Link]:
        return [Link(label=_("เริ่มจัดทำปีงบประมาณ"), href=reverse("years:begin"))]

    def act(self, data: dict[str, Any]) -> None:
        discard_draft(year=self.year, by=self.request.user, at=now())

    def next_page(self) -> str:
        rows = PlannedYear.objects.filter(fiscal_year=self.year.be)
        return self.back() if rows.exists() else reverse("years:list")
