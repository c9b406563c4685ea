"""The city plan's public targets, as the repository has them: a start, which the pages of a year change."""

from collections.abc import Iterator

from bkkplan.figures.kpi.models import Target
from bkkplan.figures.kpi.validators import read_target
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.reference import place_file, read_rows


def public_targets(year: FiscalYear | None = None) -> Iterator[Target]:
    """The targets of a year, or of every year that the plan names; none of a place whose folder has no such file."""
    path = place_file("kpi", "targets.csv")
    for line in read_rows(path) if path.exists() else ():
        for be in range(int(line["first_year"] or 0), int(line["last_year"] or 0) + 1):
            if year is None or be == year.be:
                read = read_target(line["text"] or "")
                yield Target(
                    code=line["code"] or "",
                    fiscal_year=be,
                    text=read.text,
                    percent=read.percent,
                    is_compared=read.is_compared,
                )
