"""What the pages of one forum share: the door, the right, and answering an act."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms import PortalForm
from bkkplan.ground.core.work import WorkRequest, WorkView
from forums.actions.errors import ForumError, WrongMomentError
from forums.enums import ForumState
from forums.models import Forum


def crumbs_to(forum: Forum, *, here: str = "") -> list[Link]:
    """เวทีรับฟัง › ปีงบประมาณ › the forum › here."""
    items = [
        Link(label=_("เวทีรับฟัง"), href=reverse("forums:list", args=[FiscalYear(forum.fiscal_year)])),
        Link(label=str(forum.district)),
        Link(label=name_of(forum), href=forum.get_absolute_url() if here else ""),
    ]
    return [*items, Link(label=here)] if here else items


def name_of(forum: Forum) -> str:
    return _("ครั้งที่ %(number)s/%(year)s") % {"number": forum.number, "year": forum.fiscal_year}


def publishes_from_here(user: User, forum: Forum) -> bool:
    """May the person publish as the next step? Where the director publishes, another person finishes first."""
    is_too_early = forum.state == ForumState.HELD and forum.district.publishing_needs_director
    return not is_too_early and user.has_perm("forums.publish_forum", forum)


def why_not_recorded(forum: Forum) -> str:
    """Why rows are not typed in now, and what to do instead."""
    match forum.state:
        case ForumState.PLANNED | ForumState.ANNOUNCED:
            return _("บันทึกผลได้เมื่อเปิดเวทีหรือบันทึกว่าจัดแล้ว")
        case ForumState.RECORDED:
            return _("บันทึกผลเสร็จแล้ว ถ้าจะแก้ ให้กลับไปบันทึกผลก่อน")
        case ForumState.PUBLISHED:
            return _("ผลเผยแพร่แล้ว แก้ทีละรายการพร้อมเหตุผลได้ในหน้าเวที")
        case _:
            return _("เวทีนี้สิ้นสุดแล้ว")


class ForumMixin(WorkView):
    """Loads the forum through its door; a stranger gets 404, a colleague without the right 403."""

    permission: ClassVar[str] = "forums.change_forum"
    forum: Forum

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        seen = Forum.objects.visible_to(self.request.user).select_related("district", "community")
        self.forum = get_object_or_404(seen, pk=kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.request.user.has_perm(self.permission, self.forum):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ActView(ForumMixin):
    """One act at a forum: asked on a page of its own, done on POST. A wrong moment is a message, not an error."""

    template_name = "forums/act.html"
    form_class: ClassVar[type[PortalForm]]
    heading: ClassVar[Any]
    words: ClassVar[Any] = ""
    go: ClassVar[Any]
    done: ClassVar[Any]
    is_danger: ClassVar[bool] = False

    def form_kwargs(self) -> dict[str, Any]:
        return {}

    def initial(self) -> dict[str, Any]:
        return {}

    def act(self, data: dict[str, Any]) -> Forum:
        raise NotImplementedError

    def next_page(self) -> str:
        return self.forum.get_absolute_url()

    def get(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.ask(self.form_class(initial=self.initial(), **self.form_kwargs()))

    def post(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, initial=self.initial(), **self.form_kwargs())
        if not form.is_valid():
            return self.ask(form, status=422)
        try:
            self.act(form.cleaned_data)
        except WrongMomentError as error:
            messages.warning(request, error.sentence)
        except ForumError as error:
            form.add_error(error.field if error.field in form.fields else None, error.sentence)
            return self.ask(form, status=422)
        else:
            messages.success(request, self.done)
        return redirect(self.next_page())

    def ask(self, form: PortalForm, *, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "forum": self.forum,
            "heading": self.heading,
            "words": self.words,
            "go": self.go,
            "is_danger": self.is_danger,
            "crumbs": crumbs_to(self.forum, here=str(self.heading)),
            **self.more_context(),
        }
        return render(self.request, self.template_name, context, status=status)

    def more_context(self) -> dict[str, Any]:
        return {}
