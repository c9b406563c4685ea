from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.people import Person, own_districts
from bkkplan.ground.core.wording import localname
from districts.models import District
from forums.enums import ForumKind, ForumState
from forums.models import Forum
from forums.models.forum import ForumQuerySet
from forums.queries import HearingRules

ALL = "all"


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
        codes = [(str(district.pk), localname(district)) for district in District.objects.order_by("code")]
        data = data.copy()
        data.setdefault("district", str(own[0]) if len(own) == 1 else ALL)
        super().__init__(data, *args, **kwargs)
        self.on, self.rules = on, rules
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
