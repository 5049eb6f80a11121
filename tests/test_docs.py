"""The README and the pages of `docs/` agree with the repository: files, links, code, switches, numbers."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from organization.model import Organization
from organization.model.services import CloudTrail
from scripts.write_docs import FILE, page
from tests.synthesis import ROOT

README = ROOT / "README.md"
PAGES = {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in (README, *ROOT.glob("docs/*.md"))}
GENERATED = ("docs/doctor.md", "docs/guardrails.md")
WRITTEN = [name for name in sorted(PAGES) if name not in GENERATED]
SERVICES = PAGES["docs/services.md"]
STAGES = PAGES["docs/architecture.md"].partition("### The stages of `access/`\n")[2].partition("\n## ")[0]
MOST_WORDS = 1500
LONGEST = 120

FENCE = re.compile(r"^ *```.*?^ *```$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"(?:\[[^]]*\]\(|src=\"|srcset=\")([^)\"\s]+)")
PATH = re.compile(r"\.?[\w<*-][\w.<>*-]*(/[\w.<>*-]+)*/?")
EXTENSIONS = (".py", ".md", ".yaml", ".json", ".toml", ".sh", ".mjs", ".cjs", ".in", ".txt", ".png")
ELSEWHERE = re.compile(
    r"cdktf\.out(/.*)?|\.envrc|~/.*"
    r"|(adopt|backend_override)\.tf\.json|terraform\.<stack>\.tfstate"  # written by what bin/cdktf runs
    r"|access/evaluator/node_modules"  # fetched by make setup
    r"|outputs\.json|example(-access)?\.yaml"  # files of the reader
    r"|__init__\.py"  # of any package
    r"|<target>/guardrails-<n>|infra/infra|job-function/.*|spacecats/prod|policies/deploy\.json"  # no files
)
"""Names that look like files of the repository but are not."""
DIALECT = re.compile(r"\b(nobody|everybody|somebody|whoever|what stands there|way in)\b", re.IGNORECASE)


def prose(text: str) -> str:
    """Return a page without its code blocks, with the line numbers kept."""
    return FENCE.sub(lambda block: "\n" * block[0].count("\n"), text)


def named_files(text: str) -> Iterator[str]:
    """Yield the code spans of a page that look like a file or folder: with a slash, or with a known ending."""
    for code in CODE.findall(prose(text)):
        name = " ".join(code.split())
        if PATH.fullmatch(name) and ("/" in name or name.endswith(EXTENSIONS)) and not ELSEWHERE.fullmatch(name):
            yield name


def exists(name: str) -> bool:
    """Return whether the repository has a file or folder by a name, in which `<…>` and `*` match any text."""
    found = list(ROOT.glob(re.sub("<[^>]*>", "*", name.rstrip("/"))))
    return any(file.is_dir() or not name.endswith("/") for file in found)


def tree(text: str) -> list[str]:
    """Return the names in the first column of the block that shows the tree of the repository."""
    blocks = [block for block in FENCE.findall(text) if "\nmain.py " in block]
    return [line.split()[0] for block in blocks for line in block.splitlines()[1:-1]]


def anchors(text: str) -> set[str]:
    """Return the anchors of the headings, as GitHub generates them."""
    heads = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def numbered_lines(name: str) -> Iterator[tuple[str, str]]:
    """Yield each line of prose with its place; tables and HTML are left out."""
    for number, line in enumerate(prose(PAGES[name]).splitlines(), 1):
        if not line.lstrip().startswith(("|", "<")):
            yield f"{name}:{number}", line


def code_of_readme() -> str:
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGES["README.md"], re.DOTALL | re.MULTILINE)
    return str(code)


@pytest.fixture
def from_readme(tmp_path: Path) -> dict[str, dict[str, Any]]:
    """Return the resources that the README's code creates, by stack and type."""
    from cdktf import App, LocalBackend, TerraformStack

    app = App(outdir=str(tmp_path), skip_validation=True)  # no provider
    stacks = {name: TerraformStack(app, name) for name in ("org_root", "id_stack", "shop_stack")}
    for stack in stacks.values():
        LocalBackend(stack, path="terraform.tfstate")
    exec(code_of_readme(), dict(stacks))
    app.synth()
    files = {name: tmp_path / "stacks" / name / "cdk.tf.json" for name in stacks}
    return {name: json.loads(file.read_text("utf-8"))["resource"] for name, file in files.items()}


def test_the_code_of_the_readme_makes_an_organization(from_readme: dict[str, dict[str, Any]]) -> None:
    organization, people, shop = from_readme["org_root"], from_readme["id_stack"], from_readme["shop_stack"]

    names = {account["name"] for account in organization["aws_organizations_account"].values()}
    assert names == {"cats-id", "cats-shop"}
    assert [unit["name"] for unit in organization["aws_organizations_organizational_unit"].values()] == ["suspended"]
    assert [user["name"] for user in people["aws_iam_user"].values()] == ["ann"]
    (role,) = shop["aws_iam_role"].values()
    (statement,) = json.loads(role["assume_role_policy"])["Statement"]
    assert role["name"] == "shop"
    assert statement["Condition"]["Bool"] == {"aws:MultiFactorAuthPresent": "true"}


def test_the_readme_is_short() -> None:
    _, code = code_of_readme().split("\n\n")  # after the imports

    assert len(PAGES["README.md"].split()) <= MOST_WORDS
    assert len(code.splitlines()) == 8


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_file_that_a_page_names_is_there(name: str) -> None:
    assert [found for found in (*named_files(PAGES[name]), *tree(PAGES[name])) if not exists(found)] == []


def test_the_tree_of_the_readme_is_looked_at() -> None:
    assert {"main.py", "constructs/aws_org/", "tests/"} <= {*tree(PAGES["README.md"])}
    assert not exists("orgctl/emulator/")
    assert not exists("main.py/")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_link_leads_to_a_page_and_a_heading(name: str) -> None:
    for link in LINK.findall(prose(PAGES[name])):
        if ":" in link:
            continue
        target, _, anchor = link.partition("#")
        file = (ROOT / name).parent / target if target else ROOT / name
        assert file.exists(), f"{name}: {link}"
        assert not anchor or anchor in anchors(file.read_text("utf-8")), f"{name}: {link}"


def test_every_page_that_a_message_names_is_there() -> None:
    folders = ("access", "bench", "constructs", "emulator", "orgctl", "organization", "policies", "scripts", "stacks")
    sources = [file for folder in (*folders, "toolchain") for file in (ROOT / folder).rglob("*.py")]
    named = {page for file in sources for page in re.findall(r"docs/[\w-]+\.md", file.read_text("utf-8"))}
    assert "docs/accounts.md" in named
    assert named <= PAGES.keys()


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, left = set[str](), ["README.md"]
    while left:
        name = left.pop()
        reached.add(name)
        files = {((ROOT / name).parent / link.partition("#")[0]).resolve() for link in LINK.findall(PAGES[name])}
        left += [other for other in PAGES if ROOT / other in files and other not in reached]
    assert reached == {*PAGES}


@pytest.mark.parametrize("name", [*WRITTEN, "docs/doctor.md"])
def test_lines_of_prose_are_not_long(name: str) -> None:
    assert [place for place, line in numbered_lines(name) if len(line) > LONGEST] == []


@pytest.mark.parametrize("name", WRITTEN)
def test_a_page_names_roles(name: str) -> None:
    """Terms of the field: principal, caller, administrator, deployment role. Keywords are written as code."""
    text = CODE.sub("", prose(PAGES[name]))
    assert DIALECT.findall(text) == []


def test_each_defect_that_a_test_names_is_explained() -> None:
    docstrings = re.compile(r'^    """(D\d+\w?(?:, D\d+\w?)*)\b', re.MULTILINE)
    found = (text for file in ROOT.glob("tests/**/*.py") for text in docstrings.findall(file.read_text("utf-8")))
    named = {letter for text in found for letter in text.split(", ")}

    explained = re.findall(r"^\| (D\d+\w?) \|", PAGES["docs/defects-of-the-guide.md"], re.MULTILINE)
    assert explained == sorted(named, key=lambda letter: (int(re.sub(r"\D", "", letter)), letter))


def test_the_table_of_folders_has_the_layers_of_the_contract() -> None:
    """The layers of `[tool.importlinter]` in pyproject.toml begin with the highest."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = (one["layers"][::-1] for one in contracts if one["name"] == "Imports run downwards")
    level = {name.strip(): number for number, layer in enumerate(layers) for name in re.split("[|:]", layer)}

    rows = re.findall(r"^\| `([\w/]+)/` \|", PAGES["docs/architecture.md"], re.MULTILINE)
    folders = [row for row in rows if row in level]
    assert {*folders} == {*level}
    assert folders == sorted(folders, key=lambda name: level[name])


def test_the_table_of_stages_has_the_layers_of_the_contract() -> None:
    """Modules of one row stand side by side in a layer."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (stages,) = (one["layers"][::-1] for one in contracts if one.get("containers") == ["access"])

    rows = [re.findall(r"`access/(\w+)(?:/|\.py)`", row.split(" | ")[0]) for row in STAGES.splitlines()]
    assert [row for row in rows if row] == [stage.split(" | ") for stage in stages]


def test_the_page_of_guardrails_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == page(), "run: make docs"


@pytest.mark.parametrize("key", [name for name in Organization.model_fields if name not in ("name", "email", "tags")])
def test_every_switch_is_in_the_table_of_services_or_in_the_readme(key: str) -> None:
    assert re.search(rf"`{key}\b", SERVICES + PAGES["README.md"])


def test_the_default_retention_is_the_one_that_the_table_says() -> None:
    assert str(CloudTrail().retention_days) in SERVICES
