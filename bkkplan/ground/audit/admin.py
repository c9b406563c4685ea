"""The back office's two kinds of page, for every app's ``admin``: reference data to keep, and rows to read."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.forms import BaseModelForm, SlugField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.audit.record import changes, record, state_of
from bkkplan.ground.audit.sentences import act_in_words
from bkkplan.ground.audit.telling import thing_in_words
from bkkplan.ground.core.clock import now
from bkkplan.ground.core.forms.fields import ThaiDateField, ThaiTextField, UnderstoodInput


class BackOfficeAdmin(admin.ModelAdmin):
    """A page of the back office: whoever may enter it sees every row, and nobody deletes one."""

    view_on_site: Any = False
    # The whole table's size is not worth counting beside each filtered list.
    show_full_result_count = False
    list_per_page = 50

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class ReferenceAdmin(BackOfficeAdmin):
    """Reference data. Each save is logged. The fields in ``known_by`` cannot change."""

    known_by: tuple[str, ...] = ("code",)
    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        models.SlugField: {"form_class": SlugField},  # and other codes, which are no texts
        models.CharField: {"form_class": ThaiTextField},
        models.TextField: {"form_class": ThaiTextField},
        models.DateField: {"form_class": ThaiDateField, "widget": UnderstoodInput(kind="date")},
    }

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        return self.known_by if obj else ()

    def save_model(self, request: Any, obj: models.Model, form: "BaseModelForm[models.Model]", change: bool) -> None:
        """Save and log. The admin's page has opened the transaction."""
        fields = [name for name in form.fields if name in form.cleaned_data]
        if change:
            was = state_of(
                type(obj)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=obj.pk), fields
            )
            obj.save(update_fields=fields)
        else:
            was = {}
            obj.save(force_insert=True)
        verb = f"{obj._meta.app_label}.{obj._meta.model_name}_{'changed' if change else 'added'}"
        record(verb, obj, by=request.user, at=now(), **changes(was, state_of(obj, fields)))


class ReadOnlyAdmin(BackOfficeAdmin):
    """Rows that are only shown: people change them on the portal's pages, or developers in the repository.

    Relations that are columns of a list are read with it, so that it makes the same number of queries for any length.
    A list names in ``list_select_related`` what its rows are called by beyond them.
    """

    actions = None
    list_select_related: ClassVar[tuple[str, ...]] = ()

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_list_select_related(self, request: HttpRequest) -> tuple[str, ...]:
        relations = {field.name for field in self.model._meta.fields if field.is_relation}
        return (*(str(name) for name in self.list_display if name in relations), *self.list_select_related)


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor_label", "act", "thing")
    search_fields = ("actor_label", "verb", "target_label")
    ordering = ("-at", "-pk")

    @admin.display(description=_("การกระทำ"))
    def act(self, entry: Entry) -> str:
        return act_in_words(entry.verb, entry.target_type)

    @admin.display(description=_("ข้อมูล"), ordering="target_label")
    def thing(self, entry: Entry) -> str:
        return thing_in_words(entry)
