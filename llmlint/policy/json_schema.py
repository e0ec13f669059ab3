"""Which JSON Schema describes a policy file, for editors that complete and check TOML?"""

from __future__ import annotations

from typing import Any, Final

from llmlint.policy import rulefile
from llmlint.policy.schema import EXPECTED, PolicyFile

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The schema of `llmlint.toml`, and of `[tool.llmlint]`; ids of rules and names of packs are those of this version."""
    made = PolicyFile.model_json_schema()
    parts = {name: _plain(part) for name, part in made.pop("$defs").items()}
    parts["Partial"]["properties"]["rules"]["propertyNames"] = {"enum": [page.rule.id for page in rulefile.pages()]}
    whole = _plain(made)
    whole["properties"]["rules"]["propertyNames"] = parts["Partial"]["properties"]["rules"]["propertyNames"]
    whole["properties"]["extend"]["examples"] = [[pack] for pack in rulefile.pack_names()]
    return {"$schema": DIALECT, "title": "llmlint policy", **{key: whole[key] for key in whole if key != "title"}, "$defs": parts}


def _plain(part: Any) -> Any:
    """A part without what TOML cannot say (null) and what pydantic makes up (titles), with words for what is expected."""
    if isinstance(part, list):
        return [_plain(each) for each in part]
    if not isinstance(part, dict):
        return part
    plain = {key: _plain(value) for key, value in part.items() if key not in ("default", "title", "properties")}
    given = [each for each in plain.get("anyOf", []) if each != {"type": "null"}]
    if len(given) == 1:
        del plain["anyOf"]
        plain |= given[0]
    elif given:
        plain["anyOf"] = given
    if "patternProperties" in plain:
        plain["additionalProperties"] = False
    if "properties" in part:
        plain["properties"] = {name: _described(name, _plain(value)) for name, value in part["properties"].items()}
    return plain


def _described(name: str, part: dict[str, Any]) -> dict[str, Any]:
    return {"description": EXPECTED[name], **part} if name in EXPECTED else part
