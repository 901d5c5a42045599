"""The agenda note: its wording is a Jinja2 template, its result Markdown that goes the way of every section.

The template runs in Jinja2's sandbox; an undefined name is an error; every value that it prints is escaped as Markdown,
so that a title is only ever a title.
"""

import re
from collections.abc import Mapping
from typing import Any

from pipeline.model.finding import PipelineError

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~^$:@'\"&=%])")


def escape_markdown(value: object) -> str:
    """Text as Markdown that prints exactly this text, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(value).split()))


def agenda_markdown(template: str, values: Mapping[str, Any]) -> str:
    """The agenda note as Markdown.

    Raises:
        PipelineError: the template is broken or uses a name that does not exist.
    """
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        finalize=escape_markdown,
        autoescape=False,  # what comes out is Markdown, and `finalize` escapes for that
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    try:
        return environment.from_string(template).render(values)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        where = f" (line {line})" if line else ""
        raise PipelineError(f"templates/agenda.md.j2{where}: {error}", "correct the template") from error
