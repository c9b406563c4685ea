from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.people import Person, own_districts
from bkkplan.ground.core.wording import localname
from districts.forms import DistrictField
from districts.models import District
from districts.queries import first_of, fit_in_a_list
from forums.enums import ForumKind, ForumState
from forums.models import Forum
from forums.models.forum import ForumQuerySet
from forums.queries import HearingRules

ALL = "all"


class TypedDistrict(django_filters.ModelChoiceFilter):
    """The district by its code or name, where there are too many to choose from."""

    field_class = DistrictField


def own_district(pk: int, *, is_typed: bool) -> str:
    """What the filter has in its field for the person's own district."""
    return District.objects.values_list("code", flat=True).get(pk=pk) if is_typed else str(pk)


class ForumFilter(django_filters.FilterSet):
    """By words, place, kind and state; a person of a district begins with that district's."""

    q = django_filters.CharFilter(label=_("คำค้น"), method="by_words", widget=forms.TextInput(attrs={"type": "search"}))
    district = django_filters.ChoiceFilter(label=_("เขต"), method="by_district", empty_label=None)
    kind = django_filters.ChoiceFilter(label=_("ประเภท"), choices=ForumKind.choices, empty_label=_("ทุกประเภท"))
    state = django_filters.ChoiceFilter(label=_("สถานะ"), choices=ForumState.choices, empty_label=_("ทุกสถานะ"))
    late = django_filters.ChoiceFilter(
        label=_("กำหนดเวลา"), choices=[("late", _("ล่าช้า"))], method="by_lateness", empty_label=_("ทั้งหมด")
    )

    class Meta:
        model = Forum
        fields: list[str] = []

    def __init__(self, data: Any, *args: Any, person: Person, on: date, rules: HearingRules, **kwargs: Any) -> None:
        own = sorted(own_districts(person))
        districts = first_of(District.objects.order_by("code"))
        is_typed = not fit_in_a_list(districts)
        everywhere = "" if is_typed else ALL
        data = data.copy()
        data.setdefault("district", own_district(own[0], is_typed=is_typed) if len(own) == 1 else everywhere)
        super().__init__(data, *args, **kwargs)
        self.on, self.rules = on, rules
        if is_typed:
            self.filters["district"] = TypedDistrict(
                label=_("เขต"), field_name="district", queryset=District.objects.order_by("code"), to_field_name="code"
            )
        else:
            codes = [(str(district.pk), localname(district)) for district in districts]
            self.filters["district"].extra["choices"] = [(ALL, _("ทุกเขต")), *codes]

    def by_words(self, forums: QuerySet[Forum], _name: str, query: str) -> QuerySet[Forum]:
        for word in query.split():
            found = Q(title__icontains=word) | Q(place__icontains=word) | Q(external_code__istartswith=word)
            forums = forums.filter(found)
        return forums

    def by_district(self, forums: QuerySet[Forum], _name: str, value: str) -> QuerySet[Forum]:
        return forums if value == ALL else forums.filter(district=int(value))

    def by_lateness(self, forums: ForumQuerySet, _name: str, _value: str) -> ForumQuerySet:
        return forums.late(on=self.on, rules=self.rules)
