"""The writer of the report: one self-contained HTML file, without network requests."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from foundation.files import replace_file
from foundation.words import plural
from orgctl.report.data import Report
from orgctl.report.view import words
from orgctl.report.view.organization import kinds, total
from orgctl.report.view.page import prepare

_TEMPLATES = Path(__file__).parent / "templates"
_FILTERS: dict[str, Callable[..., object]] = {
    "anchor": words.anchor,
    "breakable": words.breakable,
    "count": plural,
    "kinds": kinds,
    "percent": words.percent,
    "preview": words.preview,
    "total": total,
}


def write(report: Report, file: Path) -> None:
    """Write the report to a file, atomically."""
    content = html(report).encode()
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, content, mode=0o644)


def html(report: Report) -> str:
    """Return the report as an HTML page."""
    style, script = _asset("report.css"), _asset("report.js")
    return (
        _environment()
        .get_template("report.html.j2")
        .render(page=prepare(report), style=style, script=script, style_hash=_hash(style), script_hash=_hash(script))
    )


@cache
def _environment() -> Environment:
    """Return the templates' environment: it escapes all values, and an unknown name is an error."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        finalize=words.visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(_FILTERS)
    return environment


@cache
def _asset(name: str) -> Markup:
    """Return this package's style or script, which needs no escaping."""
    return Markup((_TEMPLATES / name).read_text(encoding="utf-8"))


def _hash(content: str) -> str:
    """Return the hash of a style or script for the page's content security policy."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
