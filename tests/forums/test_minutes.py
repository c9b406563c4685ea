import pytest

from bkkplan.ground.core.models import StaleError
from forums.actions import minutes
from forums.actions.errors import PartsExceedTotalError, ReasonNeededError
from forums.models import AgendaItem, Attendance, Correction, Forum
from tests.factories.forums import AT, ParticipantSectorFactory


@pytest.fixture
def sectors(db):
    return [ParticipantSectorFactory() for _ in range(3)]


def save(forum, cast, people, total=None, seen=1, **more):
    return minutes.save_attendance(
        forum_id=forum.pk, seen=seen, people=people, total=total, by=cast.officer, at=AT, **more
    )


def test_thousands_may_come_and_without_a_total_the_sectors_are_the_total(cast, held, sectors):
    save(held, cast, {sectors[0].pk: 3200, sectors[1].pk: 1450, sectors[2].pk: None})

    assert Forum.objects.get(pk=held.pk).attendance_total == 4650
    assert Attendance.objects.filter(forum=held).count() == 2


def test_sectors_above_the_total_are_refused_with_both_numbers(cast, held, sectors):
    with pytest.raises(PartsExceedTotalError, match=r"320.*310"):
        save(held, cast, {sectors[0].pk: 320}, total=310)

    assert not Attendance.objects.exists()


def test_the_same_counts_sent_twice_are_saved_once(cast, held, sectors):
    save(held, cast, {sectors[0].pk: 5})

    again = save(held, cast, {sectors[0].pk: 5})

    assert again.version == 2


def test_counts_typed_over_an_older_version_are_not_lost_silently(cast, held, sectors):
    save(held, cast, {sectors[0].pk: 5})

    with pytest.raises(StaleError):
        save(held, cast, {sectors[0].pk: 7})

    assert Attendance.objects.get().people == 5


def test_the_meeting_is_written_once_and_stale_text_is_refused(cast, held):
    text = {"recorder": "ก", "summary": "สรุป"}
    minutes.save_meeting(forum_id=held.pk, seen=1, **text, by=cast.officer, at=AT)
    minutes.save_meeting(forum_id=held.pk, seen=1, **text, by=cast.officer, at=AT)

    with pytest.raises(StaleError):
        minutes.save_meeting(forum_id=held.pk, seen=1, **{**text, "summary": "อื่น"}, by=cast.director, at=AT)


def test_an_agenda_part_is_made_by_its_first_word(cast, held):
    def write(seen, resolution):
        return minutes.save_agenda_part(
            forum_id=held.pk, part=4, seen=seen, topic="เพื่อพิจารณา", resolution=resolution, by=cast.officer, at=AT
        )

    write(0, "เห็นชอบ")
    write(0, "เห็นชอบ")
    write(1, "เห็นชอบตามเสนอ")

    assert AgendaItem.objects.get().resolution == "เห็นชอบตามเสนอ"
    with pytest.raises(StaleError):
        write(1, "ไม่เห็นชอบ")


def test_published_counts_change_with_a_reason_and_the_old_ones_stay_readable(cast, published, sectors):
    with pytest.raises(ReasonNeededError):
        save(published, cast, {sectors[0].pk: 9})

    save(published, cast, {sectors[0].pk: 9}, reason="นับซ้ำ")

    kept = Correction.objects.get()
    assert kept.before == {"total": 100, "sectors": {}}
    assert kept.after == {"total": 9, "sectors": {str(sectors[0].pk): 9}}
    assert kept.reason == "นับซ้ำ"
