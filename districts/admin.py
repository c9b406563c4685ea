from django.contrib import admin
from django.http import HttpRequest

from bkkplan.ground.audit.admin import ReferenceAdmin
from districts.models import District, DistrictGroup, Office, Subdistrict


class PlacesAdmin(ReferenceAdmin):
    """Districts can be described here, but not added: Bangkok has a fixed number of them."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(DistrictGroup)
class DistrictGroupAdmin(PlacesAdmin):
    list_display = ("code", "name_th", "name_en", "position")
    ordering = ("position", "pk")


@admin.register(District)
class DistrictAdmin(PlacesAdmin):
    list_display = ("code", "name_th", "name_en", "group")
    list_filter = ("group",)
    list_select_related = ("group",)
    search_fields = ("code", "name_th", "name_en")
    ordering = ("code", "pk")


@admin.register(Subdistrict)
class SubdistrictAdmin(PlacesAdmin):
    known_by = ("code", "district")
    list_display = ("code", "name_th", "name_en", "district")
    list_filter = ("district",)
    list_select_related = ("district",)
    search_fields = ("code", "name_th", "name_en")
    ordering = ("code", "pk")


@admin.register(Office)
class OfficeAdmin(PlacesAdmin):
    list_display = ("code", "name_th", "name_en", "kind")
    list_filter = ("kind",)
    search_fields = ("code", "name_th", "name_en")
    ordering = ("code", "pk")
