"""The search of those who are logged in: the list below the field of every page, and a page of the same."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.faces.desk.context_processors import pages_for
from bkkplan.faces.desk.queries.finding import SHORTEST, Found, FoundGroup, find, group_of
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.forms.fields import ThaiTextField
from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView

SHOWN = {True: 5, False: 20}  # of each kind: in the list below the field, on the page


class FindForm(PortalForm):
    q = ThaiTextField(label=_l("ค้นหา"), required=False, max_length=200)


class Find(WorkView):
    """Asked for by htmx it is the list of options alone."""

    def get(self, request: WorkRequest) -> HttpResponse:
        is_list = bool(request.htmx) and not request.htmx.history_restore_request
        form = FindForm(request.GET)
        words = form.cleaned_data["q"] if form.is_valid() else ""
        groups = self.groups(words, most=SHOWN[is_list])
        context: dict[str, Any] = {
            "words": words,
            "groups": groups,
            "count": sum(len(group.items) for group in groups),
            "is_too_short": len(words) < SHORTEST,
            "crumbs": [Link(label=_("งานของฉัน"), href=reverse("desk:my-work")), Link(label=_("ค้นหา"))],
        }
        return render(request, "desk/_found.html" if is_list else "desk/find.html", context)

    def groups(self, words: str, *, most: int) -> list[FoundGroup]:
        """Pages of the portal first, because they are few; the public's search of proposals last."""
        if len(words) < SHORTEST:
            return []
        pages = (
            Found(page.label, page.url) for page in pages_for(self.request) if words.casefold() in page.label.casefold()
        )
        proposals = Found(
            _("ค้นข้อเสนอที่มีคำว่า “%(words)s”") % {"words": words}, f"{reverse('public:search')}?{urlencode({'q': words})}"
        )
        found = [
            group_of(_("หน้า"), pages, most),
            *find(words, user=self.request.user, most=most),
            FoundGroup(_("ข้อเสนอ"), (proposals,)),
        ]
        return [group for group in found if group.items]
