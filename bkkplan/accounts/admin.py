"""The back office: what of the reference data administrators may change, and the base class of all that."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import BaseModelForm
from django.http import HttpRequest

from bkkplan.audit.record import changes, record, state_of
from bkkplan.core.clock import now
from districts.models import District, DistrictGroup, Subdistrict


class ReferenceAdmin(admin.ModelAdmin):
    """Reference data: each save is audited, and nothing is ever deleted. What a row is known by stays as it is."""

    known_by: tuple[str, ...] = ("code",)
    view_on_site = False
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        return self.known_by if obj else ()

    def save_model(self, request: Any, obj: models.Model, form: BaseModelForm, change: bool) -> None:
        """In the transaction that the admin's page opens."""
        fields = [name for name in form.fields if name in form.cleaned_data]
        if change:
            was = state_of(type(obj)._default_manager.select_for_update(of=("self",)).get(pk=obj.pk), fields)
            obj.save(update_fields=fields)
        else:
            was = {}
            obj.save(force_insert=True)
        verb = f"{obj._meta.app_label}.{obj._meta.model_name}_{'changed' if change else 'added'}"
        record(verb, obj, by=request.user, at=now(), **changes(was, state_of(obj, fields)))


class PlacesAdmin(ReferenceAdmin):
    """Bangkok has the districts it has: they are described here, not made."""

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
