"""The workflows: what they run is there and cannot be swapped, and secrets stay where something is signed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from building import windows
from building.targets import TARGETS

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = {
    path.name: path.read_text(encoding="utf-8") for path in sorted(ROOT.glob(".github/workflows/*.yml"))
}
#: What GitHub calls systems, as Python does.
PLATFORMS = {"ubuntu": "linux", "windows": "win32", "macos": "darwin"}

pytestmark = pytest.mark.skipif(not WORKFLOWS, reason="a source distribution has no workflows")


def steps(text: str) -> list[str]:
    """The steps of all jobs, each as its lines."""
    return re.findall(r"^      - (?:name|uses): .*\n(?:^        .*\n|^\n)*", text, re.MULTILINE)


def test_actions_are_pinned_by_hash_and_alike_everywhere() -> None:
    used = [
        match
        for text in WORKFLOWS.values()
        for match in re.findall(r"^ +(?:- )?uses: (.*)$", text, re.MULTILINE)
    ]
    pinned = [re.fullmatch(r"(actions/[\w-]+)@([0-9a-f]{40}) # v\d+\.\d+\.\d+", each) for each in used]
    assert used
    assert all(pinned), used
    hashes = {(match[1], match[2]) for match in pinned if match}
    assert len(hashes) == len({name for name, _ in hashes})


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_read_the_code_and_no_more_unless_a_job_says_so(name: str) -> None:
    text = WORKFLOWS[name]
    assert re.search(r"^permissions:\n  contents: read\n\n", text, re.MULTILINE)
    assert "pull_request_target" not in text
    assert all("persist-credentials: false" in step for step in steps(text) if "actions/checkout@" in step)
    # What GitHub puts into a script could be a command.
    assert not [step for step in steps(text) if "${{" in step.partition("run:")[2]]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_secrets_are_given_to_conditional_steps_alone(name: str) -> None:
    text = WORKFLOWS[name]
    compared = re.findall(r"\$\{\{ secrets\.\w+ != '' \}\}", text)
    given = [step for step in steps(text) if "secrets." in step]
    assert text.count("secrets.") == len(compared) + sum(step.count("secrets.") for step in given)
    flags = set(re.findall(r"^      (\w+): \$\{\{ secrets\.\w+ != '' \}\}$", text, re.MULTILINE))
    for step in given:
        (condition,) = re.findall(r"^        if: (.*)$", step, re.MULTILINE)
        assert any(f"env.{flag} == 'true'" in condition for flag in flags), step


def test_each_target_has_a_system_that_builds_it() -> None:
    systems = {PLATFORMS[name] for name in re.findall(r"runner: ([a-z]+)-", WORKFLOWS["release.yml"])}
    assert all(systems & set(target.platforms) for target in TARGETS)
    assert "packaging/build.py all " in WORKFLOWS["release.yml"]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_the_files_that_are_run_are_there(name: str) -> None:
    named = re.findall(r"\bpackaging[\\/][\w\\/]+\.(?:py|sh|ps1)\b", WORKFLOWS[name])
    assert all((ROOT / path.replace("\\", "/")).is_file() for path in named)


def test_both_workflows_install_the_same_libraries_for_qt() -> None:
    listed = [set(re.findall(r"\blib[a-z]+[\d-][\w.-]*", text)) for text in WORKFLOWS.values()]
    assert listed[0] == listed[1]


def test_what_is_looked_for_after_removing_is_what_the_installer_makes() -> None:
    script, trial = windows.SCRIPT.read_text(encoding="utf-8"), windows.SCRIPT.with_name("try_packages.ps1")
    tried = trial.read_text(encoding="utf-8")
    (guid,) = re.findall(r'#define Guid "(.*)"', script)
    assert f"Uninstall\\{{{guid}}}_is1" in tried
    keys = re.findall(r'^  "\$classes\\(.*)"$', tried, re.MULTILINE)
    assert len(keys) == 4
    assert all(
        f"Software\\Classes\\{key}" in script.replace("{#Program}", "stakemap-app.exe") for key in keys
    )
