"""Which model of a provider may a written name mean?  Resource names, gateways' prefixes and dates are written in many ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

_ARN: Final = re.compile(r"arn:[\w-]+:bedrock:[^:]*:[^:]*:(?P<kind>[\w-]+)/(?P<name>.+)", re.DOTALL)
_NAMES_A_MODEL: Final = ("foundation-model", "inference-profile")
"""Other resources of Bedrock stand for a model that their name does not tell, or have prices of their own."""
_RESOURCE: Final = re.compile(r"(?:projects/[^/]+/locations/[^/]+/)?(?:publishers/(?P<publisher>[^/]+)/)?models/(?P<name>[^/]+)")
_OWN: Final = re.compile(r"tunedmodels/|.*/endpoints/|endpoints/|.*#", re.DOTALL)
"""What is somebody's own: a tuned model, an endpoint, a deployment (`model#accounts/…/deployments/…`)."""
_COMPACT: Final = re.compile(r"(?<=-)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=-|:|$)")
_BEDROCK: Final = re.compile(r"(?:[a-z]{2,6}(?:-[a-z]+)?\.)?(?P<vendor>[a-z0-9]+\.)(?P<name>.+?)(?:-v\d+(?::\d+)?)?")
_DATES: Final = (
    (re.compile(r"[-@.](20\d\d)-?(\d\d)-?(\d\d)(?![\d.])"), "ymd"),
    (re.compile(r"-(2\d)(\d\d)(\d\d)(?=$|[-:@])"), "ymd"),
    (re.compile(r"-(2\d)(\d\d)(?=$|[-:@])"), "ym"),
    (re.compile(r"-(\d\d)(\d\d)(?=$|[:@]|-(?!v\d))"), "md"),
    (re.compile(r"-(\d\d)-(20\d\d)(?=$|:)"), "my"),
    (re.compile(r"-(\d\d)-(\d\d)(?=$|:)"), "md"),
)


def spellings(written: str, prefixes: Iterable[str] = ()) -> tuple[str, ...]:
    """The names in a provider's lists that `written` may be, in lower case, the likeliest first; none where it names no model.

    `prefixes` are what may stand before a name to say who is asked.
    """
    name = written.strip().lower()
    arn = _ARN.fullmatch(name)
    if arn is not None:
        if arn["kind"] not in _NAMES_A_MODEL:
            return ()
        name = arn["name"]
    if not name or name.startswith("arn:") or _OWN.match(name):
        return ()
    forms = [name]
    for prefix in prefixes:
        if name.startswith(prefix):
            forms.append(name.removeprefix(prefix))
    forms = [each for form in forms for each in _of_resource(form)]
    return tuple(dict.fromkeys(each for form in forms for each in _of_tuned(form)))


def _of_resource(name: str) -> Iterator[str]:
    resource = _RESOURCE.fullmatch(name)
    if resource is None:
        yield name
        return
    yield resource["name"]
    if resource["publisher"] is not None:
        yield f"{resource['publisher']}/{resource['name']}"


def _of_tuned(name: str) -> Iterator[str]:
    """`ft:gpt-4o-mini-2024-07-18:acme::id` is priced as a tuned `gpt-4o-mini-2024-07-18`, never as that itself."""
    yield ":".join(name.split(":")[:2]) if name.startswith("ft:") else name


def with_dashes(name: str) -> str:
    """The name with a date like `-20251211` written `-2025-12-11`: gateways write the one for the other."""
    return _COMPACT.sub(r"\1-\2-\3", name)


def of_vendor(name: str, known_as: Iterable[tuple[str, str]]) -> Iterator[tuple[str | None, str]]:
    """(vendor, its own name) that a name of another provider may stand for; `known_as` are (prefix, vendor)."""
    yield None, name
    plain = name.partition(":")[0] if "/" in name else name
    for prefix, vendor in known_as:
        if prefix.endswith("/") and plain.startswith(prefix):
            yield from ((vendor, each) for each in _respelled(plain.removeprefix(prefix)))
    bedrock = _BEDROCK.fullmatch(name)
    if bedrock is not None:
        vendors = [vendor for prefix, vendor in known_as if prefix == bedrock["vendor"]]
        yield from ((vendor, each) for vendor in vendors for each in _respelled(bedrock["name"]))
    if "@" in name:
        yield from ((None, each) for each in _respelled(name))


def _respelled(name: str) -> Iterator[str]:
    yield name
    yield name.replace("@", "-")
    yield name.replace(".", "-")


def is_dated(name: str) -> bool:
    """Whether a name ends with the day or the month of a snapshot, or has it before a variant."""
    return any(_is_day(order, found.groups()) for pattern, order in _DATES for found in pattern.finditer(name))


def _is_day(order: str, numbers: tuple[str, ...]) -> bool:
    told = dict(zip(order, map(int, numbers), strict=True))
    year = told.get("y", 2024)
    try:
        date(year if year > 99 else 2000 + year, told["m"], told.get("d", 1))
    except ValueError:
        return False
    return True
