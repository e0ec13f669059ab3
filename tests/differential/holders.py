"""In how many ways can an object hold a value?"""

from __future__ import annotations

from typing import Final

from .flows import changed_global
from .styles import Program, Style, constant


def self_attribute(program: Program, name: str, value: str, other: str) -> str:
    if not program.in_class:
        return constant(program, name, value, other)
    program.initial.append(f"self.{name} = {value}")
    return f"self.{name}"


def class_attribute(program: Program, name: str, value: str, other: str) -> str:
    if not program.in_class:
        return constant(program, name, value, other)
    program.attributes.append(f"usual_{name} = {value}")
    return f"self.usual_{name}"


def attribute_set_from_outside(program: Program, name: str, value: str, other: str) -> str:
    if not program.in_class:
        return changed_global(program, name, value, other)
    program.attributes.append(f"usual_{name} = {other}")
    program.before.append(f"bot.usual_{name} = {value}")
    return f"self.usual_{name}"


def method_sets_it(program: Program, name: str, value: str, other: str) -> str:
    if not program.in_class:
        return changed_global(program, name, value, other)
    program.initial.append(f"self.{name} = {other}")
    program.attributes += [f"def set_{name}(self):", f"    self.{name} = {value}"]
    program.before.append(f"bot.set_{name}()")
    return f"self.{name}"


def initial_parameter(program: Program, name: str, value: str, other: str) -> str:
    """What the constructor is given; its default is something else."""
    if not program.in_class:
        return constant(program, name, value, other)
    program.initial_parameters.append(f"{name}={other}")
    program.initial_arguments.append(f"{name}={value}")
    program.initial.append(f"self.{name} = {name}")
    return f"self.{name}"


def property_result(program: Program, name: str, value: str, other: str) -> str:
    if not program.in_class:
        return constant(program, name, value, other)
    program.attributes += ["@property", f"def the_{name}(self):", f"    return {value}"]
    return f"self.the_{name}"


def base_attribute(program: Program, name: str, value: str, other: str) -> str:
    """An attribute of a class above; the class above that has another value."""
    if not program.in_class:
        return constant(program, name, value, other)
    program.bases.append(f"inherited_{name} = {value}")
    return f"self.inherited_{name}"


def overridden_attribute(program: Program, name: str, value: str, other: str) -> str:
    if not program.in_class:
        return constant(program, name, value, other)
    program.bases.append(f"usual_{name} = {other}")
    program.attributes.append(f"usual_{name} = {value}")
    return f"self.usual_{name}"


def subclass_attribute(program: Program, name: str, value: str, other: str) -> str:
    """The object is of a class below the one that makes the call."""
    if not program.in_class:
        return constant(program, name, value, other)
    program.attributes.append(f"usual_{name} = {other}")
    program.below.append(f"usual_{name} = {value}")
    return f"self.usual_{name}"


def attribute_of_a_class(program: Program, name: str, value: str, other: str) -> str:
    program.constants += [f"class {name.title()}Config:", f"    value = {value}", f"    other = {other}"]
    return f"{name.title()}Config.value"


def enumeration(program: Program, name: str, value: str, other: str) -> str:
    program.uses("import enum")
    program.constants += [f"class {name.title()}Choice(enum.Enum):", f"    THIS = {value}", f"    THAT = ({other}, 'other')"]
    return f"{name.title()}Choice.THIS.value"


def dataclass_default(program: Program, name: str, value: str, other: str) -> str:
    program.uses("import dataclasses")
    if value[-1] not in '0123456789"':
        return constant(program, name, value, other)
    program.constants += ["@dataclasses.dataclass", f"class {name.title()}Settings:", f"    value: object = {value}"]
    program.constants.append(f"{name}_settings = {name.title()}Settings()")
    return f"{name}_settings.value"


def dataclass_argument(program: Program, name: str, value: str, other: str) -> str:
    program.uses("import dataclasses")
    if other[-1] not in '0123456789"':
        return constant(program, name, value, other)
    program.constants += ["@dataclasses.dataclass", f"class {name.title()}Settings:", f"    value: object = {other}"]
    program.constants.append(f"{name}_settings = {name.title()}Settings(value={value})")
    return f"{name}_settings.value"


def namespace(program: Program, name: str, value: str, other: str) -> str:
    program.uses("from types import SimpleNamespace")
    program.constants.append(f"{name}_settings = SimpleNamespace(value={value}, other={other})")
    return f"{name}_settings.value"


def namespace_changed(program: Program, name: str, value: str, other: str) -> str:
    program.uses("from types import SimpleNamespace")
    program.constants.append(f"{name}_settings = SimpleNamespace(value={other})")
    program.before.append(f"{name}_settings.value = {value}")
    return f"{name}_settings.value"


STYLES: Final[dict[str, Style]] = {
    style.__name__: style
    for style in (
        self_attribute,
        class_attribute,
        attribute_set_from_outside,
        method_sets_it,
        initial_parameter,
        property_result,
        base_attribute,
        overridden_attribute,
        subclass_attribute,
        attribute_of_a_class,
        enumeration,
        dataclass_default,
        dataclass_argument,
        namespace,
        namespace_changed,
    )
}
