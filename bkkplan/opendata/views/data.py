"""The data page and the files: UTF-8 CSV with a BOM, so that spreadsheets read the Thai."""

import csv
from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.generic import View

from bkkplan.core.clock import now, today
from bkkplan.core.fiscal import FiscalYear
from bkkplan.opendata.datasets import DATASETS, Dataset, Row

BOM = "\ufeff"
# What a spreadsheet would take for a formula is given back as text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    def write(self, line: str) -> str:
        return line


def safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def lines(dataset: Dataset, rows: Iterator[Row]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([name for name, _label in dataset.columns])
    for row in rows:
        yield writer.writerow([safe(value) for value in row])


@method_decorator(login_not_required, name="dispatch")
class Datasets(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        this = FiscalYear.of(today())
        years = [this, this.previous, this.previous.previous, this.previous.previous.previous]
        return render(request, "opendata/datasets.html", {"datasets": DATASETS.values(), "years": years})


@method_decorator(login_not_required, name="dispatch")
class Download(View):
    def get(self, request: HttpRequest, code: str, year: FiscalYear) -> StreamingHttpResponse:
        dataset = DATASETS.get(code)
        if dataset is None:
            raise Http404
        # Gathered before the first byte leaves: an error is an error page, not half a file.
        rows = list(dataset.rows(year, today(), now()))
        response = StreamingHttpResponse(lines(dataset, iter(rows)), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="bkkplan-{code}-{year}.csv"'
        return response
