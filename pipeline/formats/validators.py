"""Validators that others wrote: openxml-audit for Word files, page-validation for PDF files.

They are an extra (`hlcp-pipeline[prove]`) and are imported when they are first used: all else works without them.
"""

import importlib.util
from pathlib import Path

from pipeline.model.finding import EnvironmentProblem

VALIDATORS = {"openxml_audit": "openxml-audit", "page": "page-validation"}
_UNIVERSAL = "ua1"
_MOST = 20  # problems of one file that are reported; the first ones tell what is wrong


def missing() -> tuple[str, ...]:
    """The validators that are not installed, by the names of their packages."""
    return tuple(package for module, package in VALIDATORS.items() if importlib.util.find_spec(module) is None)


def need_validators() -> None:
    """Stop when a validator is missing.

    Raises:
        EnvironmentProblem: with what to install.
    """
    if lacking := missing():
        raise EnvironmentProblem(
            f"{' and '.join(lacking)} {'are' if len(lacking) > 1 else 'is'} not installed",
            "pip install 'hlcp-pipeline[prove]'",
        )


def docx_problems(path: Path) -> tuple[str, ...]:
    """What openxml-audit finds in a Word file, against the schemas of Office 2019; nothing when it is sound."""
    from openxml_audit import OpenXmlValidator

    errors = OpenXmlValidator(max_errors=_MOST).validate(str(path)).errors
    return tuple(f"{error.part_uri} {error.path}: {error.description}".lstrip(" :") for error in errors)


def pdf_problems(path: Path) -> tuple[str, ...]:
    """What page-validation finds in a PDF file, against PDF/UA-1 and against the part of PDF/A that it claims."""
    import page

    try:
        profiles = (_UNIVERSAL, *claimed_archive_parts(path))
        reports = [(name, page.validate_pdf(str(path), profile=name)) for name in profiles]
    except (page.PageError, ValueError) as error:
        return (f"it cannot be read: {error}",)
    failures = ((name, failure) for name, report in reports for failure in report.failures[:_MOST])
    return tuple(f"{_named(name)}, {failure.rule_id}: {failure.message}" for name, failure in failures)


def _named(profile: str) -> str:
    return "PDF/UA-1" if profile == _UNIVERSAL else f"PDF/A-{profile}"


def claimed_archive_parts(path: Path) -> tuple[str, ...]:
    """The PDF/A profile that the metadata of a file claim, `2a`; nothing when they claim none.

    Raises:
        ValueError: it is no PDF file.
    """
    import pikepdf

    try:
        with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
            status = metadata.pdfa_status
    except pikepdf.PdfError as error:
        raise ValueError(str(error).replace(str(path), path.name)) from error
    return (status.lower(),) if status else ()
