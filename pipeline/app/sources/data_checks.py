"""What only the workspace as a whole can say of data: whether its entities are registered and its sections exist."""

from collections.abc import Callable, Iterable

from pipeline.app.sources.opening import YAML_BYTES, Opened
from pipeline.app.sources.reading import ReadDocument
from pipeline.model.comment import Registry
from pipeline.model.document import Heading
from pipeline.model.finding import Finding


def check_data(opened: Opened, today: Iterable[ReadDocument], registry: Registry) -> tuple[Finding, ...]:
    """Findings on the data files of today's text; those of baselines were looked at when they were today's."""
    documents = tuple(today)
    if not any(name.startswith("data/") for read in documents for name in read.inputs):
        return ()
    from pipeline.intake.data import check_entities, check_uses

    sections = {read.origin.document: _labels(read) for read in documents}

    def entities(path: str, _: str) -> tuple[Finding, ...]:
        return check_entities(opened.workspace.files.read(path, YAML_BYTES), path, registry)

    def uses(path: str, document: str) -> tuple[Finding, ...]:
        return check_uses(opened.workspace.files.read(path, YAML_BYTES), path, document, sections)

    checks: dict[str, Callable[[str, str], tuple[Finding, ...]]] = {
        "data/workstreams.yaml": entities, "data/field-dialogues.yaml": uses,
    }  # fmt: skip
    return tuple(
        finding
        for read in documents
        for name, check in checks.items()
        if name in read.inputs
        for finding in check(f"{read.origin.folder}/{name}", read.origin.document)
    )


def _labels(read: ReadDocument) -> set[str]:
    if read.document is None:
        return set()
    blocks = (block for section in read.document.sections for block in section.blocks)
    return {block.id for block in blocks if isinstance(block, Heading) and block.id}
