"""Bring a tree in from a list: hand it in, look at the tree that it would make, confirm it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link, Stat, Tone
from bkkplan.ground.core.forms.lists import ListState
from bkkplan.ground.core.pages.acts import ActButton, ActPage
from bkkplan.ground.core.pages.lists import ListColumns, ListPage, ListResult, state_of
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.waiting import wait_for
from budget.actions.strategy import tree_lists as lists
from budget.forms.trees import LevelsForm, RemoveForm, TreeListForm
from budget.models import StrategyTree, TreeImport
from budget.queries.strategy.trees import keeps_from_undoing
from budget.resources.trees import COLUMNS, MOST_NODES, check_tree
from budget.views.strategy.trees import TreeMixin

SHOWN = 20
DOES: dict[str, tuple[Any, Tone]] = {
    "new": (gettext_lazy("ข้อใหม่"), "info"),
    "changed": (gettext_lazy("แก้ไข"), "late"),
    "same": (gettext_lazy("คงเดิม"), "wait"),
    "out": (gettext_lazy("นำออก"), "bad"),
}


def result_page(upload: TreeImport) -> str:
    return reverse("budget:tree-list", args=[upload.uuid])


class ImportTree(TreeMixin):
    """A list to check, and the lists of before."""

    permission = "years.prepare_year"
    is_the_citys = True
    heading = gettext_lazy("นำเข้าจากรายการ")

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        return self.show(TreeListForm())

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        form = TreeListForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        data, name = form.content
        upload = lists.submit_tree_list(
            tree_id=self.tree.pk,
            uuid=form.cleaned_data["uuid"],
            data=data,
            name=name,
            is_whole=form.is_whole,
            by=request.user,
            at=now(),
        )
        wait_for(upload.reading)
        return redirect(result_page(upload))

    def show(self, form: TreeListForm, *, status: int = 200) -> HttpResponse:
        uploads = TreeImport.objects.visible_to(self.request.user).select_related("uploaded_by", "reading")
        uploads = uploads.filter(tree=self.tree).order_by("-uploaded_at", "-pk")[:SHOWN]
        context = {
            **self.top(),
            "form": form,
            "tree": self.tree,
            "uploads": [(upload, *state_of(upload), result_page(upload), "") for upload in uploads],
            "columns": [column.heading for column in COLUMNS],
            "most": MOST_NODES,
        }
        return render(self.request, "budget/tree_import.html", context, status=status)


class _OfList(TreeMixin, ListPage):
    permission = "years.prepare_year"
    columns = COLUMNS
    upload: TreeImport

    def find_tree(self) -> StrategyTree:
        uploads = TreeImport.objects.visible_to(self.request.user).select_related("tree", "reading", "uploaded_by")
        self.upload = get_object_or_404(uploads, uuid=self.kwargs["uuid"])
        return self.upload.tree

    def back(self) -> str:
        return result_page(self.upload)

    def crumbs_here(self) -> list[Link]:
        return [
            *self.above(),
            Link(label=str(self.tree), href=self.tree.get_absolute_url()),
            Link(label=_("นำเข้าจากรายการ"), href=reverse("budget:tree-import", args=[self.tree.pk])),
            Link(label=self.upload.name),
        ]

    def pages(self) -> dict[str, str]:
        return {
            "again": reverse("budget:tree-import", args=[self.tree.pk]),
            "cancel": reverse("budget:tree-list-cancel", args=[self.upload.uuid]),
            "columns": reverse("budget:tree-list-columns", args=[self.upload.uuid]),
        }

    def undo_page(self) -> str:
        """Empty for a list that is not in the tree."""
        is_done = self.upload.state == ListState.DONE
        return reverse("budget:tree-list-undo", args=[self.upload.uuid]) if is_done else ""

    def show_outcome(self, context: dict[str, Any], *, status: int) -> HttpResponse:
        outcome = self.upload.outcome
        count = {name: outcome.get(name, 0) for name in DOES}
        wrong = len(outcome.get("errors", ()))
        is_change = any(count[name] for name in DOES if name != "same")
        context |= {
            "tree": self.tree,
            "rows": [row | dict(zip(("word", "tone"), DOES[row["does"]], strict=True)) for row in outcome["rows"]]
            if outcome.get("rows")
            else [],
            "levels": context.get("levels") or (levels_form(self.upload) if context["is_open"] else None),
            "undo": self.undo_page(),
            "can_confirm": context["is_open"] and not wrong and is_change,
            "confirm": context.get("confirm") or RemoveForm(needs_reason=self.needs_reason),
            "stats": [
                *(Stat(label=str(word), value=count[name]) for name, (word, _tone) in DOES.items()),
                Stat(label=_("ต้องแก้"), value=wrong, tone="bad" if wrong else None),
            ],
        }
        return render(self.request, "budget/tree_list.html", context, status=status)


def levels_form(upload: TreeImport, data: Any = None) -> LevelsForm | None:
    """The levels of a list that its tree does not have, with those that are left out; nothing where there are none."""
    strange = upload.outcome.get("strange")
    return LevelsForm(data, strange=strange, initial={"levels": upload.left_out}) if strange else None


class TreeList(_OfList, ListResult):
    """The tree that the list would make, or made; every refusal, nothing in silence."""


class ChooseColumns(_OfList, ListColumns):
    def act(self, data: dict[str, Any]) -> None:
        columns = data.get("columns", {})
        lists.choose_columns(import_id=self.upload.pk, columns=columns, check=check_tree, **self.signed)


class LeaveOutLevels(_OfList, ActButton):
    done = gettext_lazy("ตรวจใหม่โดยไม่นับแถวที่เลือกแล้ว ตรวจผลด้านล่าง")

    def get_form(self, form_class: Any = None) -> Any:
        return levels_form(self.upload, self.request.POST) or super().get_form()

    def act(self, data: dict[str, Any]) -> None:
        levels = data.get("levels", ())
        lists.leave_out_levels(import_id=self.upload.pk, levels=levels, check=check_tree, **self.signed)


class ConfirmList(_OfList, ActButton):
    form_class = RemoveForm
    done = gettext_lazy("นำเข้าแผนแล้ว")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "needs_reason": self.needs_reason}

    def form_invalid(self, form: Any, *, status: int = 422) -> HttpResponse:
        return self.show(confirm=form, status=status)

    def act(self, data: dict[str, Any]) -> None:
        lists.confirm_tree_list(
            import_id=self.upload.pk,
            check=check_tree,
            reason=data.get("reason", ""),
            on=today(),
            **self.signed,
        )

    def next_page(self) -> str:
        return self.tree.get_absolute_url()

    def next_links(self) -> list[Link]:
        return [Link(label=_("ปีงบประมาณ"), href=reverse("years:list"))]


class CancelList(_OfList, ActButton):
    done = gettext_lazy("ยกเลิกแล้ว แผนไม่เปลี่ยน")

    def act(self, data: dict[str, Any]) -> None:
        lists.cancel_tree_list(import_id=self.upload.pk, **self.signed)

    def next_page(self) -> str:
        return reverse("budget:tree-import", args=[self.tree.pk])


class UndoList(_OfList, ActPage):
    """Make the tree what it was before the list."""

    form_class = RemoveForm
    heading = button = gettext_lazy("เลิกทำการนำเข้า")
    explanation = gettext_lazy("แผนจะกลับเป็นอย่างก่อนนำเข้ารายการนี้: ข้อที่เพิ่มจะหายไป ข้อที่แก้กลับเป็นคำเดิม ข้อที่นำออกกลับมา")
    done = gettext_lazy("เลิกทำแล้ว แผนกลับเป็นอย่างก่อนนำเข้า")
    is_danger = True

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "needs_reason": self.needs_reason}

    def obstacle(self) -> str:
        if self.upload.state != ListState.DONE:
            return str(lists.NotInTreeError.sentence)
        return keeps_from_undoing(self.upload)

    def lead(self) -> str:
        return f"{self.tree} · {self.upload.name}"

    def crumbs(self) -> list[Link]:
        here = self.crumbs_here()
        return [*here[:-1], Link(label=self.upload.name, href=self.back()), Link(label=str(self.heading))]

    def act(self, data: dict[str, Any]) -> None:
        lists.undo_tree_list(import_id=self.upload.pk, reason=data.get("reason", ""), on=today(), **self.signed)

    def next_page(self) -> str:
        return self.tree.get_absolute_url()

    def next_links(self) -> list[Link]:
        return [Link(label=_("นำเข้าจากรายการ"), href=reverse("budget:tree-import", args=[self.tree.pk]))]
