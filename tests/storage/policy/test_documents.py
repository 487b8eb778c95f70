"""What tells of policies: the schema is current, the README's table and example hold, each rule has words."""

from __future__ import annotations

import json
import re
from pathlib import Path

from stakemap.resources import resource
from stakemap.storage.policy import PolicyOrigin
from stakemap.storage.policy.reading import read_policy
from stakemap.storage.policy.record import Policy
from stakemap.storage.policy.words import origin_sentence, rules_in_words
from stakemap.storage.schema import POLICY_SCHEMA_NAME, policy_schema

README = (Path(__file__).resolve().parents[3] / "README.md").read_text(encoding="utf-8")


def test_the_schema_is_current_and_describes_each_rule() -> None:
    written = resource("schema", POLICY_SCHEMA_NAME).read_bytes()
    assert written == policy_schema(), (
        f"write it again: stakemap schema policy > resources/schema/{POLICY_SCHEMA_NAME}"
    )
    fields = json.loads(written)["properties"]
    assert list(fields) == list(Policy.model_fields)
    assert all(field["description"] for field in fields.values())


def test_the_readme_has_each_rule_and_an_example_that_is_read(tmp_path: Path) -> None:
    for name, field in Policy.model_fields.items():
        assert f"\n| `{name}` | {field.description} |\n" in README
    (example,) = (
        block for block in re.findall(r"```json\n(.*?)```", README, re.DOTALL) if "open_links" in block
    )
    path = tmp_path / "policy.json"
    path.write_text(example, encoding="utf-8")
    rules = read_policy(path)
    assert rules.set_by == "Set by The ministry"
    assert len(rules_in_words(rules)) == len(json.loads(example)) - 1


def test_each_rule_is_told_in_a_sentence() -> None:
    examples = {
        "handling_marks": ("TLP:RED",),
        "default_handling": "TLP:RED",
        "require_handling": True,
        "theme": "house.json",
        "footer": "Ours",
        "export_formats": (),
        "largest_file": 3,
        "keep_history_days": 1,
        "leave_no_traces": True,
        "require_author": True,
        "open_links": False,
    }
    assert rules_in_words(Policy(organisation="Ours")) == ()
    assert {*examples, "version", "organisation"} == set(Policy.model_fields)
    told = [rules_in_words(Policy.model_validate({name: value})) for name, value in examples.items()]
    assert all(len(each) == 1 for each in told)
    assert len(set(told)) == len(told)
    assert rules_in_words(Policy(keep_history_days=0)) != rules_in_words(Policy(keep_history_days=1))


def test_where_rules_come_from_is_said() -> None:
    assert origin_sentence(PolicyOrigin()) == ""
    assert "/p.json" in origin_sentence(PolicyOrigin(Path("/p.json")))
    assert "tried" in origin_sentence(PolicyOrigin(Path("/p.json"), tried=True))
