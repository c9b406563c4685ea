"""The hidden field by which a form that is sent twice does its act once."""

from typing import Any
from uuid import uuid4

from django import forms


class SentOnceField(forms.UUIDField):
    """The id of what the form does. Each form that is drawn has another one, which comes back with it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput, initial=uuid4, **kwargs)
