"""Promises have names, rows have no hidden order and no hidden verbs."""

import re

import pytest
from django.db import models

from tests.architecture.house import our_models

OURS = pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
WORDS = re.compile(r"[a-z]+(_[a-z0-9]+){2,}")
GENERATED = re.compile(r"_[0-9a-f]{6,}(_|$)|^(uniq|unique|check|ck|uq)_|_(uniq|check|ck|uq)$")

AMOUNT = re.compile(r"amount|budget|total|price|cost|share|transferred|committed|disbursed|balance")


@OURS
def test_a_constraint_is_called_by_its_promise(model):
    for constraint in model._meta.constraints:
        assert WORDS.fullmatch(constraint.name), f"{constraint.name}: at least three words"
        assert not GENERATED.search(constraint.name), f"{constraint.name} names the mechanism, not the promise"


@OURS
def test_every_promise_over_several_fields_has_a_name(model):
    assert not model._meta.unique_together


@OURS
def test_a_list_names_its_own_order(model):
    assert not model._meta.ordering


@OURS
def test_saving_and_deleting_do_only_that(model):
    overridden = [
        name
        for base in model.__mro__
        if base.__module__.startswith(("bkkplan", "districts", "communities", "forums", "budget"))
        for name in ("save", "delete", "asave", "adelete")
        if name in vars(base)
    ]

    assert overridden == []


@OURS
def test_money_has_twelve_digits_and_two_places(model):
    wrong = [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.DecimalField) and AMOUNT.search(field.name)
        if (field.max_digits, field.decimal_places) != (14, 2)
    ]

    assert wrong == []


@OURS
def test_no_amount_is_a_float(model):
    # A place on the map and an area are no amounts.
    floats = [field.name for field in model._meta.get_fields() if isinstance(field, models.FloatField)]

    assert [name for name in floats if not name.endswith(("lat", "lng", "latitude", "longitude", "km2"))] == []
