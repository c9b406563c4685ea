"""A country's own words stand for Bangkok's on its pages, without a change in the code."""

import pytest
from django.core.management import CommandError, call_command
from django.template import engines
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from bkkplan.faces.desk import context_processors as menus
from bkkplan.ground.core.components import declaring
from bkkplan.ground.core.pages import parts
from bkkplan.ground.core.place_words import replacing
from tests.factories.districts import DistrictFactory

WORDS = """\
th,th_there,en,en_there
ขอบเขต,ขอบเขต,,
สำนักงานเขต,ที่ทำการ อปท.,district office,local office
กลุ่มเขต,จังหวัด,group,province
เขต,อปท.,district,local authority
เขตทั้งหมด,อปท. ทั้งหมด,All districts,All local authorities
แขวง,ตำบล,sub-district,tambon
กรุงเทพมหานคร,ประเทศไทย,Bangkok Metropolitan Administration,the country
"""


def forget_kept_texts():
    """What a process keeps of texts: the words of a place never change while it runs."""
    engines["django"].engine.template_loaders[0].reset()
    for kept in (parts._drawn, declaring._drawn, menus.main_menu, menus.links_of_person, menus.footer_of):
        kept.cache_clear()


@pytest.fixture
def place(tmp_path, settings):
    forget_kept_texts()
    (tmp_path / "words.csv").write_text(WORDS, encoding="utf-8")
    settings.REFERENCE_DIR = tmp_path
    call_command("place_words")
    settings.LOCALE_PATHS = [tmp_path / "locale", *settings.LOCALE_PATHS]
    yield tmp_path
    forget_kept_texts()


def test_the_longest_word_goes_first_and_placeholders_stay():
    replace = replacing({"เขต": "อปท.", "กลุ่มเขต": "จังหวัด", "ขอบเขต": "ขอบเขต", "district": "authority"})

    assert replace("กลุ่มเขตและเขต ขอบเขต") == "จังหวัดและอปท. ขอบเขต"
    assert replace("a district of %(district)s, subdistricts {district}") == (
        "a authority of %(district)s, subdistricts {district}"
    )


@pytest.mark.django_db
def test_pages_say_the_words_of_the_place(place, client):
    DistrictFactory(name_th="ทุ่งทอง", group__name_th="จังหวัดที่ 1")

    page = client.get(reverse("public:districts")).content.decode()

    assert "อปท. ทั้งหมด" in page
    assert "<h1" in page
    assert "กลุ่มเขต" not in page
    assert "จังหวัด" in page
    english = client.get(reverse("public:districts"), headers={"accept-language": "en"}).content.decode()
    assert "All local authorities" in english


def test_both_languages_have_the_words_and_every_other_sentence_is_ours(place):
    assert gettext("แขวง") == "ตำบล"
    assert gettext("ชุมชน") == "ชุมชน"
    assert "อปท." in ngettext("เหตุผลของ %(n)s เขตที่เหลือ", "เหตุผลของ %(n)s เขตที่เหลือ", 3)
    with translation.override("en"):
        assert "district" not in gettext("เขตทั้งหมด").lower()


def test_a_sentence_that_people_corrected_stays(place, settings):
    catalogue = place / "locale" / "th" / "LC_MESSAGES" / "django.po"
    text = catalogue.read_text(encoding="utf-8")
    assert '"ตำบล"' in text
    catalogue.write_text(text.replace('"ตำบล"', '"ตำบลของเรา"'), encoding="utf-8")

    call_command("place_words")
    settings.LOCALE_PATHS = list(settings.LOCALE_PATHS)

    assert gettext("แขวง") == "ตำบลของเรา"


def test_without_a_folder_or_its_words_the_command_says_what_is_missing(settings, tmp_path):
    settings.REFERENCE_DIR = None
    with pytest.raises(CommandError, match="BKKPLAN_REFERENCE is not set"):
        call_command("place_words")
    settings.REFERENCE_DIR = tmp_path
    with pytest.raises(CommandError, match=r"words\.csv"):
        call_command("place_words")
