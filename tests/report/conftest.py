"""A browser for the tests of the report, and pages in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from orgctl.report.data import Report
from orgctl.report.write import write
from tests.browser.chromium import executable
from tests.made import made

AXE = Path(__file__).resolve().parents[1] / "browser" / "node_modules" / "axe-core" / "axe.min.js"
_ALL = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"


@dataclass
class Opened:
    """A report in the browser: its console messages, and its network requests."""

    page: Page
    said: list[str] = field(default_factory=list[str])
    asked: list[str] = field(default_factory=list[str])

    def violations(self, rules: str = _ALL) -> list[str]:
        """Return axe's findings, with the elements."""
        if not self.page.evaluate("typeof axe !== 'undefined'"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[dict[str, Any]] = self.page.evaluate(
            f"axe.run({{runOnly: {rules}, resultTypes: ['violations']}}).then((result) => result.violations)"
        )
        return [f"{each['id']}: {[node['html'][:120] for node in each['nodes'][:3]]}" for each in found]

    def shown(self, selector: str) -> list[str]:
        """Return the texts of the visible elements."""
        found = self.page.locator(selector)
        return [text.strip() for text in found.filter(visible=True).all_inner_texts()]


Open = Callable[..., Opened]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Yield a Chromium without a window, and axe for its pages."""
    made("browser")
    made("tests/browser/node_modules/installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Return the function that writes a report and opens it from disk."""
    contexts: list[BrowserContext] = []

    def opened(
        report: Report,
        *,
        width: int = 1280,
        scheme: Literal["light", "dark"] = "light",
        fragment: str = "",
        scripts: bool = True,
    ) -> Opened:
        file = tmp_path / "report.html"
        write(report, file)
        size = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, color_scheme=scheme, java_script_enabled=scripts)  # type: ignore[arg-type]
        contexts.append(context)
        found = Opened(context.new_page())
        found.page.on("console", lambda message: found.said.append(message.text))
        found.page.on("pageerror", lambda error: found.said.append(str(error)))
        found.page.on("request", lambda request: found.asked.append(request.url))
        found.page.goto(file.as_uri() + fragment)
        return found

    yield opened
    for context in contexts:
        context.close()
