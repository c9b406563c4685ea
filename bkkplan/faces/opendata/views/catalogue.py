"""The catalogue that machines read: one JSON of all datasets, under the keys of the Thai government's CKAN."""

from datetime import date
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bkkplan.faces.opendata.datasets import DATASETS, DataColumn, Dataset
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.my_work import PublicView

PUBLISHER = _("กรุงเทพมหานคร")
MAINTAINER = _("สำนักยุทธศาสตร์และประเมินผล")
LICENCE_ID = "CC-BY-4.0"
LICENCE_TITLE = _("ครีเอทีฟคอมมอนส์ แสดงที่มา 4.0 (CC BY 4.0)")
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/deed.th"
FREQUENCY = _("ตามเวลาจริง: จัดทำจากบันทึกล่าสุดทุกครั้งที่ดาวน์โหลด")
ENCODING = _("CSV (UTF-8 มี BOM) วันที่เป็น ค.ศ. แบบ ISO ปีงบประมาณเป็น พ.ศ. เงินเป็นบาท")
YEARS = 4


def years_given(day: date) -> list[FiscalYear]:
    """The year under way and those before it, the newest first."""
    this = FiscalYear.of(day)
    return [FiscalYear(this.be - ago) for ago in range(YEARS)]


def in_both(text: str | Promise) -> tuple[str, str]:
    with translation.override("th"):
        thai = str(text)
    with translation.override("en"):
        return thai, str(text)


class Catalogue(PublicView):
    """Plain keys are Thai, as CKAN at data.go.th has them; ``…_en`` says the same in English."""

    def get(self, request: HttpRequest) -> JsonResponse:
        described = [self.package(request, dataset) for dataset in DATASETS.values()]
        return JsonResponse({"packages": described}, json_dumps_params={"ensure_ascii": False})

    def package(self, request: HttpRequest, dataset: Dataset) -> dict[str, Any]:
        texts = {
            "title": dataset.title,
            "notes": dataset.about,
            "objective": dataset.objective,
            "owner_org": PUBLISHER,
            "maintainer": MAINTAINER,
            "license_title": LICENCE_TITLE,
            "update_frequency_unit": FREQUENCY,
            "geo_coverage": PUBLISHER,
        }
        described: dict[str, Any] = {"name": f"bkkplan-{dataset.code}"}
        for key, text in texts.items():
            described[key], described[f"{key}_en"] = in_both(text)
        return described | {
            "tag_string": ",".join(in_both(tag)[0] for tag in dataset.tags),
            "data_type": "ข้อมูลระเบียน",
            "data_category": "ข้อมูลสาธารณะ",
            "data_source": "ระบบบีเคเคแพลน",
            "data_format": "CSV",
            "data_language": "ไทย",
            "license_id": LICENCE_ID,
            "license_url": LICENCE_URL,
            "last_updated_date": today().isoformat(),
            "url": request.build_absolute_uri(reverse("opendata:datasets")),
            "primary_key": list(dataset.key),
            "data_dictionary": [self.column(column) for column in dataset.columns],
            "resources": [self.resource(request, dataset, year) for year in years_given(today())],
        }

    def column(self, column: DataColumn) -> dict[str, str]:
        thai, english = in_both(column.meaning)
        return {"id": column.name, "type": column.kind, "meaning": thai, "meaning_en": english}

    def resource(self, request: HttpRequest, dataset: Dataset, year: FiscalYear) -> dict[str, Any]:
        return {
            "name": f"bkkplan-{dataset.code}-{year}.csv",
            "fiscal_year": year.be,
            "format": "CSV",
            "mimetype": "text/csv",
            "url": request.build_absolute_uri(reverse("opendata:download", args=[dataset.code, year])),
        }
