import pytest
from django.urls import reverse

from bkkplan.ground.core import personal

pytestmark = pytest.mark.django_db


def test_the_page_names_who_answers_and_the_very_periods_that_are_kept(client, settings):
    settings.RETENTION_DAYS = settings.RETENTION_DAYS | {"accounts.contact": 33}
    settings.PRIVACY = settings.PRIVACY | {"officer": "นางสาวตัวอย่าง", "email": "dpo@example.org"}

    page = client.get(reverse("public:privacy")).content.decode()

    for text in ("กรุงเทพมหานคร", "นางสาวตัวอย่าง", "mailto:dpo@example.org", "33 วัน", "10 ปี", "คณะกรรมการทำลายหนังสือ"):
        assert text in page
    for purpose in personal.purposes():
        assert str(purpose.title) in page


def test_it_speaks_english_too(client, settings):
    settings.PRIVACY = settings.PRIVACY | {"officer": "นางสาวตัวอย่าง", "officer_en": "Ms Example"}
    client.cookies["django_language"] = "en"

    page = client.get(reverse("public:privacy")).content.decode()

    for text in ("Bangkok Metropolitan Administration", "Ms Example", "10 years"):
        assert text in page


def test_every_period_belongs_to_a_purpose(settings):
    assert set(settings.RETENTION_DAYS) <= {purpose.code for purpose in personal.purposes()}
