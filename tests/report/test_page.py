"""The report in a browser: its visible contents and its controls."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from access.difference.snapshot import NOWHERE
from orgctl.report.data import Report
from orgctl.report.gather.policies import Origins, Policies
from orgctl.report.gather.promises import promises
from tests.prove import many
from tests.report import hostile, sample
from tests.report.conftest import Open

SIZES = (3, 100, 500)
ROWS = ".access tr[data-role] th"


@pytest.mark.parametrize("accounts", SIZES)
def test_it_opens_from_disk_without_a_word_on_the_console_and_asks_for_nothing(show: Open, accounts: int) -> None:
    opened = show(sample.changed(accounts))

    assert opened.page.title() == "spacecats: access report"
    assert opened.said == []
    assert [url.rpartition("/")[2] for url in opened.asked if not url.startswith("data:")] == ["report.html"]


def test_the_tree_begins_on_the_first_screens_whatever_is_broken(show: Open) -> None:
    page = show(flooded()).page
    top = page.evaluate("document.querySelector('#organization').getBoundingClientRect().top")

    assert top < 2 * 900
    assert page.evaluate("document.documentElement.scrollHeight") < 20 * 900
    assert page.locator(".example > p:first-child strong").filter(visible=True).count() == 4
    page.get_by_text("1,598 more like it").click()
    assert page.get_by_text("user39: cloudtrail:StopLogging", exact=False).last.is_visible()


def test_further_kinds_of_counterexamples_are_folded_below_their_number(show: Open) -> None:
    opened = show(flooded())
    fold = opened.page.get_by_text("1 more kind of counterexamples")

    assert opened.shown(".example > p:first-child strong")[-1] == "the bucket is in eu-west-1"
    fold.click()
    assert len(opened.shown(".example > p:first-child strong")) == 5
    assert opened.violations() == []


def test_the_network_is_shut_for_the_page(show: Open) -> None:
    opened = show(sample.report(3))

    assert opened.page.evaluate("fetch('https://example.com').then(() => 'open', () => 'shut')") == "shut"
    assert any("Content Security Policy" in said for said in opened.said)


def test_500_accounts_and_40_people_are_there_in_less_than_two_seconds(show: Open) -> None:
    opened, seconds = show(sample.changed(500)), list[float]()
    for _ in range(3):
        opened.page.reload(wait_until="load")
        seconds.append(opened.page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd") / 1000)

    assert min(seconds) < 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(show: Open, scheme: Literal["light", "dark"]) -> None:
    opened = show(sample.changed(3), scheme=scheme)

    assert opened.violations() == []


def test_axe_finds_nothing_in_a_large_organization(show: Open) -> None:
    opened = show(sample.changed(500))
    found = opened.violations()
    opened.page.emulate_media(color_scheme="dark")

    assert [*found, *opened.violations("['color-contrast']")] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_folded_parts_or_on_a_telephone(show: Open, scheme: Literal["light", "dark"]) -> None:
    opened = show(sample.changed(3), scheme=scheme, width=400)
    opened.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")

    assert opened.violations() == []


@pytest.mark.parametrize("accounts", [3, 500])
def test_nothing_is_wider_than_the_page(show: Open, accounts: int) -> None:
    page = show(sample.changed(accounts)).page
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")

    for width in (320, 400, 800, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_hostile_texts_are_shown_as_texts_and_break_nothing(show: Open) -> None:
    opened = show(hostile.report(), width=400)
    opened.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")

    assert opened.said == []
    assert opened.page.evaluate("window.hacked") is None
    assert opened.page.locator("h1").inner_text() == hostile.TEXT.replace("\u202e", "[U+202E]") + "spacecats"
    assert opened.page.evaluate("document.documentElement.scrollWidth") == 400
    assert opened.page.locator("main img, main script, main b").count() == 0


def test_a_person_an_account_and_a_role_filter_together(show: Open) -> None:
    report = sample.report(100)
    page = (opened := show(report)).page

    _field(page, "role").fill("infra")
    _field(page, "account").fill("infra")
    expect(page.locator("#access .status")).to_have_text(re.compile("^[0-9]+ people, 1 role, 1 account$"))
    people = opened.shown(".access .who")
    _field(page, "person").fill("ann")
    expect(page.locator("#access .status")).to_have_text(re.compile("^1 person, "))

    assert len(people) > 1
    assert people == [
        person.name
        for person in report.people
        if any((grant.role, grant.account) == ("infra", "infra") for grant in person.grants)
    ]
    assert opened.shown(".access .who") == ["ann"]
    assert opened.shown(ROWS) == ["infra"]
    assert opened.shown(".access .hits") == ["infra"]
    assert opened.shown("#access .status") == ["1 person, 1 role, 1 account"]


def test_a_whole_name_finds_no_longer_one(show: Open) -> None:
    page = (opened := show(sample.report(100))).page

    _field(page, "person").fill("ann")
    expect(page.locator("#access .status")).to_have_text(re.compile("^1 person, "))
    whole = opened.shown(".access .who")
    _field(page, "person").fill("an")
    expect(page.locator("#access .status")).to_have_text(re.compile("^[0-9]+ people, "))

    assert whole == ["ann"]
    assert {"ann", "ann.1", "dana", "ivan"} <= set(opened.shown(".access .who"))


def test_the_number_of_matches_is_announced(show: Open) -> None:
    page = show(sample.report(3)).page

    _field(page, "person").fill("nobody")
    page.get_by_text("No user has such a role.").wait_for()

    assert page.locator("#access .status").get_attribute("aria-live") == "polite"
    assert page.locator("#access .status").inner_text() == "0 people, 0 roles, 0 accounts"


def test_a_filter_is_in_the_address_and_comes_back_with_it(show: Open) -> None:
    page = show(sample.report(100)).page
    _field(page, "person").fill("ann")
    _field(page, "role").fill("resp")
    expect(page).to_have_url(re.compile("#access[?]person=ann&role=resp$"))

    again = show(sample.report(100), fragment="#access?person=ann&role=resp")

    assert again.shown(ROWS) == ["responder"]
    assert _field(again.page, "role").input_value() == "resp"


def test_clearing_a_filter_shows_everything_again(show: Open) -> None:
    opened = show(sample.report(3), fragment="#access?person=ann&role=billing")
    before = opened.shown(ROWS)

    opened.page.locator("#access").get_by_role("button", name="Clear").click()
    expect(opened.page).to_have_url(re.compile("#access$"))

    assert before == ["billing"]
    assert len(opened.shown(ROWS)) == 5


def test_accounts_are_found_by_number_and_in_folded_units(show: Open) -> None:
    opened = show(sample.report(500))
    (number,) = [
        each.number for unit in sample.units(sample.tree(500)) for each in unit.accounts if each.key == "dev-039"
    ]
    before = opened.shown(".accounts tbody th")

    opened.page.locator("#accounts input").fill(number)
    expect(opened.page.locator("#accounts .status")).to_have_text("1 account")

    assert before == []
    assert [text.split()[0] for text in opened.shown(".accounts tbody th")] == ["dev-039"]


def test_a_policy_is_found_by_its_denied_actions(show: Open) -> None:
    opened = show(sample.report(3))

    opened.page.locator("#policies input").fill("sqs:*")
    expect(opened.page.locator("#policies .status")).to_have_text("1 policy")

    assert opened.shown(".policy .name") == ["root/resource-guardrails-1"]


def test_a_link_opens_its_target(show: Open) -> None:
    opened = show(sample.report(500), fragment="#account-dev-039")

    assert opened.page.locator("#account-dev-039").is_visible()
    opened.page.locator("#organization summary").first.click()
    opened.page.locator("#organization").get_by_role("link", name="deny-root-user").click()
    expect(opened.page.locator(".policy[open] .name")).to_have_text("root/guardrails-1")


def test_a_link_leads_to_a_target_that_a_filter_has_hidden(show: Open) -> None:
    page = show(sample.report(3)).page
    page.locator("#accounts input").fill("logs")
    expect(page.locator("#account-infra")).to_be_hidden()

    page.locator("#access").get_by_role("link", name="infra", exact=True).first.click()

    expect(page.locator("#account-infra")).to_be_visible()
    expect(page.locator("#accounts input")).to_have_value("")


def test_the_keyboard_reaches_the_filter_and_opens_folded_parts(show: Open) -> None:
    page = show(sample.report(3)).page

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    seen: list[str] = []
    for _ in range(30):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.name ?? document.activeElement.textContent.trim()"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", seen[-1]
        if seen[-1].startswith("4 guardrails"):
            page.keyboard.press("Enter")
            assert page.locator("#unit-root details[open] .guardrails").is_visible()
        if seen[-1] == "role":
            break

    assert seen[-3:] == ["person", "account", "role"]


def test_on_paper_everything_is_open_and_no_filter_is_there(show: Open) -> None:
    page = show(sample.changed(500)).page
    page.emulate_media(media="print")

    assert page.locator(".filter").filter(visible=True).count() == 0
    assert _unseen(page) == 0
    assert page.locator("details:not([open])").count() == 0
    page.emulate_media(media="screen")
    expect(page.locator(".accounts tbody tr").first).to_be_hidden()


def test_on_paper_everything_is_open_without_scripts_too(show: Open) -> None:
    page = show(sample.changed(3), scripts=False).page
    page.emulate_media(media="print")

    assert _unseen(page) == 0


def test_without_scripts_everything_is_there_but_the_filters(show: Open) -> None:
    opened = show(sample.report(100), scripts=False)

    assert opened.page.locator("form").filter(visible=True).count() == 0
    assert opened.page.locator("button").filter(visible=True).count() == 0
    assert len(opened.shown(ROWS)) > 30


def flooded() -> Report:
    """Return the report of a proof with 1,599 counterexamples of one kind, and four others."""
    policies = Policies(many.forty_accounts(), Origins(NOWHERE), ())
    return replace(sample.report(20), promises=tuple(promises(many.many(), policies)))


def _field(page: Page, name: str) -> Locator:
    """Return an input of the filter of access."""
    return page.locator(f"#access input[name={name}]")


def _unseen(page: Page) -> int:
    """Return the number of elements with contents that are not shown."""
    count: int = page.evaluate(
        """[...document.querySelectorAll('main :is(p, li, td, dd, pre, th):not(form *, .nothing, thead *, .unseen)')]
           .filter((each) => !each.checkVisibility({contentVisibilityAuto: true})).length"""
    )
    return count
