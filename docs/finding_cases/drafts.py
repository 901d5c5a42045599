"""Mistakes in settings, sections, pictures, data and guidance; each section file has one mistake."""

import struct
import zlib

from finding_cases.bench import Bench

_PLAN, _SESSION = "drafts/plan-of-work", "comments/first-session"
_SETTINGS = "templates/profiles/papers.yaml"
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="20" height="20"/></svg>\n'
_TITLED = {
    "lights": "Lights burn at night. See [](#p-purpos).",
    "html": "Ships report<br>by radio.",
    "quotation": "> The harbour is open to all.",
    "classes": "{.centre}\nShips report by radio.",
    "links": "See [the plan](file:///C:/plan.docx).",
    "photograph": '![The pier](images/pier.jpg){alt="A pier with two lights"}',
    "broken-picture": '![The pier](images/broken.png){alt="A pier with two lights"}',
    "missing-picture": '![The pier](images/gone.svg){alt="A pier with two lights"}',
    "linked-picture": '![The pier](images/linked.svg){alt="A pier with two lights"}',
    "labels": "{#p-pier}\nThe pier is long.\n\n{#p-pier}\nThe quay is short.",
    "label-forms": "{#Pier_1}\nThe pier is long.",
    "notes": "The pier is long.[^1]\n\n[^2]: Measured at low water.",
    "lone": "## Night\n\nLights burn.",
    "skipped": "## Day\n\nFlags fly.\n\n#### Noon\n\nThey dip.\n\n## Night\n\nLights burn.",
    "top": "# Night\n\nLights burn.",
    "empty": "",
    "no-alternative": "![The pier](images/pier.svg)",
    "repeated": '![The pier](images/pier.svg){alt="The pier"}',
    "no-caption": "| Port | Berths |\n|---|--:|\n| North | 4 |",
    "no-header": '::: {.table caption="Berths"}\n|  |  |\n|---|--:|\n| North | 4 |\n:::',
    "wide": '::: {.table caption="Berths"}\n| A | B | C | D | E | F | G | H | I | J | K |\n'
    "|---|---|---|---|---|---|---|---|---|---|---|\n| 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 |\n:::",
    "percent": "Berths are full on 40% of all days.",
    "spelling": "The Committee recognises the risk.",
    "acronyms": "The IHMA gives advice.",
    "hidden": "Berth\u200b 4 is closed.",
    "glyphs": "Berth 4 is closed \U0001f6a2.",
    "berths": "There are [berths.cuont]{.data} berths.",
    "data-table": '::: {.data-table caption="Berths"}\n| Port |\n|---|\n| [row.port]{.data} |\n:::',
    "data-figure": '![Berths](data/berths.svg){alt="Berths by port"}',
    "works": "There are [workstreams.count]{.data} workstreams and [field_dialogues.count]{.data} dialogues.",
    "claims": "{#p-marked responds-to=G2}\nPilots board at the buoy.\n\n{responds-to=G9}\nTugs wait inside.\n\n"
    "{#p-answer responds-to=G3}\nTides are printed.\n\n{#p-unmarked}\nFees are low.\n\n{#p-stray responds-to=G3}\n"
    "Charts are sold.\n\n{#p-undated responds-to=G4}\nWrecks are marked.",
}
_FILES = {
    f"{_PLAN}/document.yaml": "title: Plan of work\nsections:\n  - 01-purpose.md\n"
    + "".join(f"  - {name}.md\n" for name in (*_TITLED, "untitled", "keys", "colon", "cut", "deep", "lights", "gone"))
    + "  - large.md\n  - latin.md\n  - nested.md\n",
    f"{_PLAN}/buoys.md": "---\ntitle: Buoys\nobjectives: [1]\n---\n\nBuoys are counted.\n",
    f"{_PLAN}/untitled.md": "---\nobjectives: [3]\n---\n\nShips wait.\n",
    f"{_PLAN}/keys.md": "---\ntitle: Tugs\nobjectivs: [1]\n---\n\nTugs wait.\n",
    f"{_PLAN}/colon.md": "---\ntitle: Tugs: a list\n---\n\nTugs wait.\n",
    f"{_PLAN}/cut.md": "---\ntitle: Berth #4\n---\n\nIt is closed.\n",
    f"{_PLAN}/deep.md": f"---\ntitle: Tugs\nobjectives: {'[' * 13}1{']' * 13}\n---\n\nTugs wait.\n",
    f"{_PLAN}/nested.md": f"---\ntitle: Tugs\n---\n\n{'>' * 3000} Tugs wait.\n",
    f"{_PLAN}/large.md": "---\ntitle: Log\n---\n\n" + "Ships came and went. " * 52_429,
    f"{_PLAN}/images/pier.svg": _SVG,
    f"{_PLAN}/images/broken.png": "This is no picture.\n",
    f"{_PLAN}/data/berths.yaml": "count: 12\n",
    f"{_PLAN}/data/workstreams.yaml": "areas:\n  - {id: pilots, title: Pilots}\n  - {id: pilots, title: Pilotage}\n"
    "entities:\n  - {code: ALPHA, name: Alfa Office}\nworkstreams:\n"
    "  - {title: Night pilots, lead: ALPHA, area: pilot, level: global, basis: Plan of 2029}\n",
    f"{_PLAN}/data/field-dialogues.yaml": "dialogues:\n  - title: First dialogue\n    state: held\n    highlights:\n"
    "      - {id: H1, text: Pilots are few.}\n",
    f"{_SESSION}/session.yaml": "title: First session\ndocuments:\n  - {document: plan-of-work, purpose: approval}\n"
    "  - {document: harbour-rulse, purpose: approval}\nacknowledged:\n"
    "  - {finding: STYLE-ISE, file: drafts/plan-of-work/01-purpose.md, reason: a quotation}\n",
    "comments/second-session/session.yaml": "title: Second session\ndocuments:\n"
    "  - {document: plan-of-work, purpose: approval}\n",
    f"{_SESSION}/guidance.yaml": """\
guidance:
  - id: G1
    text: The plan should say who pays.
    document: plan-of-work
    source: Summary of the first session
  - id: G2
    text: The plan should name the pilots.
    document: plan-of-work
    source: Summary of the first session
  - id: G3
    text: The plan should print the tides.
    document: plan-of-work
    source: Summary of the first session
    done: The tides are printed.
    answers:
      - {paragraph: p-answer, of: 0123456789abcdef}
      - {paragraph: p-unmarked, of: 0123456789abcdef}
      - {paragraph: p-gone}
  - id: G4
    text: Wrecks should be marked.
    document: plan-of-work
    section: sec-wreks
    source: Summary of the first session
    done: Wrecks are marked.
    answers:
      - {paragraph: p-undated}
  - id: G1
    text: The plan should be short.
    document: plan-of-work
    source: Summary of the first session
""",
    "fonts/harbour.ttf": "This is no font.\n",
}


def run(bench: Bench) -> None:
    """Make the mistakes, and check."""
    bench.begin()
    bench.write(
        {f"{_PLAN}/{name}.md": f"---\ntitle: {name.capitalize()}\n---\n\n{text}\n" for name, text in _TITLED.items()}
    )
    bench.write(_FILES)
    bench.path(f"{_PLAN}/latin.md").write_bytes("---\ntitle: Café\n---\n\nTugs wait.\n".encode("latin-1"))
    bench.path(f"{_PLAN}/images/linked.svg").symlink_to("pier.svg")
    bench.change(_SETTINGS, "word-limit: 0", "word-limit: 100")
    bench.change(_SETTINGS, "  size: 11", "  size: 11\n  folder: fonts")
    with (bench.root / "hlcp.yaml").open("a", encoding="utf-8") as file:
        file.write("objectives:\n  - {id: 1, title: Order, text: Order in the harbour}\n"
                   "  - {id: 2, title: Light, text: Light at night}\n")  # fmt: skip
    bench.check()


def broken_picture() -> bytes:
    """A whole PNG file whose picture data is rubbish: only drawing it shows that."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 10, 10, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"rubbish") + chunk(b"IEND", b"")
