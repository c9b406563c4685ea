"""What a dataset is made of, and the columns that several share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.figures.kpi.registry import all_definitions
from bkkplan.ground.core.fiscal import FiscalYear

Row = tuple[Any, ...]
Kind = Literal["text", "integer", "number", "date", "uuid"]


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A promise to the public: the name never changes, and neither does what it means."""

    name: str
    kind: Kind
    meaning: str | Promise


@dataclass(frozen=True, slots=True)
class Dataset:
    """Rows of one fiscal year. No two of them share the columns of ``key``."""

    code: str
    title: str | Promise
    about: str | Promise
    objective: str | Promise
    tags: tuple[str | Promise, ...]
    key: tuple[str, ...]
    columns: tuple[DataColumn, ...]
    rows: Callable[[FiscalYear, date, datetime], Iterator[Row]]


def _indicators() -> str:
    named = ", ".join(f"{definition.code} {definition.short}" for definition in all_definitions())
    return gettext("ตัวชี้วัด: %(indicators)s") % {"indicators": named}


YEAR = DataColumn("fiscal_year", "integer", _("ปีงบประมาณ (พ.ศ.)"))
KPI = DataColumn("kpi_code", "text", lazy(_indicators, str)())
DISTRICT = DataColumn("district_code", "text", _("รหัสเขต"))
FORUM = DataColumn("forum_id", "integer", _("รหัสเวที ตรงกันทุกแฟ้มและตรงกับเลขท้ายที่อยู่ของหน้าเวที"))
FORUM_KIND = DataColumn(
    "forum_kind",
    "text",
    _(
        "ประเภทเวที: district_hearing เวทีรับฟังความคิดเห็นของเขต, adoption_meeting ประชาคมรับรองแผนพัฒนาชุมชน, other เวทีอื่น "
        "เลขครั้งที่นับแยกตามประเภท"
    ),
)
