"""Lists of destruction: looked through, decided, carried out."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.actions import destruction
from bkkplan.ground.accounts.forms import DecisionForm, KeepForm
from bkkplan.ground.accounts.models import DestructionList, DestructionState
from bkkplan.ground.accounts.queries import basis_of_list
from bkkplan.ground.core import personal
from bkkplan.ground.core.clock import now
from bkkplan.ground.core.components import Link, Stat
from bkkplan.ground.core.pages.acts import ActButton, ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.rows.basis import Basis

PAGE = 100


class Records(RecordPage):
    """Pages of those who answer for what is kept and destroyed."""

    permission = "accounts.look_after_personal_data"

    def crumbs(self, *last: Link) -> list[Link]:
        return [
            Link(label=_("ผู้ใช้และบทบาท"), href=reverse("accounts:people")),
            Link(label=_("บัญชีขอทำลาย"), href=self.back()),
            *last,
        ]

    def back(self) -> str:
        return reverse("accounts:destruction-lists")


class DestructionLists(Records):
    def get(self, request: WorkRequest) -> HttpResponse:
        lists = DestructionList.objects.order_by("-made_on", "-pk")
        context = {"page": Paginator(lists, PAGE).get_page(request.GET.get("page")), "crumbs": self.crumbs()}
        return render(request, "accounts/destruction_lists.html", context)


class ListMixin(Records):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        lists = DestructionList.objects.select_related("approved_by", "destroyed_by")
        self.list = get_object_or_404(lists, pk=kwargs["pk"])

    def crumbs(self, *last: Link) -> list[Link]:
        here = [Link(label=str(self.heading))] if self.heading else []
        page = Link(label=str(self.list), href=reverse("accounts:destruction", args=[self.list.pk]) if here else "")
        return super().crumbs(page, *here)

    def back(self) -> str:
        return reverse("accounts:destruction", args=[self.list.pk])


class Destruction(ListMixin):
    """The list, and what the committee decided about it."""

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        items = Paginator(self.list.items.order_by("purpose", "since", "pk"), PAGE)
        page = items.get_page(request.GET.get("page"))
        context = {
            "list": self.list,
            "page": page,
            "rows": [(item, personal.purpose(item.purpose).title) for item in page],
            "going": self.list.items.filter(kept_reason="").count(),
            "count": items.count,
            "is_proposed": self.list.state == DestructionState.PROPOSED,
            "may_destroy": self.list.state == DestructionState.APPROVED and self.list.approved_by_id != request.user.pk,
            "crumbs": self.crumbs(),
        }
        return render(request, "accounts/destruction.html", context)


class Decide(ListMixin, ActPage):
    """Enter the committee's decision about the list as it stands."""

    form_class = DecisionForm
    heading = gettext_lazy("มติของคณะกรรมการ")
    explanation = gettext_lazy("เว้นเหตุผลว่างไว้หมายถึงให้ทำลาย เมื่อบันทึกมติแล้วแก้ไขบัญชีไม่ได้")
    button = gettext_lazy("บันทึกมติ")
    done = gettext_lazy("บันทึกมติแล้ว ผู้ดูแลระบบอีกคนเป็นผู้ทำลาย")

    def lead(self) -> str:
        return str(self.list)

    def stats(self) -> list[Stat]:
        kept = self.list.items.exclude(kept_reason="").count()
        return [
            Stat(label=_("ขอทำลาย"), value=self.list.items.count() - kept),
            Stat(label=_("เก็บต่อ"), value=kept),
        ]

    def basis(self) -> Basis:
        return basis_of_list(self.list)

    def next_links(self) -> list[Link]:
        return [Link(label=_("บัญชีขอทำลาย"), href=reverse("accounts:destruction-lists"))]

    def act(self, data: dict[str, Any]) -> None:
        destruction.approve_destruction(list_id=self.list.pk, **data, by=self.request.user, at=now())


class KeepItem(ListMixin, ActButton):
    form_class = KeepForm
    is_kept = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.item = get_object_or_404(self.list.items, pk=kwargs["item"])

    @property
    def done(self) -> str:
        return _("เก็บรายการนี้ต่อ") if self.is_kept else _("คืนรายการนี้เข้าบัญชีขอทำลายแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        item = destruction.keep_item(list_id=self.list.pk, item_id=self.item.pk, **data, by=self.request.user, at=now())
        self.is_kept = bool(item.kept_reason)


class Destroy(ListMixin, ActButton):
    done = gettext_lazy("ทำลายตามบัญชีแล้ว บันทึกไว้ในบันทึกการทำรายการ")

    def act(self, data: dict[str, Any]) -> None:
        destruction.destroy_list(list_id=self.list.pk, by=self.request.user, at=now())
