"""The log of all acts, for administrators."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.work import WorkRequest, WorkView

PAGE = 50


class Log(PermissionRequiredMixin, WorkView):
    permission_required = "accounts.view_audit"
    raise_exception = True

    def get(self, request: WorkRequest) -> HttpResponse:
        entries = Entry.objects.visible_to(request.user).order_by("-at", "-pk")
        if q := request.GET.get("q", "").strip():
            entries = entries.filter(actor_label__icontains=q) | entries.filter(target_label__icontains=q)
        page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
        return render(request, "accounts/log.html", {"page": page, "q": q})
