"""What the pages of one plan share: the door, the right, and answering an act."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms import PortalForm
from bkkplan.ground.core.work import WorkRequest, WorkView
from communities import actions
from communities.models import Community, Plan, PlanRevision


def crumbs_to(plan: Plan, *, here: str = "") -> list[Link]:
    """แผนพัฒนาชุมชน › year › the community's plan › here."""
    name = plan.community.name_th
    items = [
        Link(label=_("แผนพัฒนาชุมชน"), href=reverse("communities:plans", args=[plan.year])),
        Link(label=str(plan.community.district)),
        Link(label=name, href=plan.get_absolute_url() if here else ""),
    ]
    return [*items, Link(label=here)] if here else items


def page_of(name: str, *args: Any) -> str:
    """The address of a page of a higher floor, or nothing where that floor has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


class PlanMixin(WorkView):
    """Loads the plan through its door; a stranger gets 404, a colleague without the right 403."""

    permission: ClassVar[str] = "communities.view_plan"
    plan: Plan
    revision: PlanRevision

    def setup(self, request: HttpRequest, *args: Any, year: FiscalYear, code: str, **kwargs: Any) -> None:
        super().setup(request, *args, year=year, code=code, **kwargs)
        user: Any = self.request.user
        plans = Plan.objects.visible_to(user).select_related(
            "community__district", "community__subdistrict", "template"
        )
        self.plan = get_object_or_404(plans, fiscal_year=year.be, community__code=code)
        revisions = PlanRevision.objects.visible_to(user).filter(plan=self.plan)
        if number := kwargs.get("number"):
            revisions = revisions.filter(number=number)
        revision = revisions.order_by("-number").first()
        if revision is None:
            raise Http404
        self.revision = revision
        self.revision.plan = self.plan  # loaded once

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.request.user.has_perm(self.permission, self.plan):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def address(self, name: str, *more: Any) -> str:
        return reverse(f"communities:{name}", args=[self.plan.year, self.plan.community.code, *more])


class ActView(WorkView):
    """One act, asked on a page of its own and done on POST. A wrong moment is a message, not an error.

    It stands before the mixin that loads what the act is done to.
    """

    template_name = "communities/act.html"
    form_class: ClassVar[type[PortalForm]]
    heading: ClassVar[Any]
    words: ClassVar[Any] = ""
    go: ClassVar[Any]
    done: ClassVar[Any] = ""
    is_danger: ClassVar[bool] = False

    def form_kwargs(self) -> dict[str, Any]:
        return {}

    def act(self, data: dict[str, Any]) -> HttpResponse | None:
        """Do it; an answer of its own takes the place of going back."""
        raise NotImplementedError

    def lead(self) -> str:
        raise NotImplementedError

    def way_here(self, here: str) -> list[Link]:
        raise NotImplementedError

    def back(self) -> str:
        raise NotImplementedError

    def get(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.ask(self.form_class(**self.form_kwargs()))

    def post(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, **self.form_kwargs())
        if not form.is_valid():
            return self.ask(form, status=422)
        try:
            answer = self.act(form.cleaned_data)
        except actions.AccountInUseError as error:
            for name, sentences in error.errors.items():
                form.add_error(name if name in form.fields else None, sentences)
            return self.ask(form, status=422)
        except actions.PlanError as error:
            messages.warning(request, error.sentence)
        else:
            if answer is not None:
                return answer
            messages.success(request, self.done)
        return redirect(self.back())

    def ask(self, form: PortalForm, *, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "heading": self.heading,
            "lead": self.lead(),
            "words": self.words,
            "go": self.go,
            "is_danger": self.is_danger,
            "crumbs": self.way_here(str(self.heading)),
            "back": self.back(),
        }
        return render(self.request, self.template_name, context, status=status)


class PlanAct(ActView, PlanMixin):
    def lead(self) -> str:
        values = {
            "community": self.plan.community,
            "year": self.plan.fiscal_year,
            "number": self.revision.number,
        }
        return _("%(community)s · แผนปี %(year)s · ฉบับที่ %(number)s") % values

    def way_here(self, here: str) -> list[Link]:
        return crumbs_to(self.plan, here=here)

    def back(self) -> str:
        return self.plan.get_absolute_url()


class CommunityMixin(WorkView):
    """Loads the community. Which communities exist is no secret; a right that is missing is a 403."""

    permission: ClassVar[str] = ""
    community: Community

    def setup(self, request: HttpRequest, *args: Any, code: str, **kwargs: Any) -> None:
        super().setup(request, *args, code=code, **kwargs)
        user = self.request.user
        found = Community.objects.visible_to(user).select_related("district", "subdistrict")
        self.community = get_object_or_404(found, code=code)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.permission and not request.user.has_perm(self.permission, self.community):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def way_here(self, *last: str) -> list[Link]:
        page = reverse("communities:community", args=[self.community.code])
        return [
            Link(label=_("ทะเบียนชุมชน"), href=reverse("communities:register")),
            Link(label=str(self.community.district)),
            Link(label=self.community.name_th, href=page if last else ""),
            *(Link(label=word) for word in last),
        ]


class CommunityAct(ActView, CommunityMixin):
    def lead(self) -> str:
        return f"{self.community} · {self.community.district}"

    def way_here(self, *last: str) -> list[Link]:
        return CommunityMixin.way_here(self, *last)

    def back(self) -> str:
        return reverse("communities:community", args=[self.community.code])
