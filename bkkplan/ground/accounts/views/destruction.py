"""Lists of destruction: looked through, decided, carried out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.actions import AccountError, destruction
from bkkplan.ground.accounts.forms import DecisionForm
from bkkplan.ground.accounts.models import DestructionList, DestructionState
from bkkplan.ground.core import personal
from bkkplan.ground.core.clock import now
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.formfields import ThaiTextField
from bkkplan.ground.core.work import WorkRequest, WorkView

PAGE = 100


class Records(WorkView):
    """Pages of those who answer for what is kept and destroyed."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.request.user.has_perm("accounts.look_after_personal_data"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def crumbs(self, *last: str) -> list[Link]:
        return [
            Link(label=_("ผู้ใช้และบทบาท"), href=reverse("accounts:people")),
            Link(label=_("บัญชีขอทำลาย"), href=reverse("accounts:destruction-lists")),
            *(Link(label=label) for label in last),
        ]


class DestructionLists(Records):
    def get(self, request: WorkRequest) -> HttpResponse:
        lists = DestructionList.objects.order_by("-made_on", "-pk")
        context = {"page": Paginator(lists, PAGE).get_page(request.GET.get("page")), "crumbs": self.crumbs()[:2]}
        return render(request, "accounts/destruction_lists.html", context)


class OneList(Records):
    def setup(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.list = get_object_or_404(DestructionList.objects.select_related("approved_by", "destroyed_by"), pk=pk)

    def back(self) -> HttpResponse:
        return redirect("accounts:destruction", self.list.pk)

    def show(self, form: DecisionForm, status: int = 200) -> HttpResponse:
        items = Paginator(self.list.items.order_by("purpose", "since", "pk"), PAGE)
        page = items.get_page(self.request.GET.get("page"))
        context = {
            "list": self.list,
            "page": page,
            "rows": [(item, personal.purpose(item.purpose).title) for item in page],
            "going": self.list.items.filter(kept_reason="").count(),
            "count": items.count,
            "form": form,
            "is_proposed": self.list.state == DestructionState.PROPOSED,
            "may_destroy": self.list.state == DestructionState.APPROVED
            and self.list.approved_by_id != self.request.user.pk,
            "crumbs": self.crumbs(str(self.list)),
        }
        return render(self.request, "accounts/destruction.html", context, status=status)


class Destruction(OneList):
    """The list, and the committee's decision about it."""

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        return self.show(DecisionForm())

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            destruction.approve_destruction(list_id=self.list.pk, **form.cleaned_data, by=request.user, at=now())
        except AccountError as error:
            form.add_error(None, str(error))
            return self.show(form, status=422)
        messages.success(request, _("บันทึกมติแล้ว ผู้ดูแลระบบอีกคนเป็นผู้ทำลาย"))
        return self.back()


class KeepItem(OneList):
    http_method_names = ["post"]

    def post(self, request: WorkRequest, item: int, **_kept: Any) -> HttpResponse:
        get_object_or_404(self.list.items, pk=item)
        reason = ThaiTextField(max_length=300, required=False).to_python(request.POST.get("reason", ""))[:300]
        try:
            destruction.keep_item(list_id=self.list.pk, item_id=item, reason=reason, by=request.user, at=now())
        except AccountError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("เก็บรายการนี้ต่อ") if reason else _("คืนรายการนี้เข้าบัญชีขอทำลายแล้ว"))
        return self.back()


class Destroy(OneList):
    http_method_names = ["post"]

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        try:
            destruction.destroy_list(list_id=self.list.pk, by=request.user, at=now())
        except AccountError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("ทำลายตามบัญชีแล้ว บันทึกไว้ในบันทึกการทำรายการ"))
        return self.back()
