"""What stands behind each key of the JSON that other programs read, and behind each state, for the pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from releasecheck.app.presenting.find_lines import FOUND
from releasecheck.formats.columns import Column
from releasecheck.reports.person.contact_lines import asked_columns
from releasecheck.reports.why.fact_list import FACT
from releasecheck.reports.why.why_data import ITEM, VERDICT


def names_of(columns: Iterable[Column[Any]]) -> dict[str, str]:
    """Each column with what stands in it."""
    return {column.name: column.about for column in columns}


#: `show --format json`, and each line of `export plans`. A star is any name; `[]` each of a list.
CHECKLIST = {
    "as_of": "the day it was worked out for",
    "person": "who it is",
    "person.prison_number": "their number",
    "person.name": "SURNAME, First; or what is known of it",
    "person.facts": "every fact that is known, by its name; dates and names of facts as in `export people`",
    "release": "the release counted to; null where no date is known",
    "release.date": "release day: the date, brought back from a closed day where the rule says so",
    "release.type": "the type of the date: CRD, ARD, PRRD, HDCAD, APD, NPD, MTD, ETD, LTD; "
    "null where nobody has said which it is",
    "release.nominal_date": "the date as it was told",
    "release.confirmed": "whether the prison has confirmed it",
    "release.source": "who or what said so",
    "release.days": "days until release day; negative when it has passed",
    "release.working_days": "working days until then",
    "release.may_move_to": "the day it may be brought forward to: a hint, never counted from",
    "handover": "responsibility between prison and community; null where no rule gives it",
    "handover.date": "the day responsibility passes to the COM",
    "handover.start": "the day the handover begins",
    "handover.reason": "the rule that decides it",
    "handover.responsible": "POM or COM, on the day",
    "handover.supporting": "who supports them",
    "handover.earliest_release": "the date the handover counts from",
    "handover.earliest_release.date": "that date",
    "handover.earliest_release.type": "its type",
    "handover.not_known": "the fact for want of which nobody can say who is responsible",
    "licence": "the licence; null where there is none",
    "licence.start": "its first day",
    "licence.hard_stop": "the last day to have it approved",
    "licence.hard_stop_warning": "the day by which to ask for that",
    "tasks": "every item of the catalogue for this person, in the order of `show --all`",
    "tasks[].item": "the item, by its id",
    "tasks[].title": "its title",
    "tasks[].pathway": "its pathway",
    "tasks[].owner": "the role that must act",
    "tasks[].owner_name": "who that is, for a POM or COM who is known",
    "tasks[].state": "where it stands: a state of the table below",
    "tasks[].position": "the national service's own answer, where it has one: `not_started`, `submitted` …",
    "tasks[].opens_on": "the first day it can be done",
    "tasks[].due_on": "the day it is due",
    "tasks[].expires_on": "the last day on which the outcome counts",
    "tasks[].chase_on": "the day to chase an answer",
    "tasks[].days": "days until it is due; negative when that has passed",
    "tasks[].compressed": "whether it was due before anybody could have known",
    "tasks[].outcome": "what was recorded last",
    "tasks[].outcome_on": "the day of that",
    "tasks[].evidence": "what was written down with it, by field",
    "tasks[].missing_facts": "the facts that would say whether it applies, or done_before",
    "tasks[].blocked_by": "what must come first, by id",
    "tasks[].reasons": "why it stands as it does, in words",
    "tasks[].next": "what to do, in words",
    "tasks[].contested_with": "handed back: who else it could be with, by role; null for most",
    "tasks[].contested_name": "who that is, where somebody is named",
    "counts": "how many tasks are in each state",
    "stopped": "what stops the release: `kind`, `words`, `since`, `item`; null while nothing does",
    "earliest_possible": "the first day on which they could be out; null where none is known",
    "earliest_possible.date": "that day: the release, or an earlier one by HDC or the Parole Board",
    "earliest_possible.type": "the type of the release; or HDCED, PED, TED (tariff), THD (hearing)",
    "earliest_possible.because": "why that day, in words",
    "own_questions": "what the person asked or applied for and nobody has answered, oldest first: "
    "`id`, `kind`, `text`, `to`, `asked_on`, `answered_on`",
    "to_check": "what somebody must look at, as under CHECK THIS",
    "to_check[].code": "what it is, in one word: `tranche`, `late_move`",
    "to_check[].text": "the same in words",
    "to_check[].facts": "the facts that it follows from, where putting them right settles it",
    "to_check[].alarm": "whether it is an alarm, which stands in `today` and every list of the day",
    "to_check[].settled_by": "what to type once it is dealt with; null where that settles nothing",
}

MISSING = {
    "as_of": "the day it was worked out for",
    "window_days": "how many days ahead were asked for",
    "people": "how many people were looked at",
    "items": "what is missing, one thing each, in the order of `missing`",
    "items[].prison_number": "whose it is",
    "items[].name": "their name",
    "items[].item": "the task, by its id",
    "items[].title": "its title",
    "items[].owner": "the role that must act",
    "items[].state": "where it stands",
    "items[].due_on": "the day it is due",
    "items[].days": "days until it is due; negative when that has passed",
    "items[].missing_facts": "the facts that would say whether it applies, or done_before",
    "items[].blocked_by": "what must come first, by id",
    "items[].earliest_possible": "the first day on which they could be out",
    "items[].stopped": "what stops the release, as in `show`; null while nothing does",
    "items[].owner_name": "who has it, where somebody is named",
    "items[].contested_with": "handed back: who else it could be with, by role; null for most",
    "items[].contested_name": "who that is, where somebody is named",
    "by_owner": "how many things each role has",
    "by_state": "how many things are in each state",
    "not_counted": "how many people in prison are not in it, by reason",
}

RETENTION = {
    "as_of": "the day it was worked out for",
    "filters": "what it was narrowed to: nothing",
    "people": "whom a rule has to do with, the first due first",
    "people[].prison_number": "their number; no name stands here",
    "people[].rule": "`after-release`, `after-death`, or `off-the-lists`: a mistake, still kept",
    "people[].since": "the day that is counted from",
    "people[].period": "how long the office keeps them; null where they are off the lists",
    "people[].due_on": "the day that ends it",
    "people[].held_since": "since when they must not be erased",
    "people[].restricted_since": "since when they are restricted",
    "people[].action": "`erase`, `held` or `review`: what is to be done; nothing is done by itself",
    "things": "what else is kept",
    "things[].kind": "`log`, `nights`, `backups` or `unread`: cells that an import could not read",
    "things[].due": "how many are older than the office keeps them",
    "things[].oldest": "the day of the oldest",
    "things[].period": "how long the office keeps them",
    "things[].action": "what is done about it, in words",
    "held": "who must not be erased, and who is restricted",
    "held[].prison_number": "their number",
    "held[].kind": "`hold` or `restriction`",
    "held[].since": "since when",
    "held[].by": "by whom",
    "held[].reason": "why",
    "erased": "who was erased",
    "erased[].prison_number": "their number",
    "erased[].erased_on": "the day",
    "erased[].rule": "by which rule",
}

#: `record access-report --format json`; the review sheet is a file of its own.
ACCESS = {
    "prison_numbers": "every number of theirs, the one that stands last",
    "name": "SURNAME, First",
    "made_on": "the day it was made",
    "facts": "every value that was ever told, oldest first",
    **{
        f"{part}[].{key}": words
        for part in ("facts", "outcomes", "notes", "releases")
        for key, words in (
            ("entry", "the entry that recorded it; negative in another office"),
            ("what", "the fact, the task, the kind of note or the type of date"),
            ("says", "what it said, or `under review`"),
            ("on", "the day it was told, or happened"),
            ("how", "entry, by whom (by role), and from where"),
            ("stands", "`now`, `replaced` or `undone`; empty where that does not apply"),
        )
    },
    "tasks": "where each task stands today",
    "tasks[].title": "its title",
    "tasks[].state": "where it stands",
    "tasks[].owner": "the role that must act",
    "tasks_under_review": "how many are about protecting others, and left out",
    "outcomes": "what happened with each task",
    "notes": "contacts, requests and remarks: that there is one, never what it says",
    "releases": "release dates told",
    "referrals": "to which services something was sent",
    "referrals[].to": "the service",
    "referrals[].what": "the task",
    "referrals[].on": "the day",
    "purpose": "why it is kept, in sentences",
    "retention": "how long the office keeps what, as it has said",
    "rights": "the person's rights, in sentences",
    "log": "lines of the log about them",
    "log[].line": "its number",
    "log[].at": "when",
    "log[].kind": "what kind of processing",
    "log[].command": "the command",
    "log[].by": "by whom, by role",
    "log[].recipient": "who it was given to",
    "under_review": "what an officer must look at, by entry or line only",
    "under_review[].entry": "`entry 12`, `line 40 of the log`",
}

#: What every command answers that changes something, with `--format json`.
ANSWER = {
    "as_of": "the day that was worked from",
    "command": "the command: `set`, `import people`",
    "entry": "the number of the entry that was made, the last of several; null where none was",
    "entries": "every entry that was made, in order",
    "entries[].entry": "its number, as `history` shows it and `void` takes it",
    "entries[].command": "the command that made it, with the file that was imported",
    "entries[].by": "by whom",
    "entries[].at": "the moment, UTC",
    "entries[].reason": "why, where a reason was given",
    "entries[].people": "whom it is about, by their numbers",
    "entries[].people_not_shown": "how many more, who are restricted",
    "entries[].undid": "the entries that it took back",
    "said": "what a person is told, a line each: for people, and free to change",
}

#: What every command answers that proves something: `record verify`, `log verify` and each `check`.
PROOF = {
    "as_of": "the day that was worked from",
    "command": "the command: `record verify`",
    "sound": "whether nothing is wrong; where something is, the exit code is 1",
    "said": "what a person is told, a line each: for people, and free to change",
    "wrong": "what is wrong, a line each, as on stderr",
}

_FILE = {"file": "where it is, or would be", "is_there": "whether it is there"}
_ENTRIES = {
    "entries": "the entries, in the order of the file",
    **{
        f"entries[].{name}": about
        for name, about in {
            "kind": "what it is: `council`, `pdu` …",
            "name": "its name",
            "areas": "where it is there for",
            "address": "its address",
            "telephone": "its telephone number",
            "email": "its address for mail",
            "also": "other ways of writing its name",
        }.items()
    },
}
_ITEM = names_of(ITEM)
_FACT = names_of(FACT)
_REQUEST = names_of(asked_columns("", date.min)[2:])


def _each(of: str, columns: Mapping[str, str]) -> dict[str, str]:
    return {f"{of}[].{name}": about for name, about in columns.items()}


#: What is read on a screen and is no document: what is typed, and the keys beside `as_of`.
READ: dict[str, dict[str, str]] = {
    "today --tasks": {
        "window_days": "how many days ahead were asked for",
        "caseload": "how many people were looked at",
        "check": "whose release is stopped, or whose day has gone by: `prison_number`, `name`, `check`",
        "items": "what needs doing, each as in `missing`, the most pressing first",
        "others_by_state": "how many more things are in each other state",
        "not_counted": "how many people in prison are not in it, by reason",
    },
    "find sam": {"people": "everybody found", **_each("people", names_of(FOUND))},
    "why A1234BC": {
        "prison_number": "whose it is",
        "items": "every item's verdict",
        **_each("items", names_of(VERDICT)),
        "not_shown": "how many more are not for your role to see",
    },
    "why A1234BC dtr": {
        "prison_number": "whose it is",
        "item": "the item, by its id",
        "title": "its title",
        "state": "where it stands; null where it is switched off here",
        "verdict": "the same in words",
        "reasons": "each line of the explanation, in order",
        "reasons[].asked": "what is asked, in words",
        "reasons[].found": "what was found",
        "reasons[].said_by": "who said so and when; empty where nobody did",
        "sources": "where the rule was read, how sure that is, and when it was checked",
    },
    "asked A1234BC": {
        "prison_number": "whose they are",
        "requests": "what was asked for, oldest first",
        **_each("requests", _REQUEST),
    },
    "catalogue list": {
        "catalogue": "its version",
        "own_files": "this office's own files",
        "items": "the items, in its order",
        **_each("items", _ITEM),
    },
    "catalogue facts": {
        "facts": "what can be known of a person, in the order of the table",
        **_each("facts", _FACT),
    },
    "catalogue show dtr": {
        "catalogue": "its version",
        **_ITEM,
        "help": "what a new worker needs to know of it",
        "reads": "the facts and outcomes that its conditions look at",
        "outcomes": "what can be recorded of it",
        "outcomes[].outcome": "the word for `mark`",
        "outcomes[].kind": "what it does to the task: `done`, `waiting` …",
        "outcomes[].title": "the same for people",
        "outcomes[].next": "what to do then",
        "outcomes[].reason_needed": "whether `--reason` must be given",
        "outcomes[].reasons": "the reasons that may be given; empty where any words will do",
        "outcomes[].evidence": "what is worth writing down with it: `field`, `required`",
        "sources": "where it was read: `title`, `confidence`, `checked`, `url`",
    },
    "calendar list": {
        "days": "closed days other than weekends",
        "days[].date": "the day",
        "days[].title": "what it is",
        "days[].provisional": "worked out by rule, and not yet published",
        "days[].prison": "the one prison that is closed then; null: for all",
        "published_until": "the last day of the published list",
    },
    "staff": {
        "staff": "who works here, and who has left: `name`, `role`, `prison`, `left_on`",
        "still_held": "what is in the name of whoever has left: `name`, `prison_number`, `role`, `what`",
    },
    "directory list": _ENTRIES,
    "template list": {
        "folder": "where this office's own go",
        "templates": "the templates: `name`, `path`, `about`, `office`, `used`",
    },
    "template show sheet.en.toml": {
        "name": "its name",
        "path": "where it is",
        "about": "what it is for",
        "office": "whether it is this office's own",
        "used": "whether any page asks for it",
        "text": "all of it; null for a Word file",
    },
    "log show": {
        "all_of": "how many lines there are; the last 50 are given without `--all`",
        "lines": "the lines, oldest first, each as in `log export`",
    },
    "config show": {
        **_FILE,
        "settings": "every setting",
        "settings[].name": "its name",
        "settings[].value": "its value; null where none is set",
        "settings[].set_by": "what set it: the file, an option, `environment`, `built in`",
        "settings[].about": "what it is",
        "wrong": "every mistake in the file; the exit code is then 1",
    },
    "config path": _FILE,
    "record path": _FILE,
    "record schema": {
        "parts": "the views that other programs may rely on, then the tables",
        "parts[].name": "its name",
        "parts[].about": "what it is",
        "parts[].promised": "whether it stays as it is: a view",
        "parts[].columns": "its columns: `column`, `about`",
        "parts[].sql": "the statement that made it",
    },
    "record policy show": {
        "files": "the files of the record's own rules; none where it goes by what is shipped",
        "prisons": "prisons with rules of their own over them: `prison`, `files`",
        "taken": "when rules were taken, by whom, for which prison: `day`, `by`, `prison`",
        "own_files": "your own files; null where they are wrong",
        "own_are_the_same": "whether they are those that the record goes by",
    },
    "record signing-key show": {
        "public_key": "the public half of this office's key",
        "fingerprint": "the same, to read out",
    },
}

#: Each state: what it means, and whether it counts as missing.
STATES = {
    "overdue": ("due before today, and nothing live recorded", "yes"),
    "action": (
        "the last answer asks somebody here to act: a bed offered, information asked for; "
        "or an arrangement does not fit the release day",
        "yes",
    ),
    "chase": ("sent, unanswered, and the day to chase has come", "yes"),
    "expired": ("answered too long ago to count, such as a duty to refer after 26 weeks", "yes"),
    "blocked": ("something else must come first; it is named", "yes, once open"),
    "unknown": (
        "cannot say whether it applies, or whether it was done before; what is missing is named",
        "yes",
    ),
    "to_do": ("open and not yet due", "in the time asked for"),
    "waiting": ("sent or booked, and not yet to be chased", "no; listed as waiting"),
    "upcoming": ("its window has not opened", "no"),
    "done": ("an outcome that counts as done", "no"),
    "done_late": ("the same, after the day it was due", "no"),
    "declined": ("the person did not want it; with the day", "no; listed"),
    "not_achieved": ("ended without result, with the reason", "no; listed"),
    "not_required": ("settled by another fact, or waived with a reason", "no"),
    "not_applicable": ("the conditions say no", "no"),
}
