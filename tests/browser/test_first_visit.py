"""What somebody sees who has never been here."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from gateway.door.examples import AREAS
from tests.browser.explorer import Explorer


@pytest.mark.rule("XCT-P10")
async def test_an_example_is_there_and_running_it_shows_a_record(explorer: Explorer) -> None:
    await explorer.query_shows("query OpenARecord")
    await expect(explorer.page.get_by_label("Signed in as")).to_have_value("bea")

    answer = await explorer.run()

    assert answer["data"]["customer"]["fullName"] == "Dr Ottilie Marchbanks"
    await expect(explorer.page.locator(".result-window")).to_contain_text("Dr Ottilie Marchbanks")
    addresses = {address.removeprefix(explorer.url) for address in explorer.requests}
    assert {address for address in addresses if "/assets/" not in address} == {
        "/graphiql",
        "/demo/token",
        "/graphql",
    }


async def test_the_examples_are_listed_by_area(regular: Explorer) -> None:
    headings = regular.section("Examples").get_by_role("heading", level=3)
    await expect(headings).to_have_text([area.title for area in AREAS])
    await expect(regular.button("Open a record")).to_be_visible()
    await expect(regular.button("Who may sign in")).to_be_hidden()


async def test_an_area_has_one_tab_which_keeps_what_was_typed(explorer: Explorer) -> None:
    await explorer.open("Tags", "Remove a tag")
    await expect(explorer.tabs).to_have_text(["A first look", "Tags"])
    await expect(explorer.run_button).to_have_accessible_name("Run RemoveATag (Ctrl-Enter)")
    await explorer.page.keyboard.type("# typed here\n")

    await explorer.open("Addresses", "Addresses of a postcode")
    await expect(explorer.tabs).to_have_text(["A first look", "Tags", "Addresses"])
    await explorer.query_shows("query AddressesOfAPostcode")

    await explorer.open("Tags", "Remove a tag")
    await expect(explorer.tabs).to_have_text(["A first look", "Tags", "Addresses"])
    await explorer.query_shows("# typed here")


async def test_an_example_that_was_deleted_comes_back_in_a_new_tab(explorer: Explorer) -> None:
    await explorer.page.get_by_role("textbox", name="Editor content").first.focus()
    await explorer.page.keyboard.press("Control+A")
    await explorer.page.keyboard.type("# A first look\n{ system { today } }")

    await explorer.button("Open a record").click()

    await expect(explorer.tabs).to_have_text(["A first look", "A first look"])
    await explorer.query_shows("query OpenARecord")


async def test_the_operation_at_the_cursor_runs(regular: Explorer) -> None:
    await regular.open("Rights and audit", "Who am I?")
    await regular.page.get_by_text("query MayI", exact=False).first.click()
    await expect(regular.run_button).to_have_accessible_name("Run MayI (Ctrl-Enter)")
    await expect(regular.button("May I?")).to_have_attribute("aria-current", "true")

    answer = await regular.run()

    assert list(answer["data"]["viewer"]) == ["can"]


async def test_another_operation_of_the_tab_can_be_chosen_and_run(regular: Explorer) -> None:
    await regular.open("Rights and audit", "Who am I?")
    await regular.button("Run another operation of this tab").click()
    await regular.page.get_by_role("menuitem", name="HasAnybodyTampered").click()

    await expect(regular.page.locator(".result-window")).to_contain_text('"intact": true')
    await expect(regular.run_button).to_have_accessible_name("Run HasAnybodyTampered (Ctrl-Enter)")


async def test_what_was_run_is_in_the_history(regular: Explorer) -> None:
    await regular.open("Search and lists", "Find an Individual")
    await regular.run()

    await regular.button("Show History").click()

    await expect(regular.section("History")).to_contain_text("FindAnIndividual")
