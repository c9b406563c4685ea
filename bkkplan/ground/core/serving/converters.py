"""Path converters. Registered when the app is ready, so that any urls.py may write `<fy:year>`."""

from django.urls import register_converter

from bkkplan.ground.core.fiscal import FiscalYear

FIRST, LAST = 2510, 2589


class FiscalYearConverter:
    """A fiscal year stands in an address as its Buddhist year: /work/kpi/2563/.

    Pages look at the years around theirs too, so the first and the last possible FiscalYear have no address.
    """

    regex = "25[0-9]{2}"

    def to_python(self, value: str) -> FiscalYear:
        if not FIRST <= int(value) <= LAST:
            raise ValueError(value)
        return FiscalYear(int(value))

    def to_url(self, value: FiscalYear | int) -> str:
        return str(FiscalYear(int(value)))


register_converter(FiscalYearConverter, "fy")
