"""How are the arguments of a call written in Python?"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Code:
    """An argument that is written as it is."""

    text: str


@dataclass(frozen=True)
class Given:
    """The arguments of a call; `put` and `at` know those inside dicts by dotted names (`config.http_options.timeout`)."""

    positional: tuple[object, ...] = ()
    keywords: dict[str, object] = field(default_factory=dict)

    def put(self, name: str, value: object) -> Given:
        """These, with `value` at `name`."""
        first, *inner = name.split(".")
        return Given(self.positional, {**self.keywords, first: _merged(self.keywords.get(first), inner, value)})

    def at(self, name: str) -> object:
        """What is at `name`; None where nothing is."""
        held: object = self.keywords
        for each in name.split("."):
            held = held.get(each) if isinstance(held, dict) else None
        return held

    def holds(self, name: str) -> bool:
        """Whether anything is at `name`, were it None."""
        outer, _, last = name.rpartition(".")
        held = self.at(outer) if outer else self.keywords
        return isinstance(held, dict) and last in held

    def text(self, typed: bool = False) -> str:
        """What stands between the parentheses; what is inside others is so in dicts, or with `typed` in objects.

        A `body` is JSON, as bedrock takes it.
        """
        words = [text(value, typed) for value in self.positional]
        for name, value in self.keywords.items():
            is_json = name == "body" and isinstance(value, dict)
            words.append(f"{name}={f'json.dumps({text(value)})' if is_json else text(value, typed)}")
        return ", ".join(words)


def text(value: object, typed: bool = False) -> str:
    """`value` as an expression."""
    match value:
        case Code(text=code):
            return code
        case dict() if typed and value:
            return f"types.Options({', '.join(f'{name}={text(held, typed)}' for name, held in value.items())})"
        case dict():
            return "{" + ", ".join(f"{name!r}: {text(held, typed)}" for name, held in value.items()) + "}"
        case list():
            return "[" + ", ".join(text(held) for held in value) + "]"
    return repr(value)


def _merged(held: object, inner: list[str], value: object) -> object:
    if not inner:
        return value
    before = held if isinstance(held, dict) else {}
    return {**before, inner[0]: _merged(before.get(inner[0]), inner[1:], value)}
