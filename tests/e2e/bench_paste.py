"""How long a page is busy with a block of a spreadsheet: script/bench --paste

Run by name, and not with the suite: it prints what the browser's main thread worked, beside the time that went by.
"""

import sys
from datetime import date
from time import perf_counter

import pytest

from tests.e2e.test_recording import cell, paste
from tests.e2e.test_saving import block
from tests.factories.communities import PlanAreaFactory
from tests.factories.forums import ForumFactory, ParticipantSectorFactory

pytestmark = pytest.mark.django_db(transaction=True)


STATE = "() => document.querySelector('[data-autosave-state]').dataset.autosaveState"


def busy(session):
    """Seconds that the main thread has worked for the page itself, since it was opened."""
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return metrics["ScriptDuration"] + metrics["RecalcStyleDuration"] + metrics["LayoutDuration"]


@pytest.mark.parametrize("rows", [50, 100, 200])
def test_pasting(page, context, sign_in, cast, portal, rows, capsys):
    PlanAreaFactory(code="social", name_th="ด้านสังคม")
    ParticipantSectorFactory(code="public", name_th="ประชาชนทั่วไป")
    forum = ForumFactory(district=cast.home, held=True, scheduled_on=date(2023, 5, 20), announced_on=date(2023, 5, 1))
    sign_in(context, cast.officer)
    page.goto(f"{portal}/work/forums/{forum.pk}/record/")
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})  # other processes on the machine do not count
    cell(page, 0, "title").focus()

    began, before = perf_counter(), busy(session)
    paste(page, block(rows))
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    pasted = busy(session) - before
    while page.evaluate(STATE) != "saved":  # seldom, and cheaply: the driver's own looking on works on the same thread
        page.wait_for_timeout(1000)
    saved = busy(session) - before

    with capsys.disabled():
        sys.stdout.write(
            f"\n{rows} rows pasted and drawn: busy {pasted:.2f} s; when all are saved {saved:.2f} s"
            f" of {perf_counter() - began:.1f} s\n"
        )
