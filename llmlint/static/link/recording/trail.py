"""By which steps was a value come to: what was followed, and where?

Values are told apart by identity: the object that a literal or a constructor gave stays the same on its way through names,
attributes, arguments and items, and whatever holds it remembers how it got there.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Final

from llmlint.facts import LONGEST_TRAIL, Step
from llmlint.static import ir
from llmlint.static.link.domain import NONE, Abstract, Address, Arguments, FunctionRef, Items, Opaque, Option, choices
from llmlint.static.link.frame import Frame
from llmlint.values import Place, Reason

CLIENT: Final = "client"
"""The part of a call that no fact is named after: how its client was found."""
RETURNED: Final = "return"
"""The name under which the frame of a function holds what it returns: a keyword, so no other name."""
Steps = tuple[Step, ...]


class Recorder:
    """The steps of the evaluation under way, and those by which names, attributes, items and options got what they hold."""

    def __init__(self) -> None:
        self._now: list[Step] = []
        self._holders: dict[tuple[Hashable, int], tuple[Abstract, dict[Hashable, Steps]]] = {}
        self._unknown: dict[tuple[Hashable, Hashable, Reason, str], Steps] = {}
        self._things: dict[int, tuple[object, Steps]] = {}

    def mark(self) -> int:
        """Where the evaluation stands, for `since` and `forget`."""
        return len(self._now)

    def since(self, mark: int) -> Steps:
        """The steps taken since `mark`, each once."""
        return shortened(self._now[mark:])

    def forget(self, mark: int) -> None:
        """The steps since `mark` are of no concern to what is evaluated."""
        del self._now[mark:]

    def step(self, what: str, place: Place, mark: int | None = None) -> None:
        """A step is taken; one that came before those since `mark` stands in front of them."""
        self._now.insert(len(self._now) if mark is None else mark, Step(what, place))

    def repeat(self, steps: Steps) -> None:
        """What is evaluated hangs on something that took these steps."""
        self._now.extend(shortened(steps))

    def hold(self, holder: Hashable, name: Hashable, value: Abstract, steps: Steps) -> None:
        """The name (attribute, key) in `holder` got `value` by `steps`."""
        steps = shortened(steps)
        for each in choices(value):
            if isinstance(each, Opaque):
                self._unknown[holder, name, each.reason, each.detail] = steps
            if each is not NONE:  # the one value that stands for itself wherever it comes from
                _, holders = self._holders.setdefault((name, id(each)), (each, {}))
                holders.pop(holder, None)
                holders[holder] = steps

    def put(self, address: Address, key: Hashable, value: Abstract, steps: Steps) -> None:
        """The item or attribute `key` of the object at `address` got `value` by `steps`."""
        self.hold(address, (key,), value, steps)

    def at(self, address: Address, key: Hashable, value: Abstract) -> Steps:
        """How the item or attribute got `value`, in this object or in the one that it was copied from."""
        return self.held(address, (key,), value) or self.held(None, (key,), value)

    def place_item(self, value: Abstract, steps: Steps) -> None:
        """`value` stands in a list or tuple by `steps`."""
        self.hold(Items, Items, value, steps)

    def items(self, value: Abstract) -> Steps:
        """How `value`, taken out of a list or tuple, got into it; of a whole list, how its items did."""
        found: dict[Step, None] = {}
        seen: set[int] = set()
        waiting = [value]
        while waiting and len(found) <= LONGEST_TRAIL:
            current = waiting.pop(0)
            if id(current) not in seen:
                seen.add(id(current))
                found.update(dict.fromkeys(self.held(Items, Items, current)))
                waiting.extend(item for each in choices(current) if isinstance(each, Items) for item in each.items)
        return tuple(found)

    def same(self, value: Abstract, old: Abstract) -> None:
        """`value` stands wherever `old` stood."""
        for (name, identity), (held, holders) in list(self._holders.items()):
            if held is old and identity == id(old):
                self._holders[name, id(value)] = (value, dict(holders))

    def held(self, holder: Hashable | None, name: Hashable, value: Abstract) -> Steps:
        """How the name in `holder` got `value`; without a holder, how one of that name did last."""
        found: list[Step] = []
        for each in choices(value):
            _, holders = self._holders.get((name, id(each)), (each, {}))
            if holder is None:
                found.extend(next(reversed(holders.values()), ()))
            elif holder not in holders and isinstance(each, Opaque):
                # What a condition tells of an unknown value makes it another object.
                found.extend(self._unknown.get((holder, name, each.reason, each.detail), ()))
            else:
                found.extend(holders.get(holder, ()))
        return shortened(found)

    def note(self, thing: object, steps: Steps) -> None:
        """`thing`, a written option or what hides others, is there by `steps`."""
        self._things[id(thing)] = (thing, shortened(steps))

    def noted(self, thing: object) -> Steps:
        """The steps by which `thing` is there."""
        return self._things.get(id(thing), (thing, ()))[1]


def shortened(steps: Iterable[Step]) -> Steps:
    """`steps`, each once; too many without those in the middle, as code that calls everything from everywhere makes them."""
    distinct = tuple(dict.fromkeys(steps))
    if len(distinct) <= LONGEST_TRAIL:
        return distinct
    half = LONGEST_TRAIL // 2
    return (*distinct[:half], *distinct[half - LONGEST_TRAIL :])


def holder_of(frame: Frame, name: str) -> Hashable:
    """What a name that is bound in `frame` belongs to: the module, the class or the one run of a function."""
    if name in frame.globals:
        return frame.module
    if frame.function is None and frame.closure is None:
        return frame.module if frame.scope is None else frame.scope
    return frame


def called(function: ir.Function) -> str:
    """A function's name, as one that is called."""
    return f"{function.qualified_name}()"


def place_of(reference: FunctionRef) -> Place:
    """Where a function is defined."""
    return reference.module.source.place(reference.function.span)


def options_of(arguments: Arguments) -> Iterator[tuple[str | None, Option]]:
    for option in arguments.positional:
        yield None, option
    yield from arguments.keywords.items()
