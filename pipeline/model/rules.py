"""Every finding that we can report: its stable code, how much it matters, and the remedy.

The reference page docs/reference/findings.md is generated from this table.
"""

from typing import NamedTuple

from pipeline.model.finding import Severity

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


class Rule(NamedTuple):
    """A rule: what a finding with this code means and what to do about it."""

    code: str
    severity: Severity
    meaning: str
    remedy: str


# fmt: off
_TABLE = (
    # files and YAML
    Rule("FILE-UNUSED", _WARNING, "A file under drafts/ or comments/ that nothing uses.", "List it in document.yaml, refer to it, or remove it."),
    Rule("FILE-MISSING", _ERROR, "A file that is listed but not there.", "Restore it, or take it off the list."),
    Rule("FILE-TWICE", _ERROR, "A file that is listed more than once.", "Keep it in one place of the list."),
    Rule("FILE-SYMLINK", _ERROR, "A symbolic link where a file is expected.", "Put the file itself into the folder."),
    Rule("FILE-SIZE", _ERROR, "A file that is larger than we read.", "Split the section; sections may have 1 MiB, YAML files 256 KiB, pictures 8 MiB."),
    Rule("FILE-ENCODING", _ERROR, "A text file that is not UTF-8.", "Save it as UTF-8."),
    Rule("YAML-SYNTAX", _ERROR, "YAML that cannot be read.", "Correct the line that is named; quote text that holds a colon or starts with a special character."),
    Rule("YAML-FORBIDDEN", _ERROR, "YAML with anchors, aliases, tags, directives, duplicate keys or several documents.", "Write the value out in full."),
    Rule("YAML-LIMIT", _ERROR, "YAML that is too deep or has too many values.", "Simplify the file."),
    Rule("YAML-COMMENT-CUT", _WARNING, "An unquoted value that ends at ` #`: the rest is a comment to YAML.", "Put the value in quotation marks."),
    Rule("KEY-UNKNOWN", _ERROR, "A key that we do not know.", "Correct its spelling or remove it."),
    Rule("KEY-MISSING", _ERROR, "A key that must be there.", "Add it."),
    Rule("VALUE-INVALID", _ERROR, "A value of the wrong kind.", "Write a value as described in docs/reference/formats.md."),
    Rule("NAME-UNKNOWN", _ERROR, "A document, session or profile that does not exist.", "Correct the name, or add what it names."),
    # Markdown
    Rule("SECTION-PARSE", _ERROR, "A section that pandoc could not read within the bounds of time and memory.", "Simplify the section; look for long runs of brackets and for footnotes that refer to themselves."),
    Rule("MD-RAW", _ERROR, "Raw HTML, TeX, typst or OpenXML in a section; its text is kept, its effect is not.", "Write plain Markdown."),
    Rule("MD-FORBIDDEN", _ERROR, "A Markdown construct that a paper cannot hold.", "Use the spellings of docs/reference/formats.md."),
    Rule("MD-ATTRIBUTE", _ERROR, "An attribute or class that is not on the list.", "Remove it, or correct its spelling."),
    Rule("LINK-SCHEME", _ERROR, "A link that is neither http, https nor mailto.", "Link to a public address, or write the words without a link."),
    Rule("IMAGE-PATH", _ERROR, "A picture outside the document's images/ folder, or of an unknown kind.", "Put an SVG or PNG file into images/ and name it by that path."),
    Rule("IMAGE-BROKEN", _ERROR, "A picture that cannot be drawn.", "Save it again as plain SVG or PNG."),
    Rule(
        "PAPER-FAILED",
        _ERROR,
        "A paper that typst could not make of a document without errors.",
        "Look at the place that the message names, and report it to the maintainers.",
    ),
    Rule("ID-TWICE", _ERROR, "A label that stands on two things of a document.", "Rename one of them."),
    Rule("ID-FORM", _ERROR, "A label that is not made of lower-case letters, digits and hyphens, at most 40.", "Rename it: p-lenses, tbl-areas, fig-flow."),
    Rule("REF-DANGLING", _ERROR, "A cross-reference to a label that does not exist.", "Correct the label; the message names the nearest one."),
    Rule("NOTE-DANGLING", _ERROR, "A footnote mark without a note.", "Add the note `[^x]: …` to the same file."),
    Rule("NOTE-UNUSED", _WARNING, "A footnote that no mark refers to.", "Add the mark, or remove the note."),
    # data in the text
    Rule("DATA-EXPRESSION", _ERROR, "An expression that has no value: a name or key that does not exist, something that an expression may not do, or too much work or output.", "Correct the expression; docs/reference/formats.md says what one may hold."),
    Rule("DATA-TABLE", _ERROR, "A table made from data without `rows`, with other than one row to repeat, or with too many rows.", "Write rows=\"workstreams.rows\" beside its caption, and one row that is repeated for each of them."),
    Rule("DATA-FIGURE", _ERROR, "A picture in data/ that is not drawn from any data.", "Name it after the data it shows: data/workstreams.svg."),
    Rule("DATA-UNKNOWN", _ERROR, "A row of data that names an area, a challenge or an entity that its file does not list.", "Correct the name, or add it to the list at the head of the file."),
    Rule("DATA-TWICE", _ERROR, "An id that stands twice in a data file.", "Rename one of them."),
    Rule("DATA-ENTITY", _ERROR, "An entity in the data that the registry of members does not have, or has under another name.", "Write code and name as in comments/members.yaml."),
    Rule("DATA-HIGHLIGHT", _WARNING, "A highlight of a field dialogue that no section uses, or whose section does not exist.", "Name the sections that take it up under `used-in`, or take it out."),
    # what the committee asked
    Rule("GUIDANCE-OPEN", _ERROR, "Guidance of the committee that a draft which goes for approval does not answer.", "Answer it: `responds-to` on a paragraph, and in guidance.yaml one sentence under `done` with the paragraph under `answers`."),
    Rule("GUIDANCE-CLAIMED", _WARNING, "Guidance that a section or paragraph claims to answer, without a sentence and a paragraph that together do.", "Put `responds-to` on the answering paragraph, list it under `answers`, and write under `done` what was done."),
    Rule("GUIDANCE-PLACE", _ERROR, "Guidance, or an answer to it, on a document or section that does not exist.", "Correct the name; a section that was renamed has a new label."),
    Rule("GUIDANCE-GONE", _ERROR, "An answer whose paragraph is no longer in the text.", "Name the paragraph that answers now, or take the answer out."),
    Rule("GUIDANCE-REWRITTEN", _WARNING, "An answer whose paragraph was rewritten since.", "Read it again; if what `done` says still holds, write the new fingerprint under `of`."),
    Rule("GUIDANCE-UNMARKED", _WARNING, "An answer whose paragraph does not say that it responds.", "Put `responds-to` on the paragraph, so that drafters see what depends on it."),
    Rule("GUIDANCE-UNLISTED", _WARNING, "A paragraph that says that it responds, and is no answer in guidance.yaml.", "List it under `answers`, or take `responds-to` off the paragraph."),
    Rule("GUIDANCE-UNDATED", _NOTE, "An answer without the fingerprint of its paragraph.", "Write the fingerprint under `of`, so that rewriting is noticed."),
    Rule("GUIDANCE-UNKNOWN", _ERROR, "A paragraph or section that responds to guidance which does not exist.", "Correct the id; it stands in comments/<session>/guidance.yaml."),
    Rule("GUIDANCE-TWICE", _ERROR, "An id of guidance that stands twice, in one session or in two.", "Give the later point another id."),
    Rule("OBJECTIVE-UNKNOWN", _ERROR, "A section that serves an objective which hlcp.yaml does not list.", "Correct the number, or add the objective to hlcp.yaml."),
    Rule("OBJECTIVE-NONE", _WARNING, "A section of the body that serves no objective.", "Add `objectives: [1]` to its front matter, or ask what it is for."),
    Rule("OBJECTIVE-UNSERVED", _WARNING, "An objective that no section of any document serves.", "Write the text, or name it in the front matter of the section that serves it."),
    # structure
    Rule("HEADING-LONE", _WARNING, "A subheading without a sibling: an A needs a B.", "Merge it into its parent, or add the second one."),
    Rule("HEADING-SKIP", _ERROR, "A heading that skips a level.", "Use the next level down."),
    Rule("HEADING-TOP", _ERROR, "A level-one heading inside a section: its title stands in the front matter.", "Use `##`, or start a new section file."),
    Rule("SECTION-EMPTY", _ERROR, "A section without text.", "Write it, or take it off the list."),
    Rule("TITLE-MISSING", _ERROR, "A section of the body or an annex without a title.", "Add `title:` to its front matter."),
    Rule("ALT-MISSING", _ERROR, "A figure without alternative text.", "Add alt=\"…\": what a reader who cannot see it must know."),
    Rule("ALT-CAPTION", _WARNING, "Alternative text that only repeats the caption.", "Say what the picture shows."),
    Rule("CAPTION-MISSING", _WARNING, "A table or figure without a caption.", "Add one."),
    Rule("TABLE-HEADER", _ERROR, "A table without a header row.", "Give every column a heading."),
    Rule("TABLE-WIDE", _WARNING, "A table with more columns than a page holds.", "Split it, or turn it round."),
    Rule("WORD-LIMIT", _WARNING, "More words than the profile allows.", "Shorten the document, or ask for a waiver and acknowledge the finding."),
    # style
    Rule("STYLE-PERCENT", _WARNING, "\"percent\" or \"%\" in text.", "Write \"per cent\"."),
    Rule("STYLE-ISE", _WARNING, "A spelling with -ise that takes -ize in the United Nations.", "Write it with -ize."),
    Rule("STYLE-ACRONYM", _NOTE, "An acronym that is not spelled out at first use.", "Spell it out: United Nations Office on Drugs and Crime (UNODC)."),
    Rule("TEXT-CONTROL", _ERROR, "A hidden control or direction character.", "Remove it; the message gives its code."),
    Rule("TEXT-GLYPH", _WARNING, "A character that the PDF font does not have; a placeholder is printed.", "Use another character, or add a font to the profile."),
    # baselines and Git
    Rule("BASELINE-ALTERED", _ERROR, "A frozen file that no longer is what the lock says.", "Restore it with git checkout, or reissue the baseline."),
    Rule("BASELINE-COMMIT", _ERROR, "A frozen file that differs from the commit named in its lock.", "Reissue the baseline, or restore it."),
    Rule("BASELINE-LOCK", _ERROR, "A lock that is missing, broken or does not fit its folder.", "Restore it with git checkout."),
    Rule("BASELINE-NUMBERS", _ERROR, "Paragraph numbers or ids that no longer are those of the lock.", "Tell the maintainers: numbering must not change for frozen text."),
    Rule("CREDIT-HISTORY", _NOTE, "A redline whose changes are not all credited to those who made them: the commits since the earlier text are not at hand.", "Bring them with `git fetch --unshallow`, and build again; what is frozen from now on carries its credits."),
    # fonts
    Rule("FONT-BROKEN", _WARNING, "A font file that cannot be read; papers are made without it.", "Put a TrueType or OpenType file there, or remove it."),
    # proofs of a built pack
    Rule("PROOF-MANIFEST", _ERROR, "A pack without a manifest that can be read.", "Build the pack again: hlcp build."),
    Rule("PROOF-OUTPUT", _ERROR, "A file of a pack that is not the one that was built.", "Build the pack again, and edit the drafts, not the pack."),
    Rule("PROOF-INPUT", _ERROR, "A pack that was built from other inputs than those of today.", "Build the pack again: hlcp build."),
    Rule("PROOF-DOCX", _ERROR, "A Word file that breaks the Office Open XML schemas.", "Tell the maintainers: no draft may cause this."),
    Rule("PROOF-PDF", _ERROR, "A PDF file that breaks PDF/UA-1, or the part of PDF/A that it claims.", "Tell the maintainers: no draft may cause this."),
    Rule("PROOF-REDLINE", _ERROR, "A redline that does not hold both texts: rejecting all is not the old paper, or accepting all not the new one.", "Tell the maintainers, with both papers: no draft may cause this."),
    Rule("PROOF-REVIEW-COPY", _ERROR, "A review copy that does not hold the paper of the baseline and the text of each member, or lacks a comment.", "Build it again; if it stays, tell the maintainers the place that the message names."),
    Rule("PROOF-NUMBERS", _ERROR, "A number that differs between a Word file, numbers.json and the lock.", "Build the pack again; if the finding stays, tell the maintainers."),
    # what members send
    Rule("MEMBER-UNKNOWN", _ERROR, "An entity that is not in the registry of members.", "Correct the code, or add the entity to comments/members.yaml."),
    Rule("MEMBER-FOLDER", _WARNING, "A submission in the folder of another entity, or under another name than the entity's code.", "Move the file to the folder of its entity, and write the code of the registry."),
    Rule("MEMBER-TWICE", _WARNING, "A code or name that two members have, or a second file of one entity on one document; all comments are kept.", "Keep one of them."),
    Rule("COMMENT-UNREADABLE", _ERROR, "A comment, or a whole file of them, that cannot be read; it stays in the ledger with what could be read.", "Correct what is named beside it; `hlcp comment` writes a file with good examples."),
    Rule("COMMENT-ID-TWICE", _ERROR, "Two comments of a file that have the same id; both are kept, the later one with a mark.", "Give each comment an id of its own."),
    Rule("COMMENT-EMPTY", _WARNING, "A comment that says and asks nothing.", "Write what is meant under `comment:`, or words under `proposal:`."),
    Rule("COMMENT-NO-PROPOSAL", _NOTE, "A proposal that holds no words for the text; the comment is kept as a remark.", "Write the words that the text shall have under `proposal:`."),
    Rule("COMMENT-RESULT-ONLY", _NOTE, "A proposal that only says how the text shall read; which words it replaces is for the secretariat to confirm.", "Quote the words to be replaced and propose only those that come."),
    Rule("COMMENT-ACTION", _NOTE, "An action that was left out and is taken from the rest of the comment.", "Write `action:` with what shall happen."),
    Rule("COMMENT-LATE", _WARNING, "Comments that came in after the round had closed; they are kept and marked.", "Nothing need be done; the secretariat decides whether they count."),
    Rule("COMMENT-TIME", _WARNING, "A time that cannot be used: date, time of day and offset are needed.", "Write it like 2025-07-02T09:00:00Z."),
    Rule("COMMENT-BASELINE", _WARNING, "A baseline that does not exist, or is not one of this session.", "Name the session whose printed draft was read, with -rev1 for a reissue."),
    Rule("COMMENT-DOCUMENT", _ERROR, "A submission on an unknown document, or whose file name and `document:` disagree.", "Let the file name be that of the document, and `document:` the same."),
    Rule("COMMENT-WRONG-DOCUMENT", _WARNING, "A comment whose section or words stand in another document.", "Move the comment to the submission on that document, if it is meant."),
    Rule("COMMENT-PLACE", _WARNING, "A place that was not understood; it is kept as written.", "Write `paragraph: 12`, `section: III.A`, or quote the words."),
    Rule("COMMENT-CONTROL", _WARNING, "A hidden control or direction character in a comment; it is left out.", "Type the words again, or paste them without formatting."),
    # the secretariat's decisions, and the ledger
    Rule("DISPOSITION-TWICE", _ERROR, "A comment that has two entries in a dispositions file; the first one counts.", "Merge the two entries into one."),
    Rule("DISPOSITION-UNKNOWN", _ERROR, "A decision on a comment that does not exist.", "Correct the name; `hlcp status` lists the comments."),
    Rule("DISPOSITION-STALE", _WARNING, "A decision on a comment that was changed afterwards; the comment is open again.", "Read the comment once more and decide it again with hlcp dispose."),
    Rule("DISPOSITION-INVALID", _ERROR, "A decision that the comment does not allow.", "Decide it again with hlcp dispose; the message says what is missing."),
    Rule("MATRIX-FILE", _ERROR, "A filled-in matrix that cannot be read back.", "Fill in the file that hlcp build made, and save it as .xlsx."),
    Rule("MATRIX-ROW", _ERROR, "A row of a filled-in matrix that is not taken over: it is not clear which comment it decides, or what.", "Copy the decision into the row of a fresh matrix, or use hlcp dispose."),
    Rule("ANCHOR-AMBIGUOUS", _WARNING, "A comment whose words stand in several places equally.", "Settle it: hlcp relink COMMENT --paragraph N --quote WORDS."),
    Rule("ANCHOR-UNPLACED", _WARNING, "A comment whose place is not in the draft that was read.", "Settle it: hlcp relink COMMENT --paragraph N --quote WORDS."),
    Rule("ANCHOR-DELETED", _NOTE, "A comment on words that are no longer in the text of today.", "Answer it all the same; hlcp relink gives it a place if it has one."),
    Rule("LEDGER-UNAPPLIED", _WARNING, "A proposal that is accepted and not in the text.", "Apply it: hlcp merge SESSION; or decide it otherwise."),
    Rule("LEDGER-OVERWRITTEN", _WARNING, "A proposal that was applied and whose words are no longer in the text.", "Put the words back, or decide the comment otherwise and say why."),
    Rule("LEDGER-PRESENT", _WARNING, "Words that were not accepted and stand in the text all the same, as they were proposed.", "Take them out, or decide the comment otherwise."),
    Rule("LEDGER-UNASKED", _NOTE, "Paragraphs that changed since the baseline in answer to no comment: a drafter's own edits.", "Nothing need be done; the session paper shows them as changes."),
    Rule("MERGE-REFUSED", _WARNING, "An accepted proposal that cannot be applied as it stands.", "Apply it by hand, complete it to an edit, or relink the comment."),
    Rule("MERGE-COLLISION", _ERROR, "Accepted proposals that cannot both be applied.", "Decide one of them otherwise, or complete one to an edit that says both."),
    Rule("MERGE-SEAM", _WARNING, "A place where merged words meet the text badly.", "Read the sentence, and correct it in the draft."),
    Rule("COLLISION-OPEN", _WARNING, "A paper for approval with proposals that collide and are not decided.", "Decide them with hlcp dispose; until then they stand in brackets in round/ of the pack."),
    Rule("BRACKET-LEFT-OUT", _NOTE, "A proposal in an unresolved collision that the bracketed text cannot show.", "Look it up in the matrix; hlcp complete or hlcp relink may give it its words or its place."),
    Rule("LEDGER-BALANCE", _ERROR, "A comment that is not in the ledger exactly once.", "Tell the maintainers: no file may cause this."),
    Rule("ACKNOWLEDGED-UNUSED", _WARNING, "An acknowledgement that fits no finding.", "Remove it from session.yaml."),
)
# fmt: on

RULES: dict[str, Rule] = {rule.code: rule for rule in _TABLE}
