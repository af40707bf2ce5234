"""The status page in a real browser, beside a real service."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from pyservice.page.history import quantile
from tests.restamp import restamp

from .browser import WAIT_MS, browser, opened
from .conftest import evidence_rows
from .service_jars import NUMBERS, jar_bytes
from .service_server import Server

expect.set_options(timeout=WAIT_MS)

HTML = '<img src="x" onerror="document.title = 1">'
MODEL = "breast_cancer"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def server(
    exported: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Serves a model that was trained, and one whose column has HTML for a name."""
    models = tmp_path_factory.mktemp("models")
    (models / MODEL).mkdir()
    (models / "named").mkdir()
    shutil.copy(exported(MODEL), models / MODEL / "1.jar")
    inputs = [*NUMBERS, {"name": HTML, "type": "double", "missing": "accepted"}]
    (models / "named" / "1.jar").write_bytes(jar_bytes(inputs, model="named"))
    with Server(models).ready() as started:
        yield started


@pytest.fixture
def page(chromium: Browser, server: Server) -> Iterator[Page]:
    page = opened(chromium, f"{server.url}/#model={MODEL}")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def row(trained: Callable[[str], Path]) -> dict[str, Any]:
    return evidence_rows(trained(MODEL), 1)[0]


def fill(page: Page, row: dict[str, Any]) -> None:
    for name, value in row.items():
        if value is not None:
            page.get_by_label(name, exact=True).fill(repr(value))


def test_the_page_asks_no_address_but_its_own(chromium: Browser, server: Server) -> None:
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.url)
    page.locator("#models a").first.wait_for()
    page.wait_for_selector("canvas")
    context.close()
    strange = [url for url in asked if not url.startswith((server.url, "data:"))]
    assert len(asked) > 5
    assert strange == []


def test_the_form_scores_as_the_door_does_and_says_why(
    page: Page, server: Server, row: dict[str, Any]
) -> None:
    fill(page, row)
    page.get_by_role("button", name="Score").click()
    given = server.post(f"/predict/{MODEL}", row).json()["predictions"][0]
    for name, value in given.items():
        line = page.locator("#score dt", has_text=name).locator("xpath=following-sibling::dd[1]")
        text = line.first.inner_text()
        assert (text if isinstance(value, str) else float(text)) == value
    expect(page.locator("#score").get_by_text("Why:").first).to_be_visible()


def test_a_wrong_value_is_named_and_its_field_has_the_focus(
    page: Page, row: dict[str, Any]
) -> None:
    name = next(iter(row))
    field = page.get_by_label(name, exact=True)
    field.fill("abc")
    page.get_by_role("button", name="Score").click()
    expect(page.get_by_text(f"{name}: expected double, got 'abc'")).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")


def test_names_are_text_whatever_they_hold(chromium: Browser, server: Server) -> None:
    page = opened(chromium, f"{server.url}/#model=named")
    expect(page.get_by_label(HTML, exact=True)).to_be_visible()
    assert page.title() == "Scorejar"
    assert page.locator("img").count() == 0
    page.context.close()


def test_the_page_may_not_be_framed_nor_run_scripts_of_others(server: Server) -> None:
    policy = server.client.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_a_model_is_chosen_by_the_keyboard_alone(page: Page) -> None:
    link = page.get_by_role("link", name="named")
    page.locator("body").press("Tab")
    for _ in range(10):
        if link.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="named, version 1")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing_serious(
    chromium: Browser, server: Server, row: dict[str, Any], size: str, scheme: str, tmp_path: Path
) -> None:
    page = opened(chromium, f"{server.url}/#model={MODEL}", size, scheme)
    fill(page, row)
    page.get_by_role("button", name="Score").click()
    expect(page.locator("#score dd").first).to_be_visible()
    found = Axe().run(page).response["violations"]
    page.screenshot(path=tmp_path / f"page-{size}-{scheme}.png", full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.context.close()
    bad = [each for each in found if each["impact"] in ("serious", "critical")]
    assert [(each["id"], each["nodes"][0]["html"]) for each in bad] == []
    assert wide <= 0, "the page is wider than the screen"


def test_a_swap_is_seen_without_loading_the_page_again(
    page: Page, server: Server, exported: Callable[[str], Path], row: dict[str, Any]
) -> None:
    page.evaluate("window.untouched = true")
    expect(page.get_by_role("heading", name=f"{MODEL}, version 1")).to_be_visible()
    fill(page, row)
    restamp(exported(MODEL), server.repository / MODEL / "2.jar", version=2)
    expect(page.get_by_role("heading", name=f"{MODEL}, version 2")).to_be_visible()
    expect(page.locator("#events li", has_text="version 2").first).to_be_visible()
    assert page.evaluate("window.untouched")
    name = next(name for name, value in row.items() if value is not None)
    expect(page.get_by_label(name, exact=True)).to_have_value(repr(row[name]))


def test_a_change_of_traffic_is_seen_without_loading_the_page_again(
    page: Page, server: Server
) -> None:
    page.evaluate("window.untouched = true")
    rules = {"models": {MODEL: {"labels": {"stable": 1}, "split": {"stable": 3, "2": 1}}}}
    staged = server.repository / ".traffic.json"
    staged.write_text(json.dumps(rules))
    staged.rename(server.repository / "traffic.json")
    expect(page.get_by_role("heading", name=f"{MODEL}, version 1")).to_be_visible()
    older = page.locator("#versions tr", has_text="version 1")
    expect(older).to_contain_text("stable")
    expect(older).to_contain_text("75 %")
    expect(page.locator("#versions tr", has_text="version 2")).to_contain_text("25 %")
    expect(page.locator("#events li", has_text=f"{MODEL} traffic").first).to_be_visible()
    assert page.evaluate("window.untouched")


def test_a_usual_row_is_filled_in_and_scored(page: Page) -> None:
    page.get_by_role("button", name="Fill in a usual row").click()
    page.get_by_role("button", name="Score").click()
    expect(page.locator("#score dd").first).to_be_visible()


@pytest.mark.parametrize(
    ("share", "within", "expected"),
    [
        (0.5, [0, 10, 10], 1.5),
        (0.5, [10, 10, 10], 0.5),
        (0.99, [0, 0, 5], 2.0),
        (0.5, [0, 0, 0], None),
    ],
)
def test_quantiles_are_those_of_prometheus(
    share: float, within: list[float], expected: float | None
) -> None:
    assert quantile(share, [1.0, 2.0, float("inf")], within) == expected
