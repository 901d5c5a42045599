"""The formats by the names that `hlcp check --format` takes."""

from collections.abc import Callable, Mapping, Sequence

from pipeline.model.finding import Finding
from pipeline.render.findings.github import github
from pipeline.render.findings.gitlab import gitlab
from pipeline.render.findings.junit import junit
from pipeline.render.findings.markdown import markdown
from pipeline.render.findings.sarif import sarif

# The second argument: whether warnings fail too.
FORMATS: Mapping[str, Callable[[Sequence[Finding], bool], str]] = {
    "github": github,
    "gitlab": gitlab,
    "junit": junit,
    "sarif": sarif,
    "markdown": markdown,
}
