"""The five pages on which a community writes its plan."""

from playwright.sync_api import Page


def turn_the_page(page: Page) -> None:
    """From one page of writing to the next; what was typed is saved first."""
    with page.expect_navigation():
        page.locator(".write-foot .btn-primary").click()
