"""The log of all acts in words, for administrators, and the same as a file."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.forms import LogFilter
from bkkplan.ground.audit.models import EntryQuerySet
from bkkplan.ground.audit.queries import entries_seen
from bkkplan.ground.audit.telling import ReadableLine, readable_lines
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView
from bkkplan.ground.core.rows.bulk import in_batches
from bkkplan.ground.core.spreadsheets.csvs import CONTENT_TYPE, csv_lines, csv_parts, rows_in
from bkkplan.ground.core.wording import number

PAGE = 50
MOST_LINES = 50_000  # of one file
AT_ONCE = 500


class LogView(PermissionRequiredMixin, WorkView):
    permission_required = "accounts.view_audit"
    raise_exception = True

    def asked_for(self) -> tuple[LogFilter, EntryQuerySet]:
        """The form, and the lines that it leaves; a field that can't be read leaves all of them."""
        form = LogFilter(self.request.GET)
        form.is_valid()
        return form, entries_seen(self.request.user, **form.cleaned_data)


class Log(LogView):
    def get(self, request: WorkRequest) -> HttpResponse:
        form, entries = self.asked_for()
        page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
        context: dict[str, Any] = {
            "form": form,
            "page": page,
            "lines": readable_lines(list(page.object_list), reader=request.user),
            "export": f"{reverse('accounts:log-file')}?{request.GET.urlencode()}",
        }
        return render(request, "accounts/log.html", context)


class LogFile(LogView):
    """What the filter shows, as CSV. Lines are made a few at a time, so that a long file needs little memory."""

    def get(self, request: WorkRequest) -> HttpResponseBase:
        _form, entries = self.asked_for()
        if entries[: MOST_LINES + 1].count() > MOST_LINES:
            sentence = _("ส่งออกได้ครั้งละไม่เกิน %(most)s รายการ เลือกช่วงวันให้แคบลง")
            messages.error(request, sentence % {"most": number(MOST_LINES)})
            return redirect(f"{reverse('accounts:log')}?{request.GET.urlencode()}")
        lines = csv_lines(headings(), rows_in(translation.get_language() or "th", self.rows(entries)))
        response = StreamingHttpResponse(csv_parts(lines), content_type=CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="bkkplan-log-{today().isoformat()}.csv"'
        return response

    def rows(self, entries: EntryQuerySet) -> Iterator[list[str]]:
        for some in in_batches(entries.iterator(chunk_size=AT_ONCE), AT_ONCE):
            for line in readable_lines(some, reader=self.request.user):
                yield self.row(line)

    def row(self, line: ReadableLine) -> list[str]:
        return [
            timezone.localtime(line.at).strftime("%Y-%m-%d %H:%M:%S"),
            line.actor.text,
            line.hat,
            line.text,
            "; ".join(f"{label}: {before} → {after}" for label, before, after in line.changes),
            "; ".join(f"{label}: {value}" for label, value in line.facts),
            self.request.build_absolute_uri(line.href) if line.href else "",
            line.verb,
        ]


def headings() -> list[str]:
    return [
        _("เมื่อ (ปี ค.ศ.)"),
        _("ผู้กระทำ"),
        _("บทบาทขณะกระทำ"),
        _("การกระทำ"),
        _("ก่อนและหลัง"),
        _("รายละเอียด"),
        _("ลิงก์"),
        _("รหัสการกระทำ"),
    ]
