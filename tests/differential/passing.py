"""In how many ways do options reach a call?

Each way takes the program, the method that is called and its options as expressions; it adds lines to the body of the function
and returns the expression of the call.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from .styles import Program

Options = dict[str, str]
"""Names of keyword arguments and the expressions given for them."""

Way = Callable[[Program, str, Options], str]


def _keywords(options: Options) -> str:
    return ", ".join(f"{name}={value}" for name, value in options.items())


def _display(options: Options) -> str:
    return "{" + ", ".join(f'"{name}": {value}' for name, value in options.items()) + "}"


def _halves(options: Options) -> tuple[Options, Options]:
    items = list(options.items())
    middle = len(items) // 2
    return dict(items[:middle]), dict(items[middle:])


def direct(program: Program, method: str, options: Options) -> str:
    return f"{method}({_keywords(options)})"


def splat(program: Program, method: str, options: Options) -> str:
    program.body.append(f"options = {_display(options)}")
    return f"{method}(**options)"


def splat_in_place(program: Program, method: str, options: Options) -> str:
    first, second = _halves(options)
    return f"{method}({_keywords(first)}, **{_display(second)})" if first else f"{method}(**{_display(second)})"


def splat_of_constant(program: Program, method: str, options: Options) -> str:
    """A dictionary of the module for what is the same each time, the rest in the call."""
    fixed = {name: value for name, value in options.items() if value.isdigit() or (value[0] == value[-1] == '"')}
    rest = {name: value for name, value in options.items() if name not in fixed}
    program.constants.append(f"OPTIONS = {_display(fixed)}")
    return f"{method}({_keywords(rest)}, **OPTIONS)" if rest else f"{method}(**OPTIONS)"


def set_item(program: Program, method: str, options: Options) -> str:
    program.body.append("options = {}")
    program.body += [f'options["{name}"] = {value}' for name, value in options.items()]
    return f"{method}(**options)"


def update(program: Program, method: str, options: Options) -> str:
    first, second = _halves(options)
    program.body += [f"options = {_display(first)}", f"options.update({_display(second)})"]
    return f"{method}(**options)"


def update_keywords(program: Program, method: str, options: Options) -> str:
    first, second = _halves(options)
    program.body += [f"options = dict({_keywords(first)})", f"options.update({_keywords(second)})"]
    return f"{method}(**options)"


def union(program: Program, method: str, options: Options) -> str:
    first, second = _halves(options)
    program.body.append(f"options = {_display(first)} | {_display(second)}")
    return f"{method}(**options)"


def spread(program: Program, method: str, options: Options) -> str:
    first, second = _halves(options)
    program.body += [f"common = {_display(second)}", "options = {**common, " + _display(first)[1:]]
    return f"{method}(**options)"


def partial(program: Program, method: str, options: Options) -> str:
    program.uses("import functools")
    first, second = _halves(options)
    program.body.append(f"call = functools.partial({', '.join(filter(None, [method, _keywords(second)]))})")
    return f"call({_keywords(first)})"


def built(program: Program, method: str, options: Options) -> str:
    """A function that makes the dictionary; it is given what only the function of the call knows."""
    names = list(options)
    program.functions += [f"def build({', '.join(names)}):", f"    return {_display({name: name for name in names})}", ""]
    return f"{method}(**build({_keywords(options)}))"


def mutated_elsewhere(program: Program, method: str, options: Options) -> str:
    """A function that is handed the dictionary and changes it."""
    first, second = _halves(options)
    names = list(second)
    program.functions += [f"def complete({', '.join(['options', *names])}):"]
    program.functions += [f'    options["{name}"] = {name}' for name in names] + ["    return None", ""]
    program.body += [f"options = {_display(first)}", f"complete({', '.join(['options', _keywords(second)])})"]
    return f"{method}(**options)"


def removed(program: Program, method: str, options: Options) -> str:
    """More than is wanted at first, and then less."""
    extra = "timeout" if "timeout" not in options else "metadata"
    program.body += [f"options = {_display({**options, extra: '3'})}", f'options.pop("{extra}")']
    return f"{method}(**options)"


def in_a_loop(program: Program, method: str, options: Options) -> str:
    """Pairs that a loop puts into the dictionary."""
    pairs = ", ".join(f'("{name}", {value})' for name, value in options.items())
    program.body += ["options = {}", f"for name, value in [{pairs}]:", "    options[name] = value"]
    return f"{method}(**options)"


def overriding(program: Program, method: str, options: Options) -> str:
    """A later key of a display beats what was spread before it."""
    program.body.append('common = {"timeout": 1, "model": "none"}')
    rest = _display(options)[1:]
    if "timeout" not in options:
        program.body.append('del common["timeout"]')
    return f"{method}(**{{**common, {rest})"


def set_default(program: Program, method: str, options: Options) -> str:
    first, second = _halves(options)
    program.body.append(f"options = {_display(first)}")
    program.body += [f'options.setdefault("{name}", {value})' for name, value in second.items()]
    program.body += [f'options.setdefault("{name}", None)' for name in first]
    return f"{method}(**options)"


def updated_in_place(program: Program, method: str, options: Options) -> str:
    first, second = _halves(options)
    program.body += [f"options = {_display(first)}", f"options |= {_display(second)}"]
    return f"{method}(**options)"


def copied(program: Program, method: str, options: Options) -> str:
    """A copy is completed; what it was made from is not."""
    first, second = _halves(options)
    program.body += [f"common = {_display(first)}", "options = common.copy()"]
    program.body += [f'options["{name}"] = {value}' for name, value in second.items()]
    program.body.append('common["timeout"] = 1')
    return f"{method}(**options)"


def shared(program: Program, method: str, options: Options) -> str:
    """Two names for one dictionary."""
    first, second = _halves(options)
    program.body += [f"options = {_display(first)}", "same = options"]
    program.body += [f'same["{name}"] = {value}' for name, value in second.items()]
    return f"{method}(**options)"


def maybe_set(program: Program, method: str, options: Options) -> str:
    """The cap or the timeout is put in under a condition that holds when the program runs, or something else is."""
    late = next((name for name in options if name in ("timeout", "max_tokens")), None)
    first = {name: value for name, value in options.items() if name != late}
    program.body.append(f"options = {_display(first)}")
    if late is not None:
        condition = program.condition()
        program.body += [f"if {condition if program.flag else f'not ({condition})'}:", f'    options["{late}"] = {options[late]}']
    return f"{method}(**options)"


def maybe_not_set(program: Program, method: str, options: Options) -> str:
    program.body.append(f"options = {_display(options)}")
    condition = program.condition()
    program.body += [f"if {f'not ({condition})' if program.flag else condition}:", '    options["timeout"] = 1']
    return f"{method}(**options)"


def by_name(program: Program, method: str, options: Options) -> str:
    receiver, _, name = method.rpartition(".")
    return f'getattr({receiver}, "{name}")({_keywords(options)})'


def in_a_lambda(program: Program, method: str, options: Options) -> str:
    first, second = _halves(options)
    program.body.append(f"send = lambda **given: {method}({', '.join(filter(None, [_keywords(second), '**given']))})")
    return f"send({_keywords(first)})"


def resource(program: Program, method: str, options: Options) -> str:
    receiver, _, name = method.rpartition(".")
    program.body.append(f"resource = {receiver}")
    return f"resource.{name}({_keywords(options)})"


def sentinels(program: Program, method: str, options: Options) -> str:
    """What is not given may be said to be not given."""
    package = "anthropic" if "messages" in method.rpartition(".")[0] else "openai"
    program.uses(f"from {package} import NOT_GIVEN")
    return f"{method}({_keywords({'metadata': 'NOT_GIVEN', 'timeout': 'NOT_GIVEN', **options})})"


def alias(program: Program, method: str, options: Options) -> str:
    program.body.append(f"send = {method}")
    return f"send({_keywords(options)})"


def through_keywords(program: Program, method: str, options: Options) -> str:
    """A function between, that passes on whatever it is given."""
    program.body += ["def send(**options):", f"    return {method}(**options)", ""]
    return f"send({_keywords(options)})"


def in_a_comprehension(program: Program, method: str, options: Options) -> str:
    if program.is_async:
        return direct(program, method, options)
    return f"[{method}({_keywords(options)}) for _ in range(1)][0]"


PLAIN: Final[dict[str, Way]] = {
    way.__name__: way for way in (direct, splat, splat_in_place, splat_of_constant, set_item, update, alias)
}
WAYS: Final[dict[str, Way]] = PLAIN | {
    way.__name__: way
    for way in (
        update_keywords,
        union,
        spread,
        partial,
        built,
        mutated_elsewhere,
        removed,
        in_a_loop,
        through_keywords,
        in_a_comprehension,
        overriding,
        set_default,
        updated_in_place,
        copied,
        shared,
        maybe_set,
        maybe_not_set,
        by_name,
        in_a_lambda,
        resource,
        sentinels,
    )
}
