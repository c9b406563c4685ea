"""A training of the bureau: announced, held, closed."""

from tests.e2e.opening import picture
from tests.e2e.two_years.life import Life


def announce(life: Life, year: int, *, on: str) -> str:
    """Returns the address of the session; each district may send five."""
    social = life.people["social"]
    page = life.act(social, f"/work/trainings/{year}/new/", name="ปฐมนิเทศคณะกรรมการชุมชน")
    session = {"first_on": on, "place": "ศูนย์ฝึกอบรม", "seats": "40"}
    training = life.act(social, page.link("/work/trainings/courses/", "new"), **session).path
    form = social.open(f"{training}invite/").form()
    social.send(form, **{form.called("พระนคร"): "5", form.called("ดุสิต"): "5", form.called("หนองจอก"): "5"})
    life.act(social, f"{training}announce/")
    return training


def send_members(life: Life, training: str, code: str) -> int:
    """A district names the members of its committees who go; returns how many."""
    officer = life.people[f"officer{code}"]
    people = officer.open(officer.open(training).link("trainees")).form("members")
    officer.send(people, members=people.options("members"))
    return len(people.options("members"))


def hold(life: Life, training: str) -> None:
    """Everyone who was named comes, and four people of each office; the result is written down."""
    social = life.people["social"]
    life.act(social, f"{training}held/")
    for form in social.open(f"{training}attendance/").forms:
        if "officers" in form.names:  # of one district
            social.send(form, **{name: True for name in form.names if name.startswith("came_")}, officers="4")
    for kind in ("sheet", "evaluation"):
        form = social.open(f"{training}files/").form("kind")
        social.send(form, kind=kind, files={"files": (f"{kind}.png", picture())})
    form = social.open(f"{training}close/").form("satisfaction")
    social.send(form, satisfaction="92.5", answers="4", file=form.option("file", "evaluation"))
