"""Texts that stood in the database before the gate are cleaned once, and told."""

import pytest
from django.apps import apps

from bkkplan.ground.core.stored_texts import clean_texts
from communities.models import Community, PlanSection
from tests.factories.communities import CommunityFactory, PlanSectionFactory

pytestmark = pytest.mark.django_db


def test_stored_texts_are_cleaned_and_each_change_is_told_without_the_text():
    named = CommunityFactory(name_th="วัดสน\u200e①")
    written = PlanSectionFactory(text="ทางเดิน\x0bริมคลอง 😀")
    CommunityFactory(name_th="ท่าเตียน")
    said: list[str] = []

    clean_texts(apps, {"communities.Community": ["name_th"], "communities.PlanSection": ["text"]}, say=said.append)

    assert Community.objects.get(pk=named.pk).name_th == "วัดสน(1)"
    assert PlanSection.objects.get(pk=written.pk).text == "ทางเดิน\nริมคลอง 😀"
    assert said == [
        f"communities.Community {named.pk} name_th: cleaned (U+200E, U+2460)",
        f"communities.PlanSection {written.pk} text: cleaned (U+000B)",
        f"communities.PlanSection {written.pk} text: documents can't draw U+1F600",
    ]


def test_a_text_that_would_grow_too_long_is_told_and_left():
    community = CommunityFactory(name_th="①" * 200, name_key="1", name_search="1")
    said: list[str] = []

    clean_texts(apps, {"communities.Community": ["name_th"]}, say=said.append)

    assert Community.objects.get(pk=community.pk).name_th == "①" * 200
    assert said == [f"communities.Community {community.pk} name_th: left as it is (U+2460)"]
