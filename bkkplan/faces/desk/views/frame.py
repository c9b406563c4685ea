"""What the frame's own buttons do: changing hats, choosing the year, reading notices."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.translation import gettext as _

from bkkplan.faces.desk.context_processors import HAT, SWITCHED, YEAR, usual_year, worn
from bkkplan.ground.accounts import actions
from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.core.clock import now
from bkkplan.ground.core.components import NoticeItem
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView, is_address_here
from bkkplan.ground.core.serving.converters import FIRST, LAST
from bkkplan.ground.core.wording import thai_datetime

PAGE = 30


class WearHat(WorkView):
    http_method_names = ["post"]

    def post(self, request: WorkRequest) -> HttpResponse:
        hats, _on = worn(request)
        chosen = next((hat for hat in hats if hat.value == request.POST.get("hat")), None)
        if chosen is None:
            messages.warning(request, _("ท่านไม่มีบทบาทนี้แล้ว"))
        else:
            request.session[HAT] = chosen.value
            messages.success(request, _("ทำงานในฐานะ %(hat)s") % {"hat": chosen.label})
        # A page of another place may not be there for the new hat: งานของฉัน always is.
        return redirect("desk:my-work")


class ChooseYear(WorkView):
    """Take up a year and show the page on which it was chosen of that year."""

    http_method_names = ["post"]

    def post(self, request: WorkRequest) -> HttpResponse:
        there = request.POST.get("next", "")
        if not is_address_here(there):
            there = reverse("desk:my-work")
        text = request.POST.get("year", "")
        if not (text.isascii() and text.isdecimal() and len(text) == len(str(LAST)) and FIRST <= int(text) <= LAST):
            return redirect(there)
        year, match = FiscalYear(int(text)), _page(there)
        if year == usual_year(match.view_name if match else ""):
            request.session.pop(YEAR, None)
        else:
            request.session[YEAR] = year.be
        if match and match.view_name in SWITCHED:
            return redirect(reverse(match.view_name, kwargs={**match.kwargs, "year": year}))
        return redirect(there)


def _page(address: str) -> ResolverMatch | None:
    try:
        return resolve(address.partition("?")[0])
    except Resolver404:
        return None


class Notices(WorkView):
    def get(self, request: WorkRequest) -> HttpResponse:
        page = Paginator(request.user.notices.order_by("-created_at", "-pk"), PAGE).get_page(request.GET.get("page"))
        items = [notice_item(notice) for notice in page]
        return render(request, "desk/notices.html", {"page": page, "items": items})


class ReadNotices(WorkView):
    http_method_names = ["post"]

    def post(self, request: WorkRequest) -> HttpResponse:
        unread = request.user.notices.filter(read_at=None).values_list("pk", flat=True)
        actions.mark_read(notice_ids=list(unread), by=request.user, at=now())
        return redirect("desk:notices")


def notice_item(notice: Notice) -> NoticeItem:
    return NoticeItem(
        text=notice.text,
        when=thai_datetime(notice.created_at),
        href=notice.url,
        unread=notice.read_at is None,
    )
