"""How the log names money."""

from django.utils.translation import gettext as _

from budget.models import Allocation, Appropriation


def appropriation_in_words(appropriation: Appropriation) -> str:
    if appropriation.flagship is not None:
        return str(appropriation.flagship)
    values = {"year": appropriation.fiscal_year, "district": appropriation.district}
    return _("งบประมาณประจำปี %(year)s %(district)s") % values


def allocation_in_words(allocation: Allocation) -> str:
    source = allocation.item or appropriation_in_words(allocation.appropriation)
    return _("%(source)s ที่%(district)s") % {"source": source, "district": allocation.place}
