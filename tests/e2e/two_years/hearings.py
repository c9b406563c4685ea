"""Forums of the districts: announced, held on their day, their results published."""

from uuid import uuid4

from tests.e2e.two_years.life import Life

WISHES = ("ซ่อมทางเดินริมคลอง", "ติดไฟส่องสว่างในซอย", "ลานกีฬาของเด็ก")


def announce(life: Life, code: str, *, on: str) -> str:
    """Returns the address of the forum."""
    officer = life.people[f"officer{code}"]
    call = officer.open("/work/forums/new/").form("title", "scheduled_on", "place")
    words = {"title": f"เวทีรับฟังความคิดเห็นของประชาชน เขต {code}", "place": "ห้องประชุมสำนักงานเขต"}
    forum = officer.send(call, "second", scheduled_on=on, **words).path
    page = life.act(officer, f"{forum}announce/")
    assert "ประกาศแล้ว" in page.text
    return forum


def hold(life: Life, code: str, forum: str) -> None:
    """On its day: it is opened, held, and what was said is written down."""
    officer = life.people[f"officer{code}"]
    for act in ("open/", "held/"):
        life.act(officer, forum + act)
    for title in WISHES:
        life.act(officer, f"{forum}proposals/{uuid4()}/", title=title, requested_amount="150,000")
    life.act(officer, f"{forum}attendance/", sector_1="120", sector_2="35")
    life.act(officer, f"{forum}finish/")


def publish(life: Life, code: str, forum: str) -> None:
    officer = life.people[f"officer{code}"]
    page = officer.send(officer.open(f"{forum}publish/").form(), is_free_of_personal_data=True)
    assert "เผยแพร่ผลเวทีแล้ว" in page.text
    public = life.visitor().open(f"/hearings/{forum.rstrip('/').rpartition('/')[2]}/")
    assert all(title in public.text for title in WISHES)
