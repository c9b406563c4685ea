"""The data page and the files."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bkkplan.faces.opendata.datasets import DATASETS
from bkkplan.faces.opendata.views.catalogue import (
    ENCODING,
    FREQUENCY,
    LICENCE_TITLE,
    LICENCE_URL,
    MAINTAINER,
    PUBLISHER,
    years_given,
)
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Fact
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.my_work import PublicView
from bkkplan.ground.core.spreadsheets.csvs import CONTENT_TYPE, csv_lines, csv_parts, rows_in
from bkkplan.ground.core.wording import thai_date


class Datasets(PublicView):
    def get(self, request: HttpRequest) -> HttpResponse:
        facts = [
            Fact(label=_("ผู้เผยแพร่"), value=f"{PUBLISHER} · {MAINTAINER}"),
            Fact(label=_("สัญญาอนุญาต"), value=LICENCE_TITLE, href=LICENCE_URL),
            Fact(label=_("ข้อมูล ณ วันที่"), value=thai_date(today())),
            Fact(label=_("ความถี่ของการปรับปรุง"), value=FREQUENCY),
            Fact(label=_("รูปแบบ"), value=ENCODING),
        ]
        context = {"datasets": DATASETS.values(), "years": years_given(today()), "facts": facts}
        return render(request, "opendata/datasets.html", context)


class Download(PublicView):
    def get(self, request: HttpRequest, code: str, year: FiscalYear) -> StreamingHttpResponse:
        dataset = DATASETS.get(code)
        if dataset is None:
            raise Http404
        # A file is the same whoever's browser asks for it.
        rows = rows_in("th", dataset.rows(year, today(), now()))
        response = StreamingHttpResponse(
            csv_parts(csv_lines([column.name for column in dataset.columns], rows)), content_type=CONTENT_TYPE
        )
        response["Content-Disposition"] = f'attachment; filename="bkkplan-{code}-{year}.csv"'
        return response
