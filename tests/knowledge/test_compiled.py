"""Is the compiled knowledge current, and does it say what the TOML means?"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from llmlint.knowledge.build import FOLDER, compile_knowledge
from llmlint.knowledge.entries import entry
from llmlint.knowledge.loader import COMPILED, Option, knowledge, parse
from llmlint.knowledge.meaning import default, meaning
from llmlint.knowledge.schema import Sdk
from llmlint.knowledge.written import read
from llmlint.values import UNBOUNDED, Absent, Known, Layer, Origin, Reason, Scalar, Unknown


def test_compiled_file_is_current() -> None:
    assert COMPILED.read_text(encoding="utf-8") == compile_knowledge(), "run: python -m llmlint.knowledge.build"


def test_what_the_compiled_file_leaves_out_is_as_the_schema_has_it() -> None:
    for path in sorted((FOLDER / "sdks").glob("*.toml")):
        sdk = read(FOLDER, f"sdks/{path.name}").read_as(Sdk)
        assert entry(sdk.model_dump(by_alias=True, exclude_defaults=True)) == entry(sdk.model_dump(by_alias=True)), path.name


def test_only_entries_that_are_asked_for_are_read() -> None:
    """A compiled file of which no other entry could be read tells of openai's clients, and of calls on clients nobody knows."""
    text = COMPILED.read_text(encoding="utf-8")
    head, marker, lines = text.partition('\n"sdks": {\n')
    wanted = ('"openai":', '"openai-legacy":', '"anthropic":', "}")
    kept = (line if line.startswith(wanted) else line.replace('"distribution"', "", 1) for line in lines.splitlines())
    known = parse("\n".join([head + marker.rstrip("\n"), *kept, ""]))
    for path in ("openai", "openai.AsyncOpenAI", "openai.lib.azure.AzureOpenAI", "anthropic.Anthropic"):
        assert known.clients[path] == knowledge().clients[path]
    assert "ollama.Client" in known.clients
    assert "acme.Client" not in known.clients
    assert next(known.methods_at("chat.completions.create")).sdk == "openai"
    assert known.is_function("ollama.chat")
    assert not known.is_function("openai.chat")
    assert known.providers.at("https://api.deepseek.com") == "deepseek"
    assert known.hooks["openai"] == known.sdks["openai"].hook
    assert "mistralai" in known.distributions
    with pytest.raises(ValueError, match="Expecting"):
        known.clients["ollama.Client"]


def test_the_index_says_what_the_entries_say() -> None:
    known = knowledge()
    sdks = known.sdks.values()
    assert list(known.sdks)[:3] == ["anthropic", "openai", "openai-legacy"]
    assert {*known.clients} == {path for sdk in sdks for path in sdk.clients}
    assert {*known.paths} == {path for sdk in sdks for path in sdk.methods}
    assert known.distributions == {sdk.distribution for sdk in sdks}
    assert known.hooks == {sdk.id: sdk.hook for sdk in sdks if sdk.hook.kind != "none"}
    for path in known.clients:
        made = known.clients[path]
        assert list(made) == [client for sdk in sdks for client in sdk.clients.get(path, ())]
        assert list(known.module_clients.get(path, ())) == [client.sdk for client in made if client.module]
        functions = {name for client in made if client.module for name in known.sdks[client.sdk].methods}
        assert {name for name in known.paths if known.is_function(f"{path}.{name}")} == {n for n in functions if "." not in n}
    for path in known.paths:
        assert list(known.methods_at(path)) == [sdk.methods[path] for sdk in sdks if path in sdk.methods]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "knowledge")
    return tmp_path / "knowledge"


@pytest.mark.parametrize(
    ("sdk", "option", "written", "meant"),
    [
        ("openai", "timeout", None, Known(UNBOUNDED)),
        ("openai", "timeout", 0, Known(0)),
        ("openai-legacy", "timeout", None, Absent()),
        ("openai", "max_output_tokens", None, Absent()),
        ("openai", "max_output_tokens", 300, Known(300)),
        ("anthropic", "max_retries", 0, Known(0)),
    ],
)
def test_meaning_of_written_values(sdk: str, option: str, written: Scalar, meant: Known | Absent) -> None:
    assert meaning(knowledge().sdks[sdk].options[option], written, None) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [(None, Known(0)), (0, Known(0)), (30_000, Unknown(Reason.UNSUPPORTED, is_number=True))],
)
def test_a_time_for_retries_is_no_number_of_them_but_an_end(written: Scalar, meant: Known | Unknown) -> None:
    option = knowledge().sdks["openrouter"].options["max_retries"]
    assert meaning(option, written, None) == meant
    assert "as many as fit into 3,600 s" in str(default(option, Origin(Layer.SDK_DEFAULT)))


def test_nothing_is_in_force_where_the_sdk_refuses_the_call_without_it() -> None:
    """Such a call sends nothing, which is not the same as sending no cap."""
    origin = Origin(Layer.SDK_DEFAULT)
    assert default(knowledge().sdks["openai"].options["max_output_tokens"], origin) == Absent()
    required = knowledge().sdks["anthropic"].options["max_output_tokens"]
    assert default(required, origin) == Unknown(Reason.NOT_OBSERVABLE)
    assert default(replace(required, default=100), origin) == Known(100)


def test_what_an_entry_says_for_its_readers_is_loaded(copy: Path) -> None:
    path = copy / "sdks" / "openai.toml"
    told = 'title = "OpenAI Python SDK"\nseen = ["1.61.0", "2.54.0"]\ntraps = ["timeout=None is no timeout at all"]\n'
    _, roots, rest = path.read_text(encoding="utf-8").partition("roots = ")
    rest = rest.replace("[hook]", "[sources]\n'timeout.default' = 'read in 2.7.0'\n\n[hook]", 1)
    path.write_text(f'id = "openai"\ndistribution = "openai"\nversions = ">=1"\n{told}{roots}{rest}', encoding="utf-8")
    legacy = copy / "sdks" / "openai_legacy.toml"
    legacy.write_text(legacy.read_text(encoding="utf-8").replace('title = "OpenAI, before 1"\n', "", 1), encoding="utf-8")
    sdks = parse(compile_knowledge(copy)).sdks
    sdk = sdks["openai"]
    assert (sdk.title, sdk.seen, sdk.traps) == (
        "OpenAI Python SDK",
        ("1.61.0", "2.54.0"),
        ("timeout=None is no timeout at all",),
    )
    assert sdk.sources == {"timeout.default": "read in 2.7.0"}
    assert sdks["openai-legacy"].title == "openai-legacy"


def test_milliseconds_are_told_in_seconds() -> None:
    option = Option("timeout", ("timeout",), (), (), (), None, "ms", "default", "unbounded")
    assert meaning(option, 30, None) == Known(0.03)
    assert meaning(option, 0, None) == Known(UNBOUNDED)
