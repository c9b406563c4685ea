from datetime import UTC, date, datetime, time
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.wording import DASH

DAY = date(2020, 7, 16)
MOMENT = datetime(2020, 7, 16, 2, 30, tzinfo=UTC)  # 09.30 in Bangkok
PLACE = SimpleNamespace(name_th="พระนคร", name_en="Phra Nakhon")


def show(expression, value, language="th"):
    with translation.override(language):
        return Template("{{ value|" + expression + " }}").render(Context({"value": value}))


@pytest.mark.parametrize(
    ("expression", "value", "thai", "english"),
    [
        ("baht", Decimal("1234.5"), "1,234.50", "1,234.50"),
        ('baht:"whole"', Decimal("200000.00"), "200,000", "200,000"),
        ('baht:"whole"', Decimal("0.25"), "0.25", "0.25"),
        ("baht_text", Decimal(101), "หนึ่งร้อยเอ็ดบาทถ้วน", "หนึ่งร้อยเอ็ดบาทถ้วน"),
        ("number", 2007, "2,007", "2,007"),
        ("percent", Decimal("83.333"), "83.33", "83.33"),
        ("thai_digits", "ปี 2563", "ปี ๒๕๖๓", "ปี 2563"),
        ("thai_digits", "KPI-1 ร้อยละ 80", "KPI-1 ร้อยละ ๘๐", "KPI-1 ร้อยละ 80"),
        ("thai_date", DAY, "16 กรกฎาคม 2563", "16 July 2020 (B.E. 2563)"),
        ("thai_date|thai_digits", DAY, "๑๖ กรกฎาคม ๒๕๖๓", "16 July 2020 (B.E. 2563)"),
        ("thai_date_short", DAY, "16 ก.ค. 2563", "16 Jul 2020"),
        ("thai_date_short", MOMENT, "16 ก.ค. 2563", "16 Jul 2020"),
        ("thai_datetime", MOMENT, "16 ก.ค. 2563 09.30 น.", "16 Jul 2020, 09:30"),
        ("thai_time", time(9, 5), "09.05 น.", "09:05"),
        ("localname", PLACE, "พระนคร", "Phra Nakhon"),
        ("thai_digits", "5.2", "๕.๒", "5.2"),
        ('localtext:"name"', PLACE, "พระนคร", "Phra Nakhon"),
        ('localtext:"note"', SimpleNamespace(note="โอนจัดสรรให้เขต", note_en=""), "โอนจัดสรรให้เขต", "โอนจัดสรรให้เขต"),
        ('localtext:"note"|dash', SimpleNamespace(note="", note_en=""), "–", "–"),
        ("localname", SimpleNamespace(name="ชุมชนริมคลอง"), "ชุมชนริมคลอง", "ชุมชนริมคลอง"),
    ],
)
def test_a_value_is_shown_in_the_language_of_the_page(expression, value, thai, english):
    assert show(expression, value) == thai
    assert show(expression, value, "en") == english


def test_a_fiscal_year_is_called_by_its_buddhist_year():
    assert show("fiscal_year", FiscalYear(2563)) == "ปีงบประมาณ 2563"
    assert show("fiscal_year", 2563) == "ปีงบประมาณ 2563"


@pytest.mark.parametrize(
    "name",
    [
        "dash",
        "baht",
        "baht_text",
        "number",
        "percent",
        "thai_date",
        "thai_date_short",
        "thai_datetime",
        "thai_time",
        "fiscal_year",
        "localname",
    ],
)
def test_what_is_not_known_is_a_dash(name):
    assert show(name, None) == DASH


def test_zero_is_known():
    assert show("number", 0) == "0"
    assert show("percent", Decimal(0)) == "0.00"
    assert show("dash", 0) == "0"
