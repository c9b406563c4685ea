"""The targets of one year: shown to all who work here with their history, written by the strategy office."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.figures.kpi.actions.targets import PART, save_targets
from bkkplan.figures.kpi.forms import CITY_NAMES, OwnerLine, TargetTableForm
from bkkplan.figures.kpi.models import Target
from bkkplan.figures.kpi.queries import CITY, Owner, OwnerKind, Targets, targets_of
from bkkplan.figures.kpi.queries.targets import whose
from bkkplan.figures.kpi.registry import Definition, all_definitions
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import QUARTERS
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.core.rows.db import ThaiOrder
from bkkplan.ground.core.wording import localname
from bkkplan.ground.years import registry as years
from bkkplan.ground.years.views.base import YearMixin
from districts.models import DistrictGroup, Office
from districts.queries import Shown, shown_in_being
from districts.views import groups_of

WHOLE_YEAR = 0  # in an address, where a quarter's number would stand


def period(quarter: int | None) -> str:
    return _("ไตรมาสที่ %(n)s") % {"n": quarter} if quarter else _("ทั้งปี")


def indicator(definition: Definition) -> str:
    return f"{definition.label} · {definition.short}"


@dataclass(frozen=True, slots=True)
class TargetLine:
    """The target of one owner for one period, with its earlier wordings, the latest first."""

    owner: str
    period: str
    now: Target
    earlier: tuple[Target, ...]


def lines_of(targets: Targets, code: str) -> Iterator[TargetLine]:
    """The city first, then bureaus, groups and districts by their codes; the year before its quarters."""
    for quarter in (None, *QUARTERS):
        wordings: dict[Owner, list[Target]] = {}
        for row in targets.wordings(code, quarter):
            wordings.setdefault(Owner.of(row), []).append(row)
        for _owner, rows in sorted(wordings.items(), key=lambda found: _place(found[1][0])):
            *earlier, latest = rows
            yield TargetLine(whose(latest), period(quarter), latest, tuple(reversed(earlier)))


def _place(row: Target) -> tuple[int, str, int]:
    owner = Owner.of(row)
    code = row.office or row.group or row.district
    position = getattr(code, "position", 0)
    return list(OwnerKind).index(owner.kind), getattr(code, "code", ""), position


class TargetsPage(YearMixin):
    """Every target of the year as the plan writes it, the number that is compared, and what was changed."""

    heading = gettext_lazy("เป้าหมายตัวชี้วัด")

    def get(self, request: WorkRequest, **_kept: object) -> HttpResponse:
        targets = targets_of(self.year, is_draft_shown=True)
        context = {
            **self.top(),
            "year": self.year,
            "indicators": [
                (indicator(one), list(lines_of(targets, one.code)), self.edits(one)) for one in all_definitions()
            ],
        }
        return render(request, "kpi/targets.html", context)

    def edits(self, definition: Definition) -> list[Link]:
        if not self.may_prepare:
            return []
        return [
            Link(label=period(quarter), href=reverse("kpi:targets-edit", args=[self.year, definition.code, quarter]))
            for quarter in (WHOLE_YEAR, *QUARTERS)
        ]


class EditTargets(YearMixin, ActPage):
    """One KPI's targets for the year or a quarter, all owners on one page."""

    permission = "years.prepare_year"
    template_name = "kpi/targets_edit.html"
    form_class = TargetTableForm
    explanation = gettext_lazy(
        "เขียนตามแผน เช่น ร้อยละ 80 หรือเป็นข้อความ เว้นว่างคือไม่มีเป้าหมาย "
        "ข้อความที่ไม่มีตัวเลข การเพิ่มหรือลด และเพดาน จะแสดงแต่ไม่นำมาเทียบกับผล"
    )
    button = gettext_lazy("บันทึกเป้าหมาย")
    saved = 0

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = [one for one in all_definitions() if one.code == kwargs["code"]]
        if not found or kwargs["quarter"] not in (WHOLE_YEAR, *QUARTERS):
            raise Http404
        self.definition, self.quarter = found[0], kwargs["quarter"] or None

    @property
    def heading(self) -> str:
        return _("เป้าหมาย%(period)s") % {"period": period(self.quarter)}

    def lead(self) -> str:
        return f"{indicator(self.definition)} · {super().lead()}"

    def above(self) -> list[Link]:
        return [*super().above(), Link(label=_("เป้าหมายตัวชี้วัด"), href=self.back())]

    def back(self) -> str:
        return reverse("kpi:targets", args=[self.year])

    def next_links(self) -> list[Link]:
        return [Link(label=YearMixin.lead(self), href=reverse("years:year", args=[self.year]))]

    @property
    def done(self) -> str:
        if not self.saved:
            return _("ไม่มีเป้าหมายที่ต่างจากเดิม")
        return _("บันทึกเป้าหมายแล้ว %(n)s หน่วย") % {"n": self.saved}

    @cached_property
    def places(self) -> Shown:
        """The districts of the form: where they are many, those of one group."""
        return shown_in_being(self.year.end, self.request.GET.get("group", ""))

    @cached_property
    def lines(self) -> list[tuple[str, Sequence[OwnerLine]]]:
        districts = self.places.districts
        bureaus = Office.objects.bureaus().order_by(ThaiOrder("name_th"), "pk")
        groups = DistrictGroup.objects.order_by("position", "pk")
        city = OwnerLine(CITY, "city", _("กรุงเทพมหานคร"), CITY_NAMES)
        return [
            (_("กรุงเทพมหานครและกลุ่มเขต"), [city, *self._lines(OwnerKind.GROUP, groups)]),
            (_("เขต"), list(self._lines(OwnerKind.DISTRICT, districts))),
            (_("สำนักและส่วนราชการ"), list(self._lines(OwnerKind.OFFICE, bureaus))),
        ]

    def _lines(self, kind: OwnerKind, rows: Any) -> Iterator[OwnerLine]:
        for row in rows:
            names = (row.name_th, row.name_en, row.code)
            yield OwnerLine(Owner(kind, row.pk), f"{kind}-{row.code}", localname(row), names)

    @cached_property
    def targets(self) -> Targets:
        return targets_of(self.year, is_draft_shown=True)

    def get_form_kwargs(self) -> dict[str, Any]:
        needs_decision = not self.planned.is_draft
        return {**super().get_form_kwargs(), "lines": self.lines, "needs_decision": needs_decision}

    def get_initial(self) -> dict[str, Any]:
        kept = self.targets.in_force(self.definition.code, self.quarter)
        return {line.field: kept[line.owner].text for _h, group in self.lines for line in group if line.owner in kept}

    def basis(self) -> Basis:
        return targets_of(self.year, is_draft_shown=True).basis(self.definition.code, self.quarter)

    def form_valid(self, form: Any) -> HttpResponse:
        if form.filled:
            return self.show_filled(form)
        return super().form_valid(form)

    def show_filled(self, form: TargetTableForm) -> HttpResponse:
        """Answer with this page, each pasted text in the field that it belongs to. Nothing is saved."""
        data: Any = form.data.copy()  # type: ignore[attr-defined]
        for name, text in form.filled.items():
            data[name] = text
        data["pasted"] = ""
        again = self.form_class(**{**self.get_form_kwargs(), "data": data})
        again.full_clean()
        return self.render_to_response(self.get_context_data(form=again, filled=len(form.filled)))

    def act(self, data: dict[str, Any]) -> None:
        self.saved = save_targets(
            code=self.definition.code,
            year=self.year,
            quarter=self.quarter,
            texts=self.sent.texts,
            decision=self.sent.decision,
            seen=data["seen"],
            on=today(),
            **self.signed,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "filled": 0,
            **years.before_a_change(PART, self.planned),
            **groups_of(self.places, self.request),
            **super().get_context_data(**kwargs),
        }
