"""What the set-up script installs: pinned by version and hash, and all that is needed."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]


REQUIREMENTS = sorted((ROOT / "packaging" / "requirements").glob("*.txt"))
#: A name, its version, where it is needed, and the hash of each wheel: no option, host or address besides.
PINNED = re.compile(
    r"([A-Za-z0-9-]+)==([0-9][0-9a-z.]*)(?: ; [a-z_]+ [<=>!]+ '[a-z0-9_.]+')?"
    r"(?: \\\n    --hash=sha256:[0-9a-f]{64})+"
)


def pins(*names: str) -> dict[str, str]:
    """The versions pinned in these files, or in all; a name stands in one of them, with its hashes."""
    pinned: dict[str, str] = {}
    for path in REQUIREMENTS:
        if not names or path.stem in names:
            text = re.sub(r"^#.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
            for entry in re.split(r"\n(?! )", text.strip()):
                match = PINNED.fullmatch(entry)
                assert match, f"{path.name}: {entry}"
                name = canonicalize_name(match[1])
                assert name not in pinned, f"{name} is pinned twice"
                pinned[name] = match[2]
    return pinned


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DIRECT = [Requirement(text) for text in PROJECT["dependencies"]]
EXTRAS = {
    extra: [Requirement(text) for text in texts] for extra, texts in PROJECT["optional-dependencies"].items()
}
FOR_TESTS = EXTRAS["dev"]


def test_every_dependency_is_pinned_within_its_bounds():
    of_the_app = pins("build", "app")
    for extra, requirements in {"app": DIRECT, **EXTRAS}.items():
        pinned = of_the_app | pins(extra)
        for requirement in requirements:
            assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), requirement


def test_what_the_dependencies_need_is_pinned_too():
    pinned, waiting, seen = pins("build", "app", "dev"), [*DIRECT, *FOR_TESTS], set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        here = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if name in seen or not here:
            continue
        seen.add(name)
        assert name in pinned, f"{requirement} is not pinned"
        waiting += [Requirement(text) for text in importlib.metadata.requires(name) or ()]


def imported_in(folder: str) -> set[str]:
    """The top-level names of what the code there imports from elsewhere."""
    names = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names - sys.stdlib_module_names - {"stakemap"}


def test_what_the_code_imports_is_a_dependency():
    distributions = importlib.metadata.packages_distributions()
    direct = {canonicalize_name(requirement.name) for requirement in DIRECT}
    # pydantic pins the core it is made for, and hands its types out.
    direct.add("pydantic-core")
    for name in imported_in("src"):
        assert {canonicalize_name(one) for one in distributions[name]} & direct, f"{name} is not declared"
