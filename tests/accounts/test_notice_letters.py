"""E-mail about notices: who gets it, when, once; what it says; how it is stopped, refused and mended."""

import re
from datetime import date, timedelta
from email import message_from_bytes
from io import BytesIO, StringIO
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.urls import reverse

from bkkplan.ground.accounts import tasks
from bkkplan.ground.accounts.actions import close_account, end_assignment, notify
from bkkplan.ground.accounts.actions.letters import choose_letters, note_bounce, try_letters_again, write_letters
from bkkplan.ground.accounts.enums import Pace
from bkkplan.ground.accounts.models import Letter, Mailbox
from bkkplan.ground.accounts.queries.stopping import stop_token
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.jobs import JobState
from tests.factories.accounts import AT, AssignmentFactory

DAY = date(2023, 6, 2)
MORNING = AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2023-06-03"
    settings.PORTAL_ADDRESS = "https://portal.example/"


def tell(*people, number=1, url="/work/forums/2566/", at=AT):
    notify(
        recipients=people,
        kind="forum-due",
        message="เวทีที่ %(number)s ใกล้ครบกำหนด",
        params={"number": number},
        url=url,
        at=at,
    )


def digest(at=MORNING):
    write_letters(pace=Pace.DAILY, on=at.date(), at=at)
    send()


def send():
    for pk in Letter.objects.filter(state=JobState.QUEUED).values_list("pk", flat=True):
        tasks.send_letter(job_id=pk)


def choose(person, pace, **words):
    choose_letters(user=person, pace=pace, **words, by=person, at=AT)


def test_what_happened_is_told_in_one_letter_a_day_and_never_again(cast):
    tell(cast.officer, number=1)
    tell(cast.officer, number=2)

    digest()
    digest()
    digest(MORNING + timedelta(days=1))

    [letter] = mail.outbox
    assert letter.to == [f"{cast.officer} <{cast.officer.email}>"] or cast.officer.email in letter.to[0]
    assert "เวทีที่ 1 ใกล้ครบกำหนด" in letter.body
    assert "เวทีที่ 2 ใกล้ครบกำหนด" in letter.body
    assert "https://portal.example/work/forums/2566/" in letter.body


def test_whoever_wants_it_at_once_gets_it_at_once_and_the_others_in_the_morning(cast):
    choose(cast.officer, Pace.AT_ONCE)
    choose(cast.director, Pace.NEVER)
    tell(cast.officer, cast.director, cast.member)

    write_letters(pace=Pace.AT_ONCE, on=DAY, at=AT)
    send()
    assert [letter.to[0] for letter in mail.outbox if cast.officer.email in letter.to[0]] != []
    assert len(mail.outbox) == 1
    digest()

    assert [cast.member.email in letter.to[0] for letter in mail.outbox] == [False, True]


def test_the_same_thing_told_twice_on_a_day_is_written_once(cast):
    choose(cast.officer, Pace.AT_ONCE)
    for _time in range(2):
        tell(cast.officer)
        write_letters(pace=Pace.AT_ONCE, on=DAY, at=AT)
        send()

    assert len(mail.outbox) == 1
    assert mail.outbox[0].body.count("เวทีที่ 1") == 1


def test_what_was_read_on_the_page_is_not_written_of(cast):
    tell(cast.officer)
    cast.officer.notices.update(read_at=AT)

    digest()

    assert mail.outbox == []


def test_news_of_last_week_is_no_news(cast):
    tell(cast.officer, at=AT - timedelta(days=7))

    digest()

    assert mail.outbox == []


@pytest.mark.parametrize("leaves", ["account", "role"])
def test_who_leaves_between_a_notice_and_its_digest_gets_nothing(cast, leaves):
    tell(cast.officer)
    if leaves == "account":
        close_account(user_id=cast.officer.pk, on=DAY, by=cast.administrator, at=AT)
    else:
        AssignmentFactory(user=cast.officer, district=cast.away)  # who works elsewhere now is no stranger
        role = cast.officer.assignments.get(district=cast.home)
        end_assignment(assignment_id=role.pk, on=DAY + timedelta(days=1), by=cast.administrator, at=AT)

    digest()

    assert [letter for letter in mail.outbox if cast.officer.email in letter.to[0]] == []


def test_a_committee_member_whose_seat_ended_gets_nothing(cast):
    tell(cast.member)
    cast.home_community.committees.get().members.update(ends_on=DAY + timedelta(days=1))

    digest()

    assert mail.outbox == []


def test_a_digest_of_four_hundred_events_is_grouped_and_bounded(cast):
    for number in range(200):
        tell(cast.officer, number=number)
        tell(cast.officer, number=number, url="/work/action-plans/2566/")

    digest()

    [letter] = mail.outbox
    html = letter.alternatives[0][0]
    assert letter.body.count("ใกล้ครบกำหนด") == html.count("ใกล้ครบกำหนด") == 16
    assert letter.body.count("และอีก 192 เรื่อง https://portal.example/work/notices/") == 2
    assert "400" in letter.subject
    assert len(html) < 20_000


def test_the_letter_speaks_the_language_that_was_chosen(cast):
    choose(cast.officer, Pace.DAILY, language="en")
    tell(cast.officer)

    digest()

    assert "Stop these e-mails" in mail.outbox[0].body


def test_the_letter_is_text_and_html_and_can_be_stopped_by_the_mail_program(cast):
    tell(cast.officer)

    digest()

    [letter] = mail.outbox
    stop = re.fullmatch(r"<(https://portal\.example/letters/[^>]+/)>", letter.extra_headers["List-Unsubscribe"])[1]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.alternatives[0][1] == "text/html"
    assert stop in letter.body
    assert stop in letter.alternatives[0][0]
    assert "var(--" not in letter.alternatives[0][0]
    assert message_from_bytes(letter.message().as_bytes())["Message-ID"].endswith("@portal.example>")


def test_one_click_stops_letters_without_a_log_in_and_can_be_taken_back(client, cast):
    choose(cast.officer, Pace.AT_ONCE)
    address = reverse("stop-letters", args=[stop_token(cast.officer)])

    assert "หยุดรับอีเมลแจ้งเตือน" in client.get(address).content.decode()
    assert Mailbox.objects.get().pace == Pace.AT_ONCE  # to look is not to stop
    page = client.post(address, {"List-Unsubscribe": "One-Click"})
    client.post(address, {"List-Unsubscribe": "One-Click"})

    assert (page.status_code, Mailbox.objects.get().pace) == (200, Pace.NEVER)
    tell(cast.officer)
    digest()
    assert mail.outbox == []
    client.post(address, {"again": "yes"})
    assert Mailbox.objects.get().pace == Pace.AT_ONCE
    verbs = list(Entry.objects.filter(verb="accounts.letters_chosen").order_by("pk").values_list("details", flat=True))
    assert [told["by_link"] for told in verbs] == [False, True, True]


@pytest.mark.parametrize("token", ["x", "MTI:abc:def", ""])
def test_a_link_that_is_not_ours_stops_nothing(client, cast, token):
    address = reverse("stop-letters", args=[token or stop_token(SimpleNamespace(pk=0))])

    assert client.post(address).status_code == 410
    assert not Mailbox.objects.exists()


def test_the_stop_link_is_asked_for_so_often_and_no_more(client, cast, settings):
    settings.REQUESTS_A_MINUTE = {"stop-letters": 3}
    address = reverse("stop-letters", args=[stop_token(cast.officer)])

    assert [client.get(address).status_code for _time in range(4)] == [200, 200, 200, 429]


class Unwilling(EmailBackend):
    """A mail server that answers with what the test put here, once for each letter."""

    answers: list = []

    def open(self):
        if Unwilling.answers and Unwilling.answers[0] is OSError:
            raise Unwilling.answers.pop(0)

    def send_messages(self, messages):
        if Unwilling.answers and Unwilling.answers[0]:
            raise Unwilling.answers.pop(0)
        return super().send_messages(messages)


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Unwilling"
    Unwilling.answers = []
    return Unwilling.answers


def refused(person, code):
    return SMTPRecipientsRefused({person.email: (code, b"no such mailbox")})


@pytest.mark.parametrize("answer", ["away", "for now"])
def test_what_the_mail_server_does_not_take_for_now_is_tried_again(cast, server, answer):
    server.append(OSError if answer == "away" else refused(cast.officer, 450))
    tell(cast.officer)
    digest()
    letter = Letter.objects.get()
    assert (mail.outbox, letter.state) == ([], JobState.FAILED)

    assert try_letters_again(real_at=letter.try_again_at - timedelta(seconds=1)) == 0
    assert try_letters_again(real_at=letter.try_again_at) == 1
    send()

    assert len(mail.outbox) == 1
    assert Letter.objects.get().state == JobState.DONE


def test_a_letter_that_may_have_left_is_not_sent_again(cast, server):
    server.append(SMTPServerDisconnected())
    tell(cast.officer)

    digest()
    try_letters_again(real_at=MORNING + timedelta(days=2))
    send()
    digest(MORNING + timedelta(days=1))

    assert mail.outbox == []
    assert "จึงไม่ส่งซ้ำ" in Letter.objects.get().sentence


def test_an_address_that_bounces_is_marked_told_and_not_written_to_until_it_is_mended(client, cast, server):
    server.append(refused(cast.officer, 550))
    tell(cast.officer)
    digest()

    assert "550 no such mailbox" in Mailbox.objects.get(user=cast.officer).bounce_reason
    assert "ส่งไม่ถึง" in cast.director.notices.get().text
    tell(cast.officer, number=2, at=MORNING)
    digest(MORNING + timedelta(days=1))
    assert [letter for letter in mail.outbox if cast.officer.email in letter.to[0]] == []
    for person, page in ((cast.director, "accounts:person"), (cast.officer, "accounts:my-letters")):
        client.force_login(person)
        args = [cast.officer.pk] if page == "accounts:person" else []
        assert "ส่งไม่ถึง" in client.get(reverse(page, args=args)).content.decode()
    client.force_login(cast.director)
    assert "อีเมลส่งไม่ถึง" in client.get(reverse("accounts:people")).content.decode()

    client.post(reverse("accounts:address", args=[cast.officer.pk]), {"email": "new@example.org"})
    tell(cast.officer, number=3, at=MORNING + timedelta(days=1))
    digest(MORNING + timedelta(days=2))

    assert "new@example.org" in mail.outbox[-1].to[0]


def test_a_report_of_the_mail_server_marks_the_address(cast, monkeypatch):
    report = (
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
        b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        b"Final-Recipient: rfc822; officer@example.org\nAction: failed\nDiagnostic-Code: smtp; 550 gone\n\n"
        b"Final-Recipient: rfc822; director@example.org\nAction: delayed\nStatus: 4.0.0\n\n--b--\n"
    )
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(report)))
    said = StringIO()

    call_command("take_bounce", stdout=said)

    assert said.getvalue() == "1 marked\n"
    assert Mailbox.objects.get(bounced_at__isnull=False).user == cast.officer
    assert Entry.objects.filter(verb="accounts.address_bounced").count() == 1
    assert note_bounce(address=cast.officer.email, reason="again", on=DAY, at=AT) is None


def test_a_person_gives_another_address_and_nobody_takes_that_of_another(client, cast):
    client.force_login(cast.officer)
    page = reverse("accounts:address", args=[cast.officer.pk])

    taken = client.post(page, {"email": cast.director.email})
    client.post(page, {"email": "mine@example.org"})
    cast.officer.refresh_from_db()

    assert taken.status_code == 422
    assert cast.officer.email == "mine@example.org"
    assert Entry.objects.get(verb="accounts.address_mended").details["is_other"] is True
    assert client.post(reverse("accounts:address", args=[cast.director.pk])).status_code == 404


def test_a_person_chooses_on_a_page_and_sees_what_was_sent(client, cast):
    tell(cast.officer)
    digest()
    client.force_login(cast.officer)

    client.post(reverse("accounts:my-letters"), {"pace": "at_once", "language": "en"})
    html = client.get(reverse("accounts:my-letters")).content.decode()

    assert (Mailbox.objects.get().pace, Mailbox.objects.get().language) == (Pace.AT_ONCE, "en")
    assert cast.officer.email in html
    assert "ส่งแล้ว" in html


# --- a choice for each subject


def about(person, *subjects):
    urls = {"forums": "/work/forums/2566/", "budget": "/work/action-plans/2566/", "accounts": "/work/people/"}
    for number, subject in enumerate(subjects, 1):
        tell(person, number=number, url=urls[subject])


def test_each_subject_comes_at_the_pace_that_was_chosen_for_it_and_once(cast):
    choose(cast.officer, Pace.DAILY, choices={"forums": "at_once", "accounts": "never"})
    about(cast.officer, "forums", "budget", "accounts")

    write_letters(pace=Pace.AT_ONCE, on=DAY, at=AT)
    send()
    digest()
    digest(MORNING + timedelta(days=1))

    assert ["เวทีที่ 1" in letter.body for letter in mail.outbox] == [True, False]
    assert ["เวทีที่ 2" in letter.body for letter in mail.outbox] == [False, True]
    assert not any("เวทีที่ 3" in letter.body for letter in mail.outbox)


def test_who_chose_nothing_hears_of_the_own_account_at_once_and_of_the_rest_once_a_day(cast):
    about(cast.officer, "forums", "budget", "accounts")

    write_letters(pace=Pace.AT_ONCE, on=DAY, at=AT)
    send()
    digest()

    assert ["เวทีที่ 3" in letter.body for letter in mail.outbox] == [True, False]
    assert "เวทีที่ 1" in mail.outbox[1].body


def test_the_stop_link_ends_every_subject_and_brings_back_what_was_chosen(client, cast):
    choose(cast.officer, Pace.DAILY, choices={"forums": "at_once"})
    address = reverse("stop-letters", args=[stop_token(cast.officer)])
    client.post(address, {"List-Unsubscribe": "One-Click"})
    about(cast.officer, "forums", "accounts")

    for pace in (Pace.AT_ONCE, Pace.DAILY):
        write_letters(pace=pace, on=DAY, at=AT)
    send()
    assert mail.outbox == []

    client.post(address, {"again": "yes"})
    box = Mailbox.objects.get()
    assert (box.pace, box.choices) == (Pace.DAILY, {"forums": "at_once"})


def test_a_subject_that_was_given_up_between_a_letter_and_its_sending_is_left_out(cast):
    about(cast.officer, "forums", "budget")
    write_letters(pace=Pace.DAILY, on=MORNING.date(), at=MORNING)
    choose(cast.officer, Pace.DAILY, choices={"budget": "never"})

    send()

    assert "เวทีที่ 1" in mail.outbox[0].body
    assert "เวทีที่ 2" not in mail.outbox[0].body


def test_a_letter_that_the_server_does_not_take_keeps_no_other_pace_from_being_written(cast):
    choose(cast.officer, Pace.DAILY, choices={"forums": "at_once"})
    about(cast.officer, "forums", "budget")
    write_letters(pace=Pace.AT_ONCE, on=MORNING.date(), at=MORNING)  # waits for a worker

    assert write_letters(pace=Pace.DAILY, on=MORNING.date(), at=MORNING) == 1


@pytest.mark.parametrize("pace", Pace)
@pytest.mark.parametrize("choices", [{}, {"forums": "at_once", "accounts": "daily"}, {"forums": "never"}])
def test_the_database_and_the_mailbox_agree_on_what_a_person_wants(cast, pace, choices):
    choose(cast.officer, pace, choices=choices)
    about(cast.officer, "forums", "budget", "accounts")

    box = Mailbox.objects.get()
    for wanted in Pace:
        found = set(cast.officer.notices.wanted(wanted).values_list("subject", flat=True))
        assert found == {of for of in ("forums", "budget", "accounts") if box.pace_of(of) == wanted}


def test_a_person_chooses_for_each_subject_on_the_page(client, cast):
    client.force_login(cast.officer)
    page = reverse("accounts:my-letters")

    sent = {"pace": "daily", "language": "th", "of_forums": "at_once", "of_kpi": "never", "of_accounts": "at_once"}
    client.post(page, sent)

    assert Mailbox.objects.get().choices == {"forums": "at_once", "kpi": "never"}
    form = client.get(page).context["form"]
    assert [form[f"of_{subject}"].value() for subject in ("forums", "kpi", "accounts")] == [
        "at_once",
        "never",
        "at_once",
    ]
