"""Print the KPIs of a fiscal year, through the same door as every page and report."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.registry import Figure, Ratio
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.commands import PortalCommand, buddhist_year, day
from bkkplan.ground.core.fiscal import FiscalYear
from districts.models import District


class Command(PortalCommand):
    help = "Print the KPIs of a fiscal year: counted units, all units and the percentage."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=buddhist_year, required=True, help="fiscal year in พ.ศ., such as 2563")
        parser.add_argument("--as-of", type=day, help="day of the figures, YYYY-MM-DD or 2 มิ.ย. 2566 (default: today)")
        parser.add_argument("--by", choices=["district", "group"], help="rows by district or by district group")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        year, as_of, at = FiscalYear(options["year"]), options["as_of"] or today(), now()
        rows: list[dict[str, Any]] = []
        definitions = registry.all_definitions()
        for number, definition in enumerate(definitions, 1):
            rows += rows_of(registry.figure(definition.code, year, as_of, at=at), options["by"])
            self.show_progress(number, len(definitions))
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            self.write_table(rows)

    def write_table(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            place = f"{row['place']:<24}" if "place" in row else ""
            percent = "–" if row["percent"] is None else row["percent"]
            self.stdout.write(f"{row['code']:<8}{place}{row['counted']:>6} / {row['units']:<6}{percent:>8}")


def rows_of(figure: Figure, by: str | None) -> Iterable[dict[str, Any]]:
    if by is None:
        yield row_of(figure, figure.ratio)
        return
    ratios = figure.by_district()
    districts = District.objects.filter(pk__in=ratios).select_related("group").order_by("code")
    if by == "district":
        for district in districts:
            yield row_of(figure, ratios[district.pk], place=district.name_th, place_code=district.code)
        return
    groups: dict[int, list[District]] = {}
    for district in sorted(districts, key=lambda d: d.group.position):
        groups.setdefault(district.group_id, []).append(district)
    for members in groups.values():
        total = Ratio.of_sum(ratios[district.pk] for district in members)
        yield row_of(figure, total, place=members[0].group.name_th, place_code=members[0].group.code)


def row_of(figure: Figure, ratio: Ratio, **place: str) -> dict[str, Any]:
    percent = ratio.percent
    return {
        "code": figure.definition.code,
        **place,
        "counted": ratio.counted,
        "units": ratio.units,
        "percent": None if percent is None else str(percent),
        "as_of": figure.as_of.isoformat(),
    }
