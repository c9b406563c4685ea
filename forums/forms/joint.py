from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.portal import PortalForm
from districts.models import District


class JoinForm(PortalForm):
    """For which district; only asked of a person who works in several."""

    district = forms.ModelChoiceField(label=_("เขต"), queryset=District.objects.none(), empty_label=None)

    def __init__(self, *args: Any, districts: list[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(districts) == 1:
            del self.fields["district"]
        else:
            found = District.objects.filter(pk__in=[district.pk for district in districts]).order_by("code")
            self.fields["district"].queryset = found  # type: ignore[attr-defined]
