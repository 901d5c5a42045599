"""Expressions on data: Jinja2's grammar in its sandbox, cut down to what a text needs.

An expression reads keys of the data, compares, counts, picks, sorts and joins. It calls nothing, reaches no attribute
of Python and has no loops of its own; a name or key that does not exist is a problem. Work and output are bounded by
counting, and not by a clock, so that the answer is the same on every machine.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateError, Undefined, nodes
from jinja2.filters import FILTERS
from jinja2.parser import Parser
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS

from pipeline.model.expression import Label, Value
from pipeline.model.saying import quoted
from pipeline.text.problems import nearest

LONGEST = 500  # characters of an expression
NESTED = 30  # brackets in an expression
STEPS = 200_000  # keys read and values looked at, for one expression
OUTPUT = 4000  # characters of a value
_LARGEST = 10**15  # of a number
_UNDERSCORES = re.compile(r"\b_|__")
_NODES: tuple[type[nodes.Node], ...] = (
    nodes.Name, nodes.Const, nodes.Getattr, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or,
    nodes.Not, nodes.CondExpr, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.Neg, nodes.Keyword,
)  # fmt: skip
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class ExpressionProblem(Exception):
    """An expression that has no value; the message says why."""


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox without attributes, calls and powers, and with a count of what is done."""

    intercepted_binops = frozenset({"+", "-", "*", "/"})

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=False, optimized=False)
        self.steps = 0
        self.globals.clear()
        self.filters = _filters(self)
        self.tests = _tests(self)

    def step(self, count: int = 1) -> None:
        self.steps += count
        if self.steps > STEPS:
            raise ExpressionProblem(f"it takes more than {STEPS:,} steps")

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401 - Jinja2's signature
        self.step()
        if isinstance(obj, Undefined):
            return obj
        if not isinstance(obj, Mapping):
            raise ExpressionProblem(f"{_kind(obj)} has no {quoted(str(argument))}")
        if argument not in obj:
            raise ExpressionProblem(f"there is no {quoted(str(argument))}{nearest(str(argument), obj)}")
        return obj[argument]

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - Jinja2's signature
        return self.getitem(obj, attribute)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401, ARG002
        for operand in (left, right):
            if isinstance(operand, bool) or not isinstance(operand, int | float):
                raise ExpressionProblem(f"{operator} stands between numbers only, not at {_kind(operand)}")
        result = self.binop_table[operator](left, right)
        if abs(result) > _LARGEST:
            raise ExpressionProblem("a number is too large")
        return result


class Expressions:
    """Expressions over the same data; each is compiled once, however many rows it is used in.

    Args:
        data: by name; only what an expression names is asked for.
    """

    def __init__(self, data: Mapping[str, Value]) -> None:
        self._data = data
        self._environment = _Environment()
        self._compiled: dict[str, tuple[Callable[..., Any], tuple[str, ...]]] = {}

    def value(self, source: str, row: object = None) -> Value:
        """The value of an expression; `row` is known to it by that name.

        Raises:
            ExpressionProblem: it has none.
        """
        try:
            return self._evaluated(source, row)
        except ExpressionProblem:
            raise
        except TemplateError as error:
            raise ExpressionProblem(str(error.message or error)) from error
        except RecursionError as error:
            raise ExpressionProblem("it is nested too deep") from error
        except Exception as error:  # a filter may fail in any way on data that it was not made for
            raise ExpressionProblem(str(error)[:200] or type(error).__name__) from error

    def _evaluated(self, source: str, row: object) -> Value:
        self._environment.steps = 0
        if source not in self._compiled:
            self._compiled[source] = self._compile(source)
        compiled, names = self._compiled[source]
        if "row" in names and row is None:
            raise ExpressionProblem(
                "`row` is known only in the row of a data table whose `rows=` says what it goes through"
            )
        value = compiled({name: row if name == "row" else self._data[name] for name in names})
        if isinstance(value, Undefined):
            raise ExpressionProblem("it has no value in this case; add an else")
        if isinstance(value, Iterable) and not isinstance(value, str | Mapping):
            return list(self._taken(value))
        return value  # type: ignore[no-any-return]

    def _taken(self, values: Iterable[Value]) -> Iterable[Value]:
        for value in values:
            self._environment.step()
            yield value

    def _compile(self, source: str) -> tuple[Callable[..., Any], tuple[str, ...]]:
        if not source:
            raise ExpressionProblem("it is empty, or holds square brackets, which it may not")
        if len(source) > LONGEST:
            raise ExpressionProblem(f"it has {len(source):,} characters; {LONGEST} are the most")
        if source.count("(") > NESTED:
            raise ExpressionProblem(f"it has more than {NESTED} brackets")
        if _UNDERSCORES.search(source) or "[" in source:
            raise ExpressionProblem("names that begin with an underscore and square brackets are not allowed")
        names = self._names(Parser(self._environment, source, state="variable").parse_expression())
        return self._environment.compile_expression(source, undefined_to_none=False), names

    def _names(self, tree: nodes.Node) -> tuple[str, ...]:
        """The names that an expression uses, which must all exist."""
        names: dict[str, None] = {}
        for node in (tree, *tree.find_all(nodes.Node)):
            if not isinstance(node, _NODES):
                raise ExpressionProblem(f"{_called(node)} is not possible here")
            if isinstance(node, nodes.Name):
                names[node.name] = None
        for name in names:
            if name != "row" and name not in self._data:
                raise ExpressionProblem(f"there is no {quoted(name)}{nearest(name, self._data)}")
        return tuple(names)


def printed(value: object) -> tuple[str | Label, ...]:
    """A value as a text shows it: text on one line, a number with commas, or labels and texts one after the other.

    Raises:
        ExpressionProblem: it is neither, or too long.
    """
    if isinstance(value, Label):
        return (value,)
    if isinstance(value, list) and any(isinstance(one, Label) for one in value):
        return tuple(part for one in value for part in printed(one))
    text = _text(value)
    if len(text) > OUTPUT:
        raise ExpressionProblem(f"its value has {len(text):,} characters; {OUTPUT:,} are the most")
    return (text,)


def _text(value: object) -> str:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,}" if isinstance(value, int) else f"{value:,.6g}"
    hint = ": count it, or join it" if isinstance(value, list) else ""
    raise ExpressionProblem(f"its value is {_kind(value)}, not text or a number{hint}")


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "a yes or no"
    if isinstance(value, str):
        return "text"
    if isinstance(value, int | float):
        return "a number"
    return "a set of keys with values" if isinstance(value, Mapping) else "a list"


def _called(node: nodes.Node) -> str:
    names = {"Call": "a call", "Pow": "a power", "Concat": "~", "Getitem": "a square bracket", "Mod": "%"}
    return names.get(type(node).__name__, type(node).__name__.lower())


# -- filters and tests


def _filters(environment: _Environment) -> dict[str, Any]:
    kept = ("map", "select", "reject", "selectattr", "rejectattr", "sort", "unique", "first", "last", "min", "max")
    own: dict[str, Callable[..., Any]] = {name: FILTERS[name] for name in (*kept, "upper", "lower", "round")}

    def taken(values: Iterable[Any]) -> list[Any]:
        if isinstance(values, str | Mapping) or not isinstance(values, Iterable):
            raise ExpressionProblem(f"a list is needed here, not {_kind(values)}")
        result = []
        for value in values:
            environment.step()
            result.append(value)
        return result

    def join(values: Iterable[Any], separator: str = ", ", last: str | None = None) -> str:
        texts = [_text(value) for value in taken(values)]
        if sum(map(len, texts)) + len(separator) * len(texts) > OUTPUT:
            raise ExpressionProblem(f"more than {OUTPUT:,} characters are joined")
        if last is None or len(texts) < 2:
            return separator.join(texts)
        return separator.join(texts[:-1]) + last + texts[-1]

    own |= {
        "count": lambda values: len(taken(values)),
        "list": taken,
        "join": join,
        "listed": lambda values: join(values, ", ", " and "),
        "sum": lambda values: sum(_number(value) for value in taken(values)),
        "in_words": _in_words,
        "capitalized": lambda text: _text(text)[:1].upper() + _text(text)[1:],
    }
    return own


def _number(value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ExpressionProblem(f"numbers are needed here, not {_kind(value)}")
    return value


def _in_words(value: object) -> str:
    """A number as United Nations texts write it: in words below ten, in figures from there."""
    number = _number(value)
    return _WORDS[number] if isinstance(number, int) and 0 <= number < len(_WORDS) else _text(number)


def _tests(environment: _Environment) -> dict[str, Any]:
    kept = ("equalto", "ne", "lt", "le", "gt", "ge")
    own: dict[str, Any] = {name: TESTS[name] for name in kept}

    def contains(values: Any, wanted: Any) -> bool:  # noqa: ANN401 - any value of the data
        environment.step(len(values))
        return wanted in values

    return own | {"contains": contains, "in": lambda value, values: contains(values, value)}
