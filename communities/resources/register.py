"""The community register as a file."""

from typing import Any

from import_export import fields, resources, widgets

from communities.models import CommunityType
from communities.resources.matching import HEADINGS
from communities.resources.places import STATUS_WORDS


class Cell(widgets.Widget):
    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else value


class TypeCell(Cell):
    def render(self, value: CommunityType | None, obj: Any = None, **kwargs: Any) -> str:
        return value.name_th if value else ""


class StatusCell(Cell):
    def render(self, value: str | None, obj: Any = None, **kwargs: Any) -> str:
        return STATUS_WORDS.get(value or "", "")


def _column(key: str, attribute: str, widget: widgets.Widget) -> fields.Field:
    return fields.Field(attribute=attribute, column_name=HEADINGS[key], widget=widget)


class RegisterResource(resources.Resource):
    """The register's columns, which a list of communities has, too."""

    code = _column("code", "code", Cell())
    reg_no = _column("reg_no", "reg_no", Cell())
    external_code = _column("external_code", "external_code", Cell())
    district_code = _column("district_code", "district_code", Cell())
    district = _column("district", "district_name", Cell())
    subdistrict_code = _column("subdistrict_code", "subdistrict_code", Cell())
    subdistrict = _column("subdistrict", "subdistrict_name", Cell())
    name = _column("name", "name", Cell())
    type = _column("type", "type", TypeCell())
    status = _column("status", "status", StatusCell())
    houses = _column("houses", "houses", Cell())
    people = _column("people", "people", Cell())
