from io import BytesIO
from pathlib import Path

import allauth
import django
from babel.messages.pofile import read_po
from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinLengthValidator, MinValueValidator
from django.utils import translation

from bkkplan.ground.core.forms import fields as formfields
from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.urls import urlpatterns


class ActForm(PortalForm):
    held_on = formfields.ThaiDateField(label="วันใหม่")
    reason = formfields.ThaiTextField(label="เหตุผล", max_length=5)
    kind = forms.ChoiceField(label="ประเภท", choices=[("a", "ก")])
    is_sure = forms.BooleanField(label="ข้าพเจ้าตรวจแล้ว")
    file = formfields.EvidenceField(label="ไฟล์")
    place = formfields.ThaiTextField(label="สถานที่", error_messages={"required": "ใส่สถานที่ก่อน"})


def test_a_field_left_empty_is_asked_for_by_its_name_and_with_its_example():
    errors = {name: found[0] for name, found in ActForm({}).errors.items()}

    assert errors == {
        "held_on": "ใส่ “วันใหม่” เช่น 16 ก.ค. 2563",
        "reason": "ใส่ “เหตุผล”",
        "kind": "เลือก “ประเภท”",
        "is_sure": "ทำเครื่องหมายยืนยันก่อน",
        "file": "เลือกไฟล์ก่อน",
        "place": "ใส่สถานที่ก่อน",
    }
    with translation.override("en"):
        assert ActForm({}).errors["is_sure"] == ["Tick to confirm first"]


def test_a_text_that_is_too_long_is_said_in_thai():
    assert ActForm({"reason": "ก" * 7}).errors["reason"] == ["ยาวเกินไป ย่อให้ไม่เกิน 5 ตัวอักษร ขณะนี้ 7 ตัวอักษร"]


# Django's own sentences


class Anything(dict):
    def __missing__(self, name):
        return 3


def below(form_class):
    for form in form_class.__subclasses__():
        yield form
        yield from below(form)


def sentences():
    """Whatever a field of ours, or its validators, may say: (who says it, code, message)."""
    assert urlpatterns  # the pages bring their forms with them
    every = [*below(forms.Form), *below(forms.ModelForm)]
    ours = [form for form in every if form.__module__.split(".")[0] in OURS]
    fields = {type(field) for form in ours for field in form.base_fields.values()}
    validators = [validator for form in ours for field in form.base_fields.values() for validator in field.validators]
    kinds = {type(v): v.message for v in validators if hasattr(v, "message")}
    kinds |= {kind: kind.message for kind in LIMITS}
    for field in fields:
        messages = {}
        for one in reversed(field.__mro__):
            messages |= getattr(one, "default_error_messages", {})
        for code, message in messages.items():
            yield f"{field.__name__}.{code}", message
    for kind, message in kinds.items():
        yield kind.__name__, message


LIMITS = (MaxLengthValidator, MinLengthValidator, MaxValueValidator, MinValueValidator)
OURS = ("bkkplan", "budget", "communities", "districts", "forums")


def test_no_field_of_ours_speaks_english_or_jargon_on_a_thai_page():
    said = {who: str(message % Anything()) for who, message in sentences()}

    assert len(said) > 20
    foreign = {who: text for who, text in said.items() if text.isascii() or "ฟิลด์" in text or "กรุณา" in text}
    assert foreign == {}


def test_what_we_translate_of_others_is_what_they_say():
    # allauth has no file of its own English; German is one of those that hold all of its texts.
    sources = ((django, ("conf", "contrib/admin", "contrib/auth"), "en"), (allauth, (".",), "de"))
    there = set()
    for package, parts, language in sources:
        for part in parts:
            po = Path(package.__file__).parent / part / f"locale/{language}/LC_MESSAGES/django.po"
            there |= {message.id for message in read_po(BytesIO(po.read_bytes()))}
    thai = settings.BASE_DIR / "locale/th/LC_MESSAGES/django.po"
    ours = read_po(BytesIO(thai.read_bytes()), locale="th")

    assert {message.id for message in ours if message.id} - there == set()
    assert [message.id for message in ours if message.id and (list(message.check()) or not message.string)] == []
