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
    Rule("FILE-UNUSED", _WARNING, "A file under drafts/ or comments/ that nothing uses.", "Name it where it belongs (a section in document.yaml, a picture in a section), or remove it."),
    Rule("FILE-MISSING", _ERROR, "A file that is listed but not there.", "Put the file there, or take its name off the list."),
    Rule("FILE-TWICE", _ERROR, "A file that is listed more than once.", "Take one of the two lines out."),
    Rule("FILE-SYMLINK", _ERROR, "A symbolic link where a file is expected.", "Put the file itself into the folder, in the place of the link."),
    Rule("FILE-SIZE", _ERROR, "A file that is larger than we read.", "Split the file, or save the picture smaller: sections may have 1 MiB, YAML files 256 KiB, pictures 8 MiB."),
    Rule("FILE-ENCODING", _ERROR, "A text file that is not UTF-8.", "Save the file once more as UTF-8: most editors offer that under “Save as”."),
    Rule("YAML-SYNTAX", _ERROR, "YAML that cannot be read.", "Correct the line; put text that holds a colon, or begins with a special character, in quotation marks."),
    Rule("YAML-FORBIDDEN", _ERROR, "YAML with anchors, aliases, tags, directives, duplicate keys or several documents.", "Write the value out in full."),
    Rule("YAML-LIMIT", _ERROR, "YAML that is nested too deep or has too many values.", "Write the values one below the other, with fewer brackets and levels; put long lists into several files."),
    Rule("YAML-COMMENT-CUT", _WARNING, "An unquoted value that ends at ` #`: the rest is a comment to YAML.", "Put the value in quotation marks."),
    Rule("KEY-UNKNOWN", _ERROR, "A key that is not known where it stands.", "Correct its spelling, or remove it."),
    Rule("KEY-MISSING", _ERROR, "A key that must be there.", "Add it."),
    Rule("VALUE-INVALID", _ERROR, "A value of the wrong kind.", "Write a value as the message describes it."),
    Rule("NAME-UNKNOWN", _ERROR, "A document, session, profile or rule that does not exist.", "Correct the name, or add what it names."),
    # Markdown
    Rule("SECTION-PARSE", _ERROR, "A section that pandoc could not read within the bounds of time and memory.", "Simplify the section: look for long runs of brackets, and for footnotes that refer to themselves."),
    Rule("MD-RAW", _ERROR, "Raw HTML, TeX, typst or OpenXML in a section; its text is kept, its effect is not.", "Take the markup away, or say it in Markdown; the words between it stay in the paper."),
    Rule("MD-FORBIDDEN", _ERROR, "A Markdown construct that a paper cannot hold.", "Say it in paragraphs, lists, tables and footnotes."),
    Rule("MD-ATTRIBUTE", _ERROR, "An attribute or class in { } that does not belong where it stands.", "Take it away, or correct its spelling."),
    Rule("LINK-SCHEME", _ERROR, "A link that leads neither to a public address nor to a mailbox.", "Write the whole public address, from https:// on, or the words without a link."),
    Rule("IMAGE-PATH", _ERROR, "A picture outside the document's images/ folder, or of an unknown kind.", "Put an SVG or PNG file into images/ and name it like that: `![Flow](images/flow.svg)`."),
    Rule("IMAGE-BROKEN", _ERROR, "A picture that cannot be drawn.", "Save the picture once more as PNG or as plain SVG, without scripts and linked pictures."),
    Rule("PAPER-FAILED", _ERROR, "A paper of which typst could not make the PDF file.", "If the message names a picture, save that once more; else tell the maintainers, with this message."),
    Rule("ID-TWICE", _ERROR, "A label that stands on two things of a document.", "Give one of the two another label."),
    Rule("ID-FORM", _ERROR, "A label that is not made of lower-case letters, digits and hyphens, at most 40.", "Begin it with a lower-case letter and use letters, digits and hyphens, at most 40: p-lenses, tbl-areas, fig-flow."),
    Rule("REF-DANGLING", _ERROR, "A cross-reference to a label that does not exist.", "Correct the label in `[](#…)`, or put the label `{#…}` on what is meant."),
    Rule("NOTE-DANGLING", _ERROR, "A footnote mark without a note.", "Add a paragraph with the note to the same file: `[^1]: The words of the note.`"),
    Rule("NOTE-UNUSED", _WARNING, "A footnote that no mark refers to.", "Put its mark, such as `[^1]`, behind the word that it is about, or remove the note."),
    # data in the text
    Rule("DATA-EXPRESSION", _ERROR, "An expression that has no value: a name or key that does not exist, something that an expression may not do, or too much work or output.", "Correct the expression. It may read keys of the data, compare, count, pick, sort and join; it calls nothing else."),
    Rule("DATA-TABLE", _ERROR, "A table made from data without `rows`, with other than one row to repeat, or with too many rows.", "Write `rows=\"workstreams.rows\"` beside its caption, and below its heading one row, which is repeated for each of them."),
    Rule("DATA-FIGURE", _ERROR, "A picture in data/ that is not drawn from any data.", "Name it data/workstreams.svg, which is drawn from data/workstreams.yaml, or put a picture of your own into images/."),
    Rule("DATA-UNKNOWN", _ERROR, "A row of data that names an area, a challenge or an entity that its file does not list.", "Correct the name, or add it to the list at the head of the file."),
    Rule("DATA-TWICE", _ERROR, "An id that stands twice in a data file.", "Give one of the two another id."),
    Rule("DATA-ENTITY", _ERROR, "An entity in the data that the registry of members does not have, or has under another name.", "Write its code and name as in comments/members.yaml."),
    Rule("DATA-HIGHLIGHT", _WARNING, "A highlight of a field dialogue that no section uses, or whose section does not exist.", "Write under `used-in` which sections take it up: `[{section: sec-challenges}]`; or remove the highlight."),
    # what the committee asked
    Rule("GUIDANCE-OPEN", _ERROR, "Guidance of the committee that a draft which goes for approval does not answer.", "Write the answer into the draft and put `{responds-to=G1}` before its paragraph; then name the paragraph under `answers`, and say in one sentence under `done` what was done."),
    Rule("GUIDANCE-CLAIMED", _WARNING, "Guidance that a section or paragraph claims to answer, without a sentence and a paragraph that together do.", "Name the paragraph that answers it under `answers`, and say in one sentence under `done` what was done."),
    Rule("GUIDANCE-PLACE", _ERROR, "Guidance, or an answer to it, on a document or section that does not exist.", "Correct the name; labels stand in the drafts, as `{#p-lenses}` or as `id:` at the head of a section."),
    Rule("GUIDANCE-GONE", _ERROR, "An answer whose paragraph is no longer in the text.", "Name the paragraph that answers it now, or remove the entry."),
    Rule("GUIDANCE-REWRITTEN", _WARNING, "An answer whose paragraph was rewritten since.", "Read it again; if what `done` says still holds, write the new fingerprint under `of`."),
    Rule("GUIDANCE-UNMARKED", _WARNING, "An answer whose paragraph does not say that it responds.", "Write `{responds-to=G1}` on the line before the paragraph, with the id of the guidance."),
    Rule("GUIDANCE-UNLISTED", _WARNING, "A paragraph that says that it responds, and is no answer in guidance.yaml.", "List it under `answers`, or take `responds-to` off the paragraph."),
    Rule("GUIDANCE-UNDATED", _NOTE, "An answer without the fingerprint of its paragraph.", "Write the fingerprint under `of`, so that rewriting is noticed."),
    Rule("GUIDANCE-UNKNOWN", _ERROR, "A paragraph or section that responds to guidance which does not exist.", "Correct the id; it stands in comments/<session>/guidance.yaml."),
    Rule("GUIDANCE-TWICE", _ERROR, "An id of guidance that stands twice, in one session or in two.", "Give the later one another id, here and wherever a paragraph responds to it."),
    Rule("OBJECTIVE-UNKNOWN", _ERROR, "A section that serves an objective which hlcp.yaml does not list.", "Correct the number, or add the objective to hlcp.yaml."),
    Rule("OBJECTIVE-NONE", _WARNING, "A section of the body that serves no objective.", "Write `objectives: [1]` at the head of its file, with the numbers of those that it serves."),
    Rule("OBJECTIVE-UNSERVED", _WARNING, "An objective that no section of any document serves.", "Write its number under `objectives:` at the head of the section that serves it, or write that section."),
    # structure
    Rule("HEADING-LONE", _WARNING, "A subheading without a sibling: an A needs a B.", "Take the heading away, or write the second one."),
    Rule("HEADING-SKIP", _ERROR, "A heading that skips a level.", "Use one # more than the heading above it has, not two."),
    Rule("HEADING-TOP", _ERROR, "A level-one heading inside a section: its title stands in the front matter.", "Use `##`; the title of a section stands under `title:` at the head of its file."),
    Rule("SECTION-EMPTY", _ERROR, "A section without text.", "Write it, or take it off the list in document.yaml."),
    Rule("TITLE-MISSING", _ERROR, "A section of the body or an annex without a title.", "Write `title:` at the head of its file, between two lines `---`."),
    Rule("ALT-MISSING", _ERROR, "A figure without alternative text.", "Write `{alt=\"…\"}` behind the picture: what a reader who cannot see it must know."),
    Rule("ALT-CAPTION", _WARNING, "Alternative text that only repeats the caption.", "Say in words what the picture shows."),
    Rule("CAPTION-MISSING", _WARNING, "A table or figure without a caption.", "Add one."),
    Rule("TABLE-HEADER", _ERROR, "A table without a header row.", "Write a heading above every column, in the first row."),
    Rule("TABLE-WIDE", _WARNING, "A table with more columns than a page holds.", "Make two tables of it, or let rows and columns change places."),
    Rule("WORD-LIMIT", _WARNING, "More words than the profile allows.", "Shorten the document, or ask for a waiver and list the finding under `acknowledged:` in session.yaml."),
    # style
    Rule("STYLE-PERCENT", _WARNING, "\"percent\" or \"%\" in text.", "Write \"per cent\"."),
    Rule("STYLE-ISE", _WARNING, "A spelling with -ise that takes -ize in the United Nations.", "Write it with -ize."),
    Rule("STYLE-ACRONYM", _NOTE, "An acronym that is not spelled out at first use.", "Spell it out: United Nations Office on Drugs and Crime (UNODC)."),
    Rule("TEXT-CONTROL", _ERROR, "A hidden control or direction character.", "Delete it: type the words around it anew, or paste them without formatting."),
    Rule("TEXT-GLYPH", _WARNING, "A character that the PDF font does not have; a placeholder is printed.", "Use another character, or put a font that has it into the folder that the profile names under fonts."),
    # baselines and Git
    Rule("BASELINE-ALTERED", _ERROR, "A frozen file that no longer is what the lock says.", "Take the change back: `git restore FILE`. What must change is changed in drafts/ and issued again: `hlcp freeze SESSION --reissue REASON`."),
    Rule("BASELINE-COMMIT", _ERROR, "A frozen file that differs from the commit named in its lock.", "Take the change back: `git restore FILE`, also for lock.json. What must change is changed in drafts/ and issued again: `hlcp freeze SESSION --reissue REASON`."),
    Rule("BASELINE-LOCK", _ERROR, "A lock.json that is missing, broken or does not fit its folder.", "Take the change back: `git restore FILE`."),
    Rule("BASELINE-NUMBERS", _ERROR, "Paragraph numbers or ids that no longer are those of the lock.", "If a file of the baseline was changed, take that back; else tell the maintainers: frozen text must keep its numbers."),
    Rule("CREDIT-HISTORY", _NOTE, "A redline whose changes are not all credited to those who made them: the commits since the earlier text are not at hand.", "Work in a clone with the whole history, which `git fetch --unshallow` brings; what is frozen from now on carries its credits."),
    Rule("CREDIT-MISSING", _ERROR, "A text that cannot be frozen with the names of those who changed it, because the commits since the earlier session are not at hand.", "Fetch the whole history, `git fetch --unshallow`, or the branch that has them, and freeze again; where they are lost, `hlcp freeze SESSION --without-credits REASON`."),
    # fonts
    Rule("FONT-BROKEN", _WARNING, "A font file that cannot be read; papers are made without it.", "Put a TrueType or OpenType file there, or remove it."),
    # proofs of a built pack
    Rule("PROOF-MANIFEST", _ERROR, "A pack without a manifest that can be read.", "Build the pack again: `hlcp build`."),
    Rule("PROOF-OUTPUT", _ERROR, "A file of a pack that is not the one that was built.", "Build the pack again: `hlcp build`. What shall change, change in drafts/, not in build/."),
    Rule("PROOF-INPUT", _ERROR, "A pack that was built from other inputs than those of today.", "Build the pack again: `hlcp build`."),
    Rule("PROOF-DOCX", _ERROR, "A Word file that breaks the Office Open XML schemas.", "If somebody saved the file, build the pack again; else tell the maintainers: no draft may cause this."),
    Rule("PROOF-PDF", _ERROR, "A PDF file that breaks PDF/UA-1, or the part of PDF/A that it claims.", "If somebody saved the file, build the pack again; else tell the maintainers: no draft may cause this."),
    Rule("PROOF-REDLINE", _ERROR, "A redline that does not hold both texts: rejecting all is not the old paper, or accepting all not the new one.", "If somebody saved the file, build the pack again; else tell the maintainers, with both papers: no draft may cause this."),
    Rule("PROOF-REVIEW-COPY", _ERROR, "A review copy that does not hold the paper of the baseline and the text of each member, or lacks a comment.", "Build the pack again; if the finding stays, tell the maintainers what it says."),
    Rule("PROOF-NUMBERS", _ERROR, "A number that differs between a Word file, numbers.json and the lock.", "Build the pack again; if the finding stays, tell the maintainers what it says."),
    # what members send
    Rule("MEMBER-UNKNOWN", _ERROR, "An entity that is not in the registry of members.", "Correct the code, or add the entity to comments/members.yaml."),
    Rule("MEMBER-FOLDER", _WARNING, "A submission in the folder of another entity, or under another name than the entity's code.", "Move the file to the folder that bears the code of its entity."),
    Rule("MEMBER-TWICE", _WARNING, "A code or name that two members have, or a second file of one entity on one document; all comments are kept.", "Keep one of the two."),
    Rule("COMMENT-UNREADABLE", _ERROR, "A comment, or a whole file of them, that cannot be read; it stays in the ledger with what could be read.", "Correct the entry; until then the secretariat sees of it what could be read."),
    Rule("COMMENT-ID-TWICE", _ERROR, "Two comments of a file that have the same id; both are kept, the later one with a mark.", "Give each comment an id that no other one of the file has."),
    Rule("COMMENT-EMPTY", _WARNING, "A comment that says and asks nothing.", "Write what is meant under `comment:`, or the words that you propose under `proposal:`."),
    Rule("COMMENT-NO-PROPOSAL", _NOTE, "A proposal that holds no words for the text; the comment is kept as a remark.", "If words of the text shall change, write those that shall come under `proposal:`."),
    Rule("COMMENT-RESULT-ONLY", _NOTE, "A proposal that only says how the text shall read; which words it replaces is for the secretariat to confirm.", "Write the words that shall go under `quote:`, and only those that shall come under `proposal:`."),
    Rule("COMMENT-ACTION", _NOTE, "An action that was left out and is taken from the rest of the comment.", "Write under `action:` what shall happen: replace, insert-before, insert-after, delete or move."),
    Rule("COMMENT-LATE", _WARNING, "Comments that came in after the round had closed; they are kept and marked.", "Nothing need be done; the secretariat decides whether late comments count."),
    Rule("COMMENT-TIME", _WARNING, "A time that cannot be used: date, time of day and offset are needed.", "Write it like 2025-07-02T09:00:00Z; Z stands for UTC."),
    Rule("COMMENT-BASELINE", _WARNING, "A draft that does not exist, or is not one of this session.", "Name the session whose printed draft was read; for a reissue with -rev1 behind it."),
    Rule("COMMENT-DOCUMENT", _ERROR, "A submission on an unknown document, or whose file name and `document:` disagree.", "Name the file after the document, and write the same name under `document:`."),
    Rule("COMMENT-WRONG-DOCUMENT", _WARNING, "A comment whose section or words stand in another document.", "If that document is meant, move the comment to the file on it."),
    Rule("COMMENT-PLACE", _WARNING, "A place that was not understood; it is kept as written.", "Write `paragraph: 12` or `section: III.A`, or the words that you mean under `quote:`."),
    Rule("COMMENT-CONTROL", _WARNING, "A hidden control or direction character in a comment; it is left out.", "Nothing need be done, unless the words look wrong: then type them again, or paste them without formatting."),
    # the secretariat's decisions, and the ledger
    Rule("DISPOSITION-TWICE", _ERROR, "A comment that has two entries in a dispositions file; the first one counts.", "Make one entry of the two."),
    Rule("DISPOSITION-UNKNOWN", _ERROR, "A decision on a comment that does not exist.", "Correct the name: `hlcp comments` shows all comments with their names."),
    Rule("DISPOSITION-STALE", _WARNING, "A decision on a comment that was changed afterwards; the comment is open again.", "Read the comment once more and decide it again with hlcp dispose."),
    Rule("DISPOSITION-INVALID", _ERROR, "A decision that the comment does not allow.", "Decide it again with hlcp dispose."),
    Rule("MATRIX-FILE", _ERROR, "A filled-in matrix that cannot be read back.", "Fill in the file <document>.matrix.xlsx that hlcp build made, and save it as .xlsx."),
    Rule("MATRIX-ROW", _ERROR, "A row of a filled-in matrix that is not taken over: it is not clear which comment it decides, or what.", "Correct the cell that is named; or copy the decision into the row of a matrix that is built anew."),
    Rule("ANCHOR-AMBIGUOUS", _WARNING, "A comment whose words stand in several places equally.", "Say which place is meant, with hlcp relink."),
    Rule("ANCHOR-UNPLACED", _WARNING, "A comment whose place is not in the draft that was read.", "Say which place is meant, with hlcp relink."),
    Rule("ANCHOR-DELETED", _NOTE, "A comment on words that are no longer in the text of today.", "Answer the comment all the same; if it has a place in the text of today, give it that with hlcp relink."),
    Rule("LEDGER-UNAPPLIED", _WARNING, "A proposal that is accepted and not in the text.", "Apply it with hlcp merge, or decide it otherwise."),
    Rule("LEDGER-OVERWRITTEN", _WARNING, "A proposal that was applied and whose words are no longer in the text.", "Put the words back into the draft, or decide the comment otherwise and say why."),
    Rule("LEDGER-PRESENT", _WARNING, "Words that were not accepted and stand in the text all the same, as they were proposed.", "Take the words out of the draft, or accept the comment."),
    Rule("LEDGER-UNASKED", _NOTE, "Paragraphs that changed since the baseline in answer to no comment: a drafter's own edits.", "Nothing need be done; the paper of the session shows them as changes."),
    Rule("MERGE-REFUSED", _WARNING, "An accepted proposal that cannot be applied as it stands.", "Write it into the draft by hand; or give the comment its words with hlcp complete, or its place with hlcp relink."),
    Rule("MERGE-COLLISION", _ERROR, "Accepted proposals that cannot both be applied.", "Decide one of them otherwise, or complete one to words that say both."),
    Rule("MERGE-SEAM", _WARNING, "A place where merged words meet the text badly.", "Read the sentence after the merge, and correct it in the draft."),
    Rule("COLLISION-OPEN", _WARNING, "A paper for approval with proposals that collide and are not decided.", "Decide them with hlcp dispose; until then they stand in brackets in the pack, under round/."),
    Rule("BRACKET-LEFT-OUT", _NOTE, "A proposal in an unresolved collision that the bracketed text cannot show.", "Look it up in the matrix; hlcp complete may give it its words, or hlcp relink its place."),
    Rule("LEDGER-BALANCE", _ERROR, "A comment that is not in the ledger exactly once.", "Tell the maintainers: no file may cause this."),
    Rule("ACKNOWLEDGED-UNUSED", _WARNING, "An acknowledgement that fits no finding.", "Take the entry out: what it spoke of is mended."),
)
# fmt: on

RULES: dict[str, Rule] = {rule.code: rule for rule in _TABLE}
