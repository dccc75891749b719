"""Groups of options that several verbs take: one parameter of a verb, several options on the command line."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any, TypeVar, get_type_hints

_Group = TypeVar("_Group", bound="OptionGroup")


class OptionGroup:
    """What a dataclass inherits whose fields are options; a field may be a group itself."""

    trailing = False
    """Whether the options come after all others of the verb, wherever the parameter stands."""


def flattened(*without: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A decorator: in the place of each parameter that is an `OptionGroup`, the command line has its options.

    Args:
        without: options of the groups that the verb does not take; they have their defaults.
    """

    def decorate(verb: Callable[..., None]) -> Callable[..., None]:
        own = _parameters(verb)
        groups = {one.name: one.annotation for one in own if _is_group(one.annotation)}
        placed = sorted(own, key=lambda one: one.name in groups and groups[one.name].trailing)
        taken = [option for one in placed for option in _options(one) if option is one or option.name not in without]

        def run(**values: Any) -> None:
            made = {name: _made(group, values) for name, group in groups.items()}
            verb(**{one.name: made[one.name] if one.name in made else values[one.name] for one in own})

        run.__name__, run.__doc__ = verb.__name__, verb.__doc__
        run.__annotations__ = {option.name: option.annotation for option in taken}
        run.__signature__ = inspect.Signature(taken)  # type: ignore[attr-defined]
        return run

    return decorate


def _parameters(verb: Callable[..., None]) -> list[inspect.Parameter]:
    """The parameters of a verb, with annotations that are types, not texts."""
    hints = get_type_hints(verb, include_extras=True)
    return [
        parameter.replace(annotation=hints[parameter.name], kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in inspect.signature(verb).parameters.values()
    ]


def _options(parameter: inspect.Parameter) -> Iterator[inspect.Parameter]:
    """What stands for a parameter on the command line: itself, or the options of the group."""
    if not _is_group(parameter.annotation):
        yield parameter
        return
    hints = get_type_hints(parameter.annotation, include_extras=True)
    for field in fields(parameter.annotation):
        default = inspect.Parameter.empty if field.default is MISSING else field.default
        yield from _options(
            inspect.Parameter(field.name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hints[field.name])
        )


def _made(group: type[_Group], values: Mapping[str, Any]) -> _Group:
    """A group of what was given; what the verb does not take has its default."""
    hints = get_type_hints(group)
    nested = {name: _made(hint, values) for name, hint in hints.items() if _is_group(hint)}
    return group(**nested, **{name: values[name] for name in hints.keys() & values.keys() if name not in nested})


def _is_group(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, OptionGroup)
