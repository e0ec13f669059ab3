"""What does an annotation tell of a value: which client it is, or an instance of which class?"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, Literal

from llmlint.knowledge.loader import Knowledge
from llmlint.static import ir
from llmlint.static.link.domain import Abstract, ClassRef, ClientRef, External, Foreign, Opaque, OptionLayer, join
from llmlint.static.link.frame import Frame
from llmlint.values import Layer, Reason

if TYPE_CHECKING:
    from llmlint.static.link.linker import Linker

SOMEONES: Final = Opaque(Reason.PARAMETER, "the client")
_NEUTRAL: Final = frozenset({"typing", "typing_extensions", "types", "collections", "abc", "builtins"})
"""Modules whose classes say nothing of what a value is."""


class Annotations:
    """Reads annotations, quoted ones included."""

    def __init__(self, linker: Linker) -> None:
        self._linker = linker

    def annotated(self, annotation: ir.Expression, frame: Frame, why: Opaque = SOMEONES) -> Abstract | None:
        """What an annotation tells of a value: which client it is, or an instance of which class; None for no help.

        `why` says why nothing else is known of it.
        """
        match annotation:
            case ir.Constant(value=str() as text):
                parsed = _parsed(text)
                return None if parsed is None else self.annotated(parsed, frame, why)
            case ir.Operation(operator="|", operands=operands):
                return self._any_annotated(operands, frame, why)
            case ir.Subscript(value=_, index=index):
                return self._any_annotated(index.items if isinstance(index, ir.Sequence) else (index,), frame, why)
            case ir.Name() | ir.Attribute():
                return self._declared(self._linker.evaluate(annotation, frame), why)
        return None

    def number(self, annotation: ir.Expression) -> Literal["", "or none", "yes"]:
        """Whether an annotation says that a value is a number (`float`), or one or None (`float | None`)."""
        match annotation:
            case ir.Constant(value=str() as text):
                parsed = _parsed(text)
                return "" if parsed is None else self.number(parsed)
            case ir.Name(name="int" | "float"):
                return "yes"
            case ir.Attribute(name="PositiveInt" | "PositiveFloat") | ir.Name(name="PositiveInt" | "PositiveFloat"):
                return "yes"
            case ir.Operation(operator="|", operands=operands):
                return self._number_of_any(operands)
            case ir.Subscript(value=ir.Name(name=name) | ir.Attribute(name=name), index=index):
                items = index.items if isinstance(index, ir.Sequence) else (index,)
                match name:
                    case "Optional":
                        return self._number_of_any((*items, ir.Constant(None)))
                    case "Union":
                        return self._number_of_any(items)
                    case "Annotated" | "Final" | "ClassVar" | "Required" | "NotRequired":
                        return self.number(items[0])
        return ""

    def _number_of_any(self, annotations: tuple[ir.Expression, ...]) -> Literal["", "or none", "yes"]:
        none = [each for each in annotations if isinstance(each, ir.Constant) and each.value is None]
        rest = {self.number(each) for each in annotations if each not in none}
        if not rest or "" in rest:
            return ""
        return "or none" if none or "or none" in rest else "yes"

    def _any_annotated(self, annotations: tuple[ir.Expression, ...], frame: Frame, why: Opaque) -> Abstract | None:
        found = [each for each in (self.annotated(annotation, frame, why) for annotation in annotations) if each is not None]
        return join(found) if found else None

    def _declared(self, held: Abstract, why: Opaque) -> Abstract | None:
        match held:
            case External(path=path) if path in self._linker.knowledge.clients:
                return ClientRef(self._linker.knowledge.clients[path], (OptionLayer(Layer.CLIENT, {}, why, None),))
            case External(path=path) if _is_foreign(path, self._linker.knowledge):
                return Foreign(path)
            case ClassRef(scope=scope, module=module):
                return self._linker.classes.anyone(scope, module)
        return None


def _is_foreign(path: str, knowledge: Knowledge) -> bool:
    """Whether an annotation names a class of another library, whose methods may look like an SDK's (`client: Groq`)."""
    module, _, name = path.rpartition(".")
    ours = {known.rpartition(".")[2] for known in knowledge.clients}
    return bool(module) and name[:1].isupper() and name not in ours and module.partition(".")[0] not in _NEUTRAL


def _parsed(text: str) -> ir.Expression | None:
    """A quoted annotation, where it is names, dots and `|`."""
    try:
        return _translated(ast.parse(text.strip(), mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _translated(node: ast.expr) -> ir.Expression | None:
    match node:
        case ast.Name(id=name):
            return ir.Name(name)
        case ast.Attribute(value=owner, attr=name):
            inner = _translated(owner)
            return None if inner is None else ir.Attribute(inner, name)
        case ast.Subscript(value=owner, slice=index):
            outer, inner = _translated(owner), _translated(index)
            return None if outer is None or inner is None else ir.Subscript(outer, inner)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            operands = tuple(each for each in (_translated(left), _translated(right)) if each is not None)
            return ir.Operation("|", operands)
    return None
