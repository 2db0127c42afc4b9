"""The commands by name: where each is defined, and its one line in ``khronika --help``.

The modules are imported when their command is called: help and completion of names load no database, no
template and no reader (tests hold it so). A summary here is the first line of the command's own help.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One command: the module below ``khronika.cli``, the function in it, and what it does."""

    module: str
    function: str
    summary: str


@dataclass(frozen=True, slots=True)
class Family:
    """Commands that share a first word."""

    summary: str
    below: dict[str, Entry]


COMMANDS: dict[str, Entry | Family] = {
    "brief": Entry("brief", "brief_command", "Read files and write a brief of who said what. No set-up."),
    "demo": Entry("demo", "demo", "Build the sample case of invented people, to look at."),
    "init": Entry("vault", "init", "Make a vault that lasts."),
    "serve": Entry("serve", "serve", "Open the desk in a browser."),
    "add": Entry("taking_in", "add", "Take material in: the original is sealed first."),
    "read": Entry("taking_in", "read_command", "Read items: what comes out are suggestions."),
    "items": Entry("showing", "items", "List what was taken in, newest first."),
    "statements": Entry("showing", "statements", "List statements and suggestions."),
    "show": Entry("showing", "show", "Show one record, or an item's text."),
    "describe": Entry("describing", "describe_command", "Correct the title, publisher or day of a source."),
    "search": Entry("showing", "search", "Find statements and texts by their words."),
    "log": Entry("showing", "log", "List the entries of the ledger, newest first."),
    "weigh": Entry("weighing", "weigh_command", "Weigh what is said of an incident."),
    "accept": Entry("review", "accept", "Accept suggestions as they stand."),
    "amend": Entry("review", "amend", "Accept a statement with changes."),
    "reject": Entry("review", "reject", "Reject suggestions, with the reason."),
    "voice": Family(
        "Say whether statements are one voice.",
        {
            "join": Entry("voices", "join", "Say that statements are one voice, with the reason."),
            "cut": Entry(
                "voices", "cut", "Say that a statement is another voice than others, with the reason."
            ),
            "undo": Entry("voices", "undo", "Take a judgement on two voices back, with the reason."),
            "list": Entry("voices", "list_command", "List what persons judged of the voice of a statement."),
        },
    ),
    "grade": Family(
        "Grade sources and what they say, apart.",
        {
            "give": Entry(
                "grading", "give", "Grade a statement, or change your own grade of it, with the reason."
            ),
            "show": Entry("grading", "show", "Show the grades of a statement, and what supports it."),
            "undo": Entry("grading", "undo", "Take your own grade back, with the reason."),
            "unsupported": Entry(
                "grading", "unsupported", "List the grades of 1, confirmed, that have one origin now."
            ),
        },
    ),
    "correction": Family(
        "Record what corrects, retracts or disputes what.",
        {
            "record": Entry(
                "correcting", "record", "Record that one statement corrects, retracts or disputes another."
            ),
            "show": Entry(
                "correcting",
                "show",
                "Show what a statement corrects, retracts or disputes, and what does so to it.",
            ),
            "suggest": Entry(
                "correcting",
                "suggest",
                "Suggest what is perhaps corrected, retracted or disputed in an incident.",
            ),
            "undo": Entry(
                "correcting", "undo", "Take back that one statement is about the other, with the reason."
            ),
        },
    ),
    "recall": Family(
        "Set aside everything from one source.",
        {
            "make": Entry("recalling", "make", "Recall everything from one source, with the reason."),
            "lift": Entry(
                "recalling",
                "lift",
                "Lift a recall, with the reason: what came from the source counts again.",
            ),
            "show": Entry("recalling", "show", "Show a recall with all that it is about."),
            "list": Entry("recalling", "list_command", "List the recalls that stand, newest first."),
        },
    ),
    "unsettled": Family(
        "Deal with what rests on what was taken back.",
        {
            "list": Entry(
                "unsettled",
                "list_command",
                "List what rests on what was taken back, until somebody has dealt with it.",
            ),
            "deal": Entry(
                "unsettled",
                "deal",
                "Say what was done about a record that rests on what was taken back, with the reason.",
            ),
            "undo": Entry(
                "unsettled",
                "undo",
                "Take back how something was dealt with, with the reason: it is unsettled again.",
            ),
            "dealt": Entry(
                "unsettled",
                "dealt",
                "List how what rests on a correction or a recall was dealt with, newest first.",
            ),
        },
    ),
    "finding": Family(
        "Record what the desk concludes, and who reviewed it.",
        {
            "record": Entry("findings", "record", "Record a finding: the desk's own conclusion."),
            "change": Entry("findings", "change", "Change a finding; what is not given stays as it is."),
            "review": Entry("findings", "review", "Say that a finding somebody else wrote is right."),
            "stands": Entry("findings", "stands", "Say that a stale finding still stands, with the reason."),
            "drop": Entry("findings", "drop", "Drop a finding, with the reason."),
            "show": Entry("findings", "show", "Show a finding, what it rests on, and its history."),
            "list": Entry("findings", "list_command", "List findings, newest first."),
        },
    ),
    "care": Family(
        "Mark what asks for more than one pair of hands.",
        {
            "show": Entry("caring", "show", "Show the marks of care on a record."),
            "mark": Entry("caring", "mark", "Put marks of care on a record, with the reason."),
            "take-away": Entry(
                "caring", "take_away", "Take marks of care away from a record, with the reason."
            ),
        },
    ),
    "consent": Family(
        "Record what a person allowed, and its withdrawal.",
        {
            "record": Entry("consent", "record", "Record what a person allowed."),
            "withdraw": Entry("consent", "withdraw", "Record that consent was withdrawn."),
            "list": Entry("consent", "list_command", "List consents, newest first."),
        },
    ),
    "identity": Family(
        "Seal who a pseudonym is, and open it with a reason.",
        {
            "seal": Entry("identity", "seal", "Seal who a person is apart from the pseudonym."),
            "list": Entry("identity", "list_command", "List pseudonyms, with what is sealed of each."),
            "open": Entry("identity", "open_command", "Show who a pseudonym is, or how to reach them."),
        },
    ),
    "compartment": Family(
        "Keep material to those who need to know it.",
        {
            "new": Entry(
                "compartment", "new", "Make a compartment: what is in it, only those see who may enter."
            ),
            "list": Entry("compartment", "list_command", "List the compartments you may enter."),
        },
    ),
    "members": Entry("members", "members", "List who works at the desk, newest first."),
    "proposal": Family(
        "Say yes or no to what takes two people.",
        {
            "list": Entry(
                "second", "list_command", "List the proposals that wait for a second person, newest first."
            ),
            "confirm": Entry("second", "confirm", "Confirm what somebody else proposed, and do it."),
            "decline": Entry("second", "decline", "Say no to a proposal, with the reason."),
            "withdraw": Entry("second", "withdraw", "Take your own proposal back."),
        },
    ),
    "erase": Entry("leaving", "erase_command", "Erase records for good, with all that was derived."),
    "export": Entry("leaving", "export", "Export records as JSON, or the log for others to verify."),
    "verify": Entry("upkeep", "verify", "Check that everything is as it was recorded."),
    "rebuild": Entry("upkeep", "rebuild", "Make all views anew from the entries."),
    "join": Entry("upkeep", "join", "Take over what another copy of this vault recorded."),
    "unlock": Entry("vault", "unlock", "Keep a vault unlocked for a while."),
    "lock": Entry("locking", "lock", "Lock at once."),
    "sign-in": Entry("signing", "sign_in", "Sign in at a running desk."),
    "sign-out": Entry("signing", "sign_out", "Sign out of a running desk."),
    "passwd": Entry("vault", "passwd", "Change the passphrase."),
}
