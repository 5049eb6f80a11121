"""The report's file: self-contained and safe, with valid links."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from orgctl.report.data import Report
from orgctl.report.write import html, write
from tests.report import hostile, sample


class Tags(HTMLParser):
    """The parser of a page: its tags with their attributes, and all text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, attribute: str) -> list[str]:
        """Return every value of an attribute."""
        return [attributes[attribute] for _, attributes in self.found if attribute in attributes]


@pytest.mark.parametrize("accounts", [3, 500])
def test_every_link_leads_to_something_on_the_page_and_no_id_is_there_twice(accounts: int) -> None:
    tags = Tags(html(sample.changed(accounts)))
    ids = tags.values("id")

    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tags.values("href") if link != "data:,"} <= set(ids)
    assert {name for each in ("aria-labelledby", "list") for name in tags.values(each)} <= set(ids)


def test_a_hostile_text_is_never_a_tag() -> None:
    safe, evil = (Tags(html(report)) for report in (sample.changed(3), hostile.report()))

    assert {tag for tag, _ in evil.found} - {"wbr"} == {tag for tag, _ in safe.found} - {"wbr"}
    assert not any(name.startswith("on") for _, attributes in evil.found for name in attributes)
    assert len([tag for tag, _ in evil.found if tag == "script"]) == 2


def test_invisible_characters_are_made_visible() -> None:
    page = html(sample.named("spa\u202ecats\u200b"))

    assert "<h1>spa[U+202E]cats[U+200B]</h1>" in page


def test_nothing_on_the_page_can_be_fetched() -> None:
    page = html(sample.changed(3))

    assert not re.search(r"https?://|//[a-z]+\.|url\(|@import|\ssrc=", page)


def test_the_page_lets_only_its_own_script_and_style_run() -> None:
    page = html(sample.changed(3))
    ((policy,),) = ((each["content"],) for _, each in Tags(page).found if each.get("http-equiv"))
    allowed = dict(part.strip().split(" ", 1) for part in policy.split(";"))

    assert allowed["default-src"] == "'none'"
    for tag in ("style", "script"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert allowed[f"{tag}-src"] == f"'sha256-{digest}'"
    assert " style=" not in page


def test_the_same_report_is_the_same_file() -> None:
    assert html(sample.changed(100)) == html(sample.changed(100))


def test_a_report_that_fails_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "report.html"
    file.write_text("old")

    def fails(_: Report) -> str:
        raise OSError("no room")

    monkeypatch.setattr("orgctl.report.write.html", fails)
    with pytest.raises(OSError, match="no room"):
        write(sample.report(3), file)

    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_report_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "new" / "report.html"
    for size in (3, 4):
        write(sample.report(size), file)

    assert "5 accounts" in file.read_text(encoding="utf-8")
    assert list(file.parent.iterdir()) == [file]


def test_an_organization_that_has_nothing_yet_has_a_report() -> None:
    text = Tags(html(sample.empty())).text

    assert "1 account" in text
    assert "no role anywhere" in text
    assert "Promises" not in text
    assert "What changes" not in text


@pytest.mark.parametrize(
    "wanted",
    [
        "This change must not be deployed, for 1 reason",
        "Compared with HEAD~1 (0f1e2d3). Refused, for 1 reason",
        "The account old would be destroyed.",
        "cleo loses the role infra of id.",
        "Allow logs + s3:GetObject",
        "sts:AssumeRole on arn:aws:iam::000000000004:role/reader with aws:MultiFactorAuthPresent = false",
        "Allow trust policy: trust of responder, statement 1",
        "limit-regions begins to bind",
        "organization.yaml line 44",
        "access.yaml line 12",
        "1 promise is broken, 7 kept, 1 accepted, 1 not decided, 1 not asked, 1 not known",
        "780 of 10,240",
        "SCPs and RCPs do not bind it",
        "not needed",
        "! accepted Resources are in allowed regions.",
        "Accepted until 2027-03-31 access.yaml:12 The old buckets move in spring. what: *old*",
        "the bucket old is in eu-west-1 logs: aws_s3_bucket.old 1 more kind of counterexamples",
        "Accepted access.yaml:15 The old buckets move in spring. who: ann; what: s3:Put* Not decided s3:PutObject",
        "1 entry of accepted obsolete access.yaml:20: there is nothing to accept: the promise is kept",
    ],
)
def test_the_page_says_everything(wanted: str) -> None:
    text = re.sub(r"\s+", " ", Tags(html(sample.changed(20))).text)

    assert wanted in text


@pytest.mark.parametrize(
    ("unknown", "verdict"),
    [
        ((), "All 6 promises are kept"),
        (("logs: aws_lambda_permission.x (its type is not read)",), "Not everything is known"),
    ],
)
def test_all_is_well_only_when_everything_is_known(unknown: tuple[str, ...], verdict: str) -> None:
    kept = tuple(one for one in sample.report(3).promises if one.result == "kept" and not one.notes)
    page = html(replace(sample.report(3), promises=kept, unknown=unknown, obsolete=()))

    assert verdict in page
    assert ("All 6 promises are kept" in page) is not bool(unknown)


@pytest.mark.parametrize(
    ("obsolete", "verdict"),
    [
        ((), "! 1 promise is not kept, but accepted, 6 kept"),
        (("access.yaml:20: nothing is like this",), "✕ 1 entry of accepted obsolete, 6 kept, 1 accepted"),
    ],
)
def test_what_is_accepted_is_never_said_to_be_kept(obsolete: tuple[str, ...], verdict: str) -> None:
    known = replace(sample.report(3), unknown=(), obsolete=obsolete)
    fine = tuple(one for one in known.promises if one.result in ("kept", "accepted") and not one.notes)
    text = re.sub(r"\s+", " ", Tags(html(replace(known, promises=fine))).text)

    assert verdict in text
    assert "promises are kept" not in text


def test_a_hostile_reason_is_shown_as_text() -> None:
    promises = tuple(hostile.spoilt(one) for one in sample.report(3).promises if one.accepted)
    page = html(replace(sample.report(3), promises=promises))

    assert promises
    assert "<img" not in page
    assert page.count("&lt;img src=x onerror=hacked=2&gt;") >= len(promises[0].accepted) * 4


def test_a_result_names_its_day_and_what_it_assumes() -> None:
    (first, *others) = sample.report(3).promises
    fact = ("A session of AssumeRole has no MFA context.", "https://docs.aws.amazon.com/x (2026-12-01)")
    report = replace(sample.report(3), promises=(replace(first, assumptions=(fact,)), *others), as_of="2026-12-31")
    text = re.sub(r"\s+", " ", Tags(html(report)).text)

    assert f"Assumed {fact[0]} {fact[1]}" in text
    assert "22 November 2026, as of 2026-12-31" in text
