"""Every component in every state, Thai and long words included: for those who build pages, and for the tests."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.views.generic import TemplateView

from bkkplan.ground.core.components import Autosave, FileItem, Step, Tile, TileKey, TileState, YearBar
from bkkplan.ground.core.forms.fields import BahtField
from bkkplan.ground.core.wording import localname, month_short
from districts.models import District

LONG = (
    "โครงการปรับปรุงภูมิทัศน์ริมคลองบางลำพูและติดตั้งไฟฟ้าส่องสว่างพลังงานแสงอาทิตย์พร้อมกล้องวงจรปิด"
    "บริเวณปากซอยรามบุตรีถึงท่าน้ำ (ระยะที่ 2 ต่อเนื่องจากปีงบประมาณ 2562)"
)
STATES: tuple[TileState, ...] = ("done", "done", "done", "late", "done", "wait", "done", "bad", "done", "info")
WORDS: dict[TileState, str] = {
    "done": "จัดและเผยแพร่แล้ว",
    "late": "ล่าช้า",
    "wait": "ยังไม่จัด",
    "bad": "ไม่มีแผน",
    "info": "ประกาศแล้ว",
}


class ExampleForm(forms.Form):
    """ฟอร์มตัวอย่าง: ว่าง ถูก และผิด"""

    title = forms.CharField(
        label="ชื่อโครงการ",
        help_text="สั้นและบอกว่าทำอะไร ที่ไหน",
        error_messages={"required": "ใส่ชื่อโครงการ เช่น ซ่อมทางเดินริมคลองบางลำพู"},
    )
    area = forms.ChoiceField(label="ด้าน", choices=[("", "เลือกด้าน"), ("1", "ด้านกายภาพและสิ่งแวดล้อม"), ("2", "ด้านเศรษฐกิจ")])
    amount = BahtField(label="งบประมาณ (บาท)")
    detail = forms.CharField(label="รายละเอียด", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label="ใครทำ", widget=forms.RadioSelect, choices=[("self", "ทำเอง"), ("joint", "ทำร่วม"), ("agency", "ทำให้")]
    )
    evidence = forms.FileField(label="หลักฐาน", required=False)
    is_public = forms.BooleanField(label="เผยแพร่ต่อประชาชนได้ ไม่มีชื่อบุคคลหรือหมายเลขโทรศัพท์")


class ExampleFilter(forms.Form):
    q = forms.CharField(label="คำค้น", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(label="สถานะ", required=False, choices=[("", "ทุกสถานะ"), ("late", "ล่าช้า")])


class Gallery(TemplateView):
    template_name = "gallery/gallery.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        districts = list(District.objects.order_by("code"))
        states = [STATES[i % len(STATES)] for i in range(len(districts))]
        tiles = [
            Tile(
                code=district.code,
                name=localname(district),
                column=district.tile_column,
                row=district.tile_row,
                state=state,
                word=WORDS[state],
                href="#",
            )
            for district, state in zip(districts, states, strict=True)
        ]
        wrong = ExampleForm({"title": "", "area": "1", "amount": "ประมาณแสนห้า", "detail": LONG}, auto_id="wrong_%s")
        return super().get_context_data(
            **kwargs,
            long=LONG,
            autosave_states=list(Autosave().texts),
            tones=["done", "now", "late", "bad", "info", "wait"],
            tiles=tiles,
            keys=[TileKey(state=s, word=w, count=states.count(s)) for s, w in WORDS.items()],
            crumbs=[
                {"label": "เวทีรับฟัง", "href": "#"},
                {"label": "เขตพระนคร", "href": "#"},
                {"label": "ครั้งที่ 2/2563"},
            ],
            trend=[48, 52, 51, None, 60, 64, 68],
            flat=[80, 80, 80],
            year_bars=[
                YearBar(label="2563", reported=96, target=80),
                YearBar(label="2564", value=Decimal("61.54"), reported=Decimal("64.10"), target=80),
                YearBar(label="2565", value=0),
                YearBar(label="2566", value=100, target=100),
            ],
            steps=[
                Step(label="ประกาศ", state="done", when="20 เม.ย.", note="ก่อน 22 วัน", href="#"),
                Step(label="จัดเวที", state="done", when="12 พ.ค."),
                Step(label="บันทึกผล", state="now", note="กำลังทำ"),
                Step(label="เผยแพร่", when="ภายใน 27 พ.ค.", note="เหลือ 9 วัน"),
            ],
            late_steps=[
                Step(label="ประกาศ", state="done", when="20 เม.ย."),
                Step(label="จัดเวที", state="bad", note="ยกเลิก 10 พ.ค. ฝนตกหนัก น้ำท่วมอาคารอเนกประสงค์"),
                Step(label="บันทึกผล", state="late", when="ภายใน 27 พ.ค.", note="เลย 6 วัน"),
                Step(label="เผยแพร่"),
            ],
            path=[
                Step(
                    label="เสนอในเวที",
                    state="done",
                    when="12 พ.ค. 2563",
                    note="เวทีครั้งที่ 2/2563 เขตพระนคร · 31 คะแนน",
                    href="#",
                ),
                Step(label="อยู่ในแผนพัฒนาชุมชน", state="done", when="30 มิ.ย. 2563", note=f"{LONG} · ลำดับที่ 1"),
                Step(
                    label="ตรวจความสอดคล้อง", state="done", when="15 ก.ค. 2563", note="สอดคล้องทั้ง 3 ข้อ · มติคณะกรรมการเขต"
                ),
                Step(
                    label="บรรจุในแผนเขต",
                    state="late",
                    when="เลยกำหนด 2 ส.ค. 2563",
                    note="แผนปฏิบัติราชการ ปี 2564 ลำดับที่ 17",
                ),
                Step(
                    label="ได้รับงบประมาณ", state="now", when="5 ต.ค. 2563", note="85,000 บาท · เบิกจ่ายแล้ว 42,500 (50 %)"
                ),
                Step(label="แล้วเสร็จ", when="กำหนด มี.ค. 2564"),
            ],
            refused=[
                Step(label="เสนอในเวที", state="done", when="12 พ.ค. 2563"),
                Step(
                    label="ตรวจความสอดคล้อง",
                    state="bad",
                    when="15 ก.ค. 2563",
                    note="อยู่นอกอำนาจหน้าที่ของเขต ส่งต่อสำนักการโยธา",
                ),
            ],
            money_lines=[
                {"label": "ขอ", "amount": Decimal(85000)},
                {"label": "งบประมาณอนุมัติ", "amount": Decimal(85000)},
                {"label": "เบิกจ่าย", "amount": Decimal("42500.50")},
                {"label": "คงเหลือ", "amount": Decimal("42499.50"), "is_total": True},
            ],
            unknown_money=[{"label": "ขอ", "amount": None}],
            stats=[
                {"label": "ผู้เข้าร่วม", "value": 1310, "note": "คน"},
                {"label": "ข้อเสนอ", "value": 40, "note": "ข้อ"},
                {"label": "เลยกำหนด", "value": 6, "tone": "late", "href": "#"},
            ],
            facts=[
                {"label": "สถานที่", "value": "อาคารอเนกประสงค์วัดสามพระยา"},
                {"label": "วันเวลา", "value": "12 พ.ค. 2563 09.30 น."},
                {"label": "ผู้บันทึก", "value": "นภา สุขสวัสดิ์", "href": "#"},
                {"label": "หมายเหตุ", "value": ""},
            ],
            files=[
                FileItem(name="รายงานการประชุม ครั้งที่ 2-2563.pdf", href="#", note="PDF · 1.2 MB", is_public=True),
                FileItem(name=f"{LONG}.jpg", href="#", note="JPG · 640 KB", is_public=False, remove_href="#"),
            ],
            chain=[
                {"label": "เสนอในเวที", "count": 1719},
                {"label": "อยู่ในแผนพัฒนาชุมชน", "count": 647, "note": "จาก 312 ชุมชน"},
                {"label": "ได้รับงบประมาณ", "count": 67},
                {"label": "แล้วเสร็จ", "count": 0},
            ],
            state_items=[
                {"text": "ดุสิต", "word": "ล่าช้า", "tone": "late", "note": "เลยกำหนดเผยแพร่ผล 7 วัน", "href": "#"},
                {"text": LONG, "word": "จัดแล้ว กำลังบันทึกผล", "tone": "now", "note": LONG},
                {"text": "บางรัก"},
            ],
            months=[{"label": month_short(month), "is_now": month == 1} for month in (10, 11, 12, *range(1, 10))],
            ribbon=[
                {
                    "label": "เวที",
                    "note": "เลยกำหนด 1",
                    "cells": [
                        {"marks": [{"text": LONG, "state": state, "href": "#"}]} if state else {}
                        for state in ("", "done", "", "late", "now", "", "wait", "", "info", "", "", "bad")
                    ],
                },
            ],
            notices=[
                {
                    "text": "แผนพัฒนาชุมชนวัดสามพระยา ถูกส่งกลับ 3 ข้อ",
                    "when": "วันนี้",
                    "tone": "bad",
                    "href": "#",
                    "unread": True,
                    "note": "โดย นภา สุขสวัสดิ์",
                },
                {"text": "เผยแพร่ผลเวทีครั้งที่ 2/2563 ภายใน 27 พ.ค.", "when": "เหลือ 9 วัน", "tone": "late", "href": "#"},
                {"text": LONG, "when": "12 พ.ค.", "tone": "done", "href": "#"},
            ],
            tabs=[
                {"label": "ข้อเสนอ", "href": "#", "active": True, "count": 40},
                {"label": "ผู้เข้าร่วม", "href": "#"},
                {"label": "ไฟล์หลักฐาน", "href": "#", "count": 2},
            ],
            page_obj=Paginator(range(2007), 50).page(7),
            empty_form=ExampleForm(),
            wrong_form=wrong,
            filter_form=ExampleFilter(),
            differences=[
                {"label": "ชื่อโครงการ", "yours": "ซ่อมทางเท้าริมคลอง", "theirs": "ซ่อมทางเท้าและไฟริมคลอง"},
                {"label": "งบประมาณ", "yours": "350,000", "theirs": "350,000"},
            ],
        )
