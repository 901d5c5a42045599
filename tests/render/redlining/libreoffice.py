"""LibreOffice as an independent client: it accepts or rejects all tracked changes, and says what is left."""

import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

_MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Resolve" script:language="StarBasic">
Sub All(folder As String)
  Dim name As String
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim filter(0) As New com.sun.star.beans.PropertyValue
  Dim names(1000) As String
  Dim count As Integer
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  filter(0).Name = "FilterName"
  filter(0).Value = "writer8"
  name = Dir(folder &amp; "/*.docx")
  While name &lt;&gt; ""
    names(count) = name
    count = count + 1
    name = Dir()
  Wend
  Dim i As Integer
  For i = 0 To count - 1
    url = ConvertToURL(folder &amp; "/" &amp; names(i))
    doc = StarDesktop.loadComponentFromURL(url, "_blank", 0, hidden())
    helper = createUnoService("com.sun.star.frame.DispatchHelper")
    command = ""
    If Left(names(i), 7) = "accept-" Then command = ".uno:AcceptAllTrackedChanges"
    If Left(names(i), 7) = "reject-" Then command = ".uno:RejectAllTrackedChanges"
    If command &lt;&gt; "" Then helper.executeDispatch(doc.CurrentController.Frame, command, "", 0, Array())
    doc.storeToURL(url &amp; ".odt", filter())
    doc.close(True)
  Next i
  StarDesktop.terminate()
End Sub
</script:module>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:{0} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{0}.dtd">
<library:{0} xmlns:library="http://openoffice.org/2000/library" {1}>{2}</library:{0}>
"""
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"

Line = tuple[str, str, tuple[tuple[str, str], ...]]  # kind, style and level, runs of text and format


def resolve(soffice: str, files: Mapping[str, bytes], folder: Path) -> dict[str, list[Line]]:
    """What LibreOffice finds in files; it accepts all in those named `accept-…`, rejects all in those `reject-…`."""
    profile = folder / "profile"
    command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo"]
    subprocess.run([*command, "--terminate_after_init"], capture_output=True, timeout=120, check=True)
    basic = profile / "user" / "basic" / "Standard"
    basic.mkdir(parents=True, exist_ok=True)
    (basic / "Resolve.xba").write_text(_MACRO)
    attributes = 'library:name="Standard" library:readonly="false" library:passwordprotected="false"'
    (basic / "script.xlb").write_text(
        _LIBRARY.format("library", attributes, '<library:element library:name="Resolve"/>')
    )
    (basic / "dialog.xlb").write_text(_LIBRARY.format("library", attributes, ""))
    link = '<library:library library:name="Standard" library:link="false"/>'
    names = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    for name in ("script", "dialog"):
        (basic.parent / f"{name}.xlc").write_text(_LIBRARY.format("libraries", names, link))
    work = folder / "work"
    work.mkdir()
    for name, data in files.items():
        (work / f"{name}.docx").write_bytes(data)
    subprocess.run(
        [*command, f'macro:///Standard.Resolve.All("{work}")'], capture_output=True, timeout=900, check=False
    )
    return {name: list(_lines(work / f"{name}.docx.odt")) for name in files}


def _lines(path: Path) -> Iterator[Line]:
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("content.xml"))
    styles = {(s.get(f"{_STYLE}family"), s.get(f"{_STYLE}name")): s for s in root.iter(f"{_STYLE}style")}
    body = root.find(".//{*}body/{*}text")
    for node in body.iter(f"{_TEXT}p", f"{_TEXT}h", f"{_TABLE}table-row", f"{_TABLE}table-cell"):
        if any(up.tag.endswith(("}note", "}annotation", "}tracked-changes")) for up in node.iterancestors()):
            continue
        if not node.tag.startswith(_TEXT):
            yield node.tag.rpartition("}")[2], node.get(f"{_TABLE}number-rows-spanned", "1"), ()
            continue
        style = styles.get(("paragraph", node.get(f"{_TEXT}style-name")))
        parent = node.get(f"{_TEXT}style-name") if style is None else style.get(f"{_STYLE}parent-style-name")
        level = sum(up.tag == f"{_TEXT}list" for up in node.iterancestors())
        yield "paragraph", f"{parent} {level}", tuple(_joined(_runs(node, "", styles)))


def _runs(node: Any, form: str, styles: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    yield node.text or "", form
    for child in node:
        name = child.tag.rpartition("}")[2]
        if name == "span":
            yield from _runs(child, form + _form(styles.get(("text", child.get(f"{_TEXT}style-name")))), styles)
        elif name == "a":
            yield from _runs(child, f"{form} {child.get(_LINK)}", styles)
        elif name == "s":
            yield " " * int(child.get(f"{_TEXT}c", "1")), form
        elif name == "note":
            yield f"[{''.join(child.find(f'{_TEXT}note-body').itertext()).strip()}]", ""
        elif not name.startswith(("change", "bookmark", "soft-page", "tracked", "annotation")):
            yield from _runs(child, form, styles)
        yield child.tail or "", form


def _form(style: Any) -> str:
    looks = style.find(f"{_STYLE}text-properties") if style is not None else None
    if looks is None:
        return ""
    wanted = {f"{_FO}font-weight": "bold", f"{_FO}font-style": "italic"}
    return "".join(f" {value}" for key, value in wanted.items() if looks.get(key) == value)


def _joined(runs: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    for text, form in runs:
        if text and out and out[-1][1] == form:
            out[-1] = (out[-1][0] + text, form)
        elif text:
            out.append((text, form))
    return out
