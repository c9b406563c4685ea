from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.models import StaleError
from forums.actions import proposals
from forums.actions.errors import ReasonNeededError, WrongMomentError
from forums.models import Correction, Proposal
from tests.factories.communities import CommunityFactory
from tests.factories.districts import SubdistrictFactory
from tests.factories.forums import AT, ForumFactory

TENT = {"title": "ขอเต็นท์ให้ชุมชน", "detail": "", "place": "", "requested_amount": Decimal(85_000)}


def save(forum, by, *, uuid, seen=0, text=TENT, **more):
    return proposals.save_proposal(forum_id=forum.pk, uuid=uuid, seen=seen, text=text, by=by, at=AT, **more)


def test_sending_a_row_twice_is_one_row(cast, held):
    uuid = uuid4()

    first, second = (save(held, cast.officer, uuid=uuid) for _ in range(2))

    assert first.pk == second.pk
    assert Proposal.objects.count() == 1
    assert Entry.objects.filter(verb="forums.proposal_added").count() == 1


def test_rows_get_their_places_in_the_order_in_which_they_come(cast, held):
    for _ in range(3):
        save(held, cast.officer, uuid=uuid4())

    assert list(Proposal.objects.in_order().values_list("position", flat=True)) == [1, 2, 3]


def test_a_change_over_an_older_text_is_refused_with_both(cast, held):
    uuid = uuid4()
    save(held, cast.officer, uuid=uuid)
    save(held, cast.director, uuid=uuid, seen=1, text={**TENT, "title": "ของเขา"})

    with pytest.raises(StaleError) as stale:
        save(held, cast.officer, uuid=uuid, seen=1, text={**TENT, "title": "ของฉัน"})

    assert stale.value.differing(["title"]) == {"title": ("ของฉัน", "ของเขา")}
    assert Proposal.objects.get().title == "ของเขา"


def test_a_lost_answer_sent_again_is_no_conflict(cast, held):
    uuid = uuid4()
    save(held, cast.officer, uuid=uuid)
    changed = {**TENT, "title": "ใหม่"}
    save(held, cast.officer, uuid=uuid, seen=1, text=changed)

    again = save(held, cast.officer, uuid=uuid, seen=1, text=changed)

    assert again.version == 2


def test_what_was_removed_can_be_put_back(cast, held):
    uuid = uuid4()
    save(held, cast.officer, uuid=uuid)

    for _ in range(2):
        proposals.remove_proposal(forum_id=held.pk, uuid=uuid, seen=1, on=date(2023, 6, 2), by=cast.officer, at=AT)
    assert not Proposal.objects.live().exists()
    assert Entry.objects.filter(verb="forums.proposal_removed").count() == 1
    save(held, cast.officer, uuid=uuid, seen=2)

    assert Proposal.objects.live().get().version == 3
    told = Entry.objects.filter(verb__startswith="forums.proposal").order_by("pk")
    assert list(told.values_list("verb", flat=True)) == [
        "forums.proposal_added", "forums.proposal_removed", "forums.proposal_changed",
    ]  # fmt: skip


def test_nobody_writes_into_another_district_or_before_the_doors_open(cast, held):
    with pytest.raises(PermissionDenied):
        save(held, cast.away_officer, uuid=uuid4())
    with pytest.raises(WrongMomentError):
        save(ForumFactory(district=cast.home), cast.officer, uuid=uuid4())


def test_a_published_proposal_is_corrected_with_a_reason_and_its_old_text_stays(cast, published):
    uuid = uuid4()
    save(published, cast.officer, uuid=uuid, reason="ตกหล่น")
    with pytest.raises(ReasonNeededError):
        save(published, cast.officer, uuid=uuid, seen=1, text={**TENT, "title": "ขอเต็นท์ใหญ่"})

    save(published, cast.officer, uuid=uuid, seen=1, text={**TENT, "title": "ขอเต็นท์ใหญ่"}, reason="พิมพ์ผิด")

    kept = Correction.objects.order_by("pk").last()
    assert (kept.before, kept.after) == ({"title": "ขอเต็นท์ให้ชุมชน"}, {"title": "ขอเต็นท์ใหญ่"})


@pytest.mark.parametrize("words", ["เต้นท์", "เต็น", "ขอ เต๊นท์"])
def test_a_search_forgives_spelling(cast, held, words):
    save(held, cast.officer, uuid=uuid4())
    save(held, cast.officer, uuid=uuid4(), text={**TENT, "title": "ซ่อมถนน"})

    assert [p.title for p in Proposal.objects.matching(words)] == ["ขอเต็นท์ให้ชุมชน"]


@pytest.mark.parametrize("words", ["ลุมพินี", "แขวงลุมพินี", "เขตทดสอบ", "Test District", "เต็นท์ ลุมพินี", "ชุมชนริมคลอง"])
def test_a_search_looks_at_the_places_too(cast, held, words):
    cast.home.name_th, cast.home.name_en = "ทดสอบ", "Test District"
    cast.home.save()
    place = SubdistrictFactory(district=cast.home, name_th="ลุมพินี", name_en="Lumphini")
    community = CommunityFactory(district=cast.home, subdistrict=place, name_th="ริมคลอง")

    save(held, cast.officer, uuid=uuid4(), text={**TENT, "subdistrict": place, "community": community})

    assert Proposal.objects.matching(words).count() == 1


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("cctv", "ติดตั้งกล้องวงจรปิดหน้าตลาด"),
        ("ซีซีทีวี ตลาด", "ติดตั้งกล้องวงจรปิดหน้าตลาด"),
        ("น้ำท่วมซอย", "แก้ปัญหาน้ำท่วมขังในซอย 5"),
        ("ไฟทางเดิน", "ติดตั้งไฟฟ้าส่องสว่างริมคลอง"),
        ("ขอฟุตบาท", "ซ่อมทางเท้า"),
    ],
)
def test_a_search_knows_words_inside_words_and_other_names(cast, held, words, title):
    titles = ("ติดตั้งกล้องวงจรปิดหน้าตลาด", "แก้ปัญหาน้ำท่วมขังในซอย 5", "ติดตั้งไฟฟ้าส่องสว่างริมคลอง", "ซ่อมทางเท้า")
    for text in titles:
        save(held, cast.officer, uuid=uuid4(), text={**TENT, "title": text, "detail": ""})

    assert [p.title for p in Proposal.objects.matching(words)] == [title]


def test_the_nearest_come_first_where_nothing_has_every_word(cast, held):
    for text in ("ขุดลอกท่อในตลาด", "กล้องวงจรปิดหน้าตลาด", "ซ่อมถนน"):
        save(held, cast.officer, uuid=uuid4(), text={**TENT, "title": text, "detail": ""})

    words = "กล้องวงจรปิด ตลาด เรือดำน้ำ"

    assert not Proposal.objects.matching(words).exists()
    near = [p.title for p in Proposal.objects.nearest(words).order_by("-shared", "pk")]
    assert near == ["กล้องวงจรปิดหน้าตลาด", "ขุดลอกท่อในตลาด"]


@pytest.mark.parametrize(("words", "count"), [("", 1), ("%", 0), ("_ ๆ", 0)])
def test_words_of_which_nothing_is_left_find_nothing(cast, held, words, count):
    save(held, cast.officer, uuid=uuid4())

    assert Proposal.objects.matching(words).count() == count
