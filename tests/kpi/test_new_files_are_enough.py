"""A KPI is its own file: no other code knows it, and every page, file and act has it."""

from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from bkkplan.faces.opendata.datasets.units import KPI_UNITS
from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.actions.quarters import freeze_quarter
from bkkplan.figures.kpi.models import FrozenQuarter
from bkkplan.figures.kpi.queries import Evidence, EvidenceStep
from bkkplan.figures.kpi.registry import CardWords, Definition, Mark, Reason, Result, definition
from bkkplan.figures.reports.builders.kpi import build, sheets
from bkkplan.ground.core.fiscal import FiscalYear
from tests.words import words_of

YEAR, DAY = FiscalYear(2566), date(2023, 6, 2)
AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def another(cast, monkeypatch, settings):
    """Another supplementary KPI, over two things that are neither districts nor communities."""
    settings.WORKING_DAY = DAY.isoformat()
    step = EvidenceStep("เปิดศูนย์", DAY, DAY)
    monkeypatch.setattr(definition, "_definitions", dict(definition._definitions))
    yield registry.register(
        Definition(
            code="KPI-9",
            version=1,
            number=9,
            title="ร้อยละของศูนย์บริการที่เปิดแล้ว",
            short="ศูนย์บริการ",
            unit_name="ศูนย์",
            is_unit_district=False,
            measure=lambda _window: [
                Result(71, "ศูนย์เหนือ", cast.home.pk, Mark.COUNTED, Reason.of("เปิดแล้ว")),
                Result(72, "ศูนย์ใต้", cast.home.pk, Mark.MISSING, Reason.of("ยังไม่เปิด")),
            ],
            evidence=lambda unit, _window: [Evidence(f"คำสั่งเปิดศูนย์ {unit}", step, step, "/", "/")],
            back_dated=lambda _window, _entered: 0,
            about="",
            card=CardWords("ศูนย์ที่เปิด", "เปิด ÷ ทั้งหมด", "ทะเบียนศูนย์", "สำนักงานเขต"),
            is_supplementary=True,
            codes=lambda: {71: "N", 72: "S"},
            notes=lambda _window: [Reason.of("นับศูนย์ของเมือง")],
        )
    )
    cache.clear()  # what is kept for visitors tells of it


def test_the_pages_of_staff_show_it(another, client, cast):
    client.force_login(cast.strategy)
    dashboard = words_of(client.get(reverse("kpi:dashboard", args=[YEAR]), {"kpi": "KPI-9"}))
    units = words_of(client.get(reverse("kpi:units", args=[YEAR, "KPI-9"])))
    unit = words_of(client.get(reverse("kpi:unit", args=[YEAR, "KPI-9", 71])))

    assert "ตัวชี้วัดเสริมที่ 9" in dashboard
    assert "ศูนย์ใต้" in dashboard
    assert "นับศูนย์ของเมือง" in dashboard
    assert "ยังไม่เปิด" in units
    assert "คำสั่งเปิดศูนย์ 71" in unit


def test_visitors_see_it_apart_from_the_indicators_of_the_plan(another, client):
    home = client.get(reverse("public:home"))
    page = words_of(client.get(reverse("public:indicator", args=[YEAR, "KPI-9"])))

    assert [figure["label"] for figure in home.context["figures"]] == [f"ตัวชี้วัดที่ {n}" for n in (1, 2, 3)]
    assert [figure["label"] for figure in home.context["more_figures"]][-1] == "ตัวชี้วัดเสริมที่ 9"
    assert "ไม่ใช่ตัวชี้วัดของแผน" in page
    assert "ศูนย์เหนือ" in page
    assert "คำสั่งเปิดศูนย์ 72" in words_of(client.get(reverse("public:unit", args=[YEAR, "KPI-9", 72])))


def test_a_quarter_is_frozen_with_it_and_with_its_notes(another, cast):
    freeze_quarter(year=YEAR, quarter=1, by=cast.strategy, at=AT)

    row = FrozenQuarter.objects.get(code="KPI-9")
    figure = registry.figure("KPI-9", YEAR, row.as_of, at=AT)

    assert [result.label for result in figure.results] == ["ศูนย์เหนือ", "ศูนย์ใต้"]
    assert [str(note) for note in figure.notes] == ["นับศูนย์ของเมือง"]


def test_the_open_data_the_report_and_the_command_have_it(another):
    rows = [row for row in KPI_UNITS.rows(YEAR, DAY, AT) if row[1] == "KPI-9"]
    report = build(YEAR, DAY, AT)
    out = StringIO()
    call_command("kpi", year=2566, as_of=DAY, stdout=out)

    assert [(row[4], row[6]) for row in rows] == [("N", 1), ("S", 0)]
    assert report.kpis[-1].notes == ("นับศูนย์ของเมือง",)
    assert sheets(report)[-1].title == "ตัวชี้วัดเสริมที่ 9"
    assert "KPI-9" in out.getvalue()


def test_no_other_code_names_the_supplementary_indicators():
    codes = [one.code for one in registry.all_definitions() if one.is_supplementary]
    folders = ("bkkplan", "budget", "communities", "districts", "forums", "templates", "static/js")
    files = [
        file for folder in folders for file in (ROOT / folder).rglob("*.*") if file.suffix in {".py", ".html", ".js"}
    ]

    naming = {file.parent.name for file in files if any(f'"{code}"' in file.read_text() for code in codes)}

    assert codes
    assert naming == {"definitions"}
