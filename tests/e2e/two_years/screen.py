"""The same acts in a real browser: a person whose pages are opened, filled in and sent by Chromium."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping

from playwright.sync_api import ElementHandle, Response
from playwright.sync_api import expect as expect_of_page

from bkkplan.trial.journey.browser import Answer, Browser, Form, JourneyError, Page
from tests.e2e.opening import PASSWORD
from tests.e2e.people import Person
from tests.e2e.two_years.life import Life

# The form of the page that goes to an address; a page has the same act twice where it is offered above and below.
FIND_FORM = "address => [...document.forms].find(form => form.action === address && form.method === 'post')"
FIND_BUTTON = """(form, name) => [...form.elements].find(control => control.type === 'submit'
    && control.offsetParent !== null && (!name || control.name === name || control.value === name)) ?? null"""
FIND_CONTROLS = "(form, name) => [...form.elements].filter(control => control.name === name)"


class Screen(Browser):
    """What `Browser` does, on a screen: so the same words open, fill in and send."""

    def __init__(self, root: str, person: Person) -> None:
        super().__init__(root, person.username)
        self.person = person

    def open(self, path: str, *, expect: Iterable[int] = (200,)) -> Page:
        return self._shown(self.person.page.goto(path), expect)

    def send(
        self,
        form: Form,
        button: str | None = None,
        *,
        files: Mapping[str, tuple[str, bytes]] | None = None,
        expect: Iterable[int] = (200,),
        **answers: Answer,
    ) -> Page:
        assert not files, "files are handed in by requests"
        page = self.person.page
        if page.url != form.page:
            page.goto(form.page)
        found = page.evaluate_handle(FIND_FORM, form.address).as_element()
        if found is None:
            raise JourneyError(f"{self.who}: {page.url} has no form to {form.address}")
        for name, answer in answers.items():
            self._fill(found, name, answer)
        pressed = found.evaluate_handle(FIND_BUTTON, button).as_element()
        if pressed is None:
            return self._leave_what_saves_itself()
        pressed.focus()  # an amount is read back in words when its field is left, and moves the button
        with page.expect_navigation() as answered:
            pressed.click()
        return self._shown(answered.value, expect)

    def _leave_what_saves_itself(self) -> Page:
        page = self.person.page
        page.keyboard.press("Tab")
        expect_of_page(page.locator("[data-autosave-state=saved]").first).to_be_visible()
        page.wait_for_load_state("networkidle")
        return Page(page.url, 200, page.content().encode(), "text/html")

    def _fill(self, form: ElementHandle, name: str, answer: Answer) -> None:
        controls = form.evaluate_handle(FIND_CONTROLS, name).get_properties().values()
        for control in filter(None, (each.as_element() for each in controls)):
            kind, value = control.get_attribute("type"), control.get_attribute("value")
            if kind == "checkbox" and isinstance(answer, bool):
                control.set_checked(answer)
            elif kind in {"checkbox", "radio"}:
                if value in ([answer] if isinstance(answer, str) else answer):  # type: ignore[operator]
                    control.check()
            elif control.evaluate("control => control.tagName") == "SELECT":
                control.select_option(answer)  # type: ignore[arg-type]
            else:
                control.fill(str(answer))

    def _shown(self, answer: Response | None, expect: Iterable[int]) -> Page:
        page = self.person.page
        status = answer.status if answer else 0
        if status not in expect:
            raise JourneyError(f"{self.who}: {page.url} → {status} {page.title()}")
        return Page(page.url, status, page.content().encode(), "text/html")


@contextlib.contextmanager
def at_the_screen(life: Life, *people: str) -> Iterator[None]:
    """What these people do meanwhile, they do in Chromium, signed in by their passwords; no page may complain."""
    before = {who: life.people[who] for who in people}
    persons = {
        who: Person(life.chromium, life.portal, browser.who, language="th", width=1280)
        for who, browser in before.items()
    }
    try:
        for who, person in persons.items():
            person.refusals = {422}  # a row that saves itself is refused while a line of it is half typed
            person.sign_in(PASSWORD)
            life.people[who] = Screen(life.portal.address, person)
        yield
    finally:
        life.people |= before
        for person in persons.values():
            person.leave()
    complaints = [line for person in persons.values() for line in person.complaints]
    assert complaints == [], complaints
