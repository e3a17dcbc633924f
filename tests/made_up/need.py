"""An office whose catalogue has what not everybody may read."""

from __future__ import annotations

#: An item that is sensitive, one that is not and has reasons that are, and a sensitive one of a work lead.
CATALOGUE = """
[item.court_bans]
code = "CB01"
title = "Court bans listed"
short = "List the court bans"
pathway = "protection"
owner = "COM"
action = "list what a court forbade"
public_protection = true
sensitive = true
applies = [{ fact = "restraining_order", is = true, because = "a court forbade contact" }]
due = { before = "release", weeks = 10 }
evidence.done = ["court_on"]
sources = [{ title = "made up", confidence = "low", checked = 2026-11-27 }]

[item.job_club]
title = "Job club visited"
pathway = "work"
owner = "PEL"
action = "go to the job club"
applies = [{ any = [
    { fact = "sex_offence", is = true, because = "kept from children" },
    { fact = "work_need", is = true, because = "wants work" },
], because = "needs looking after" }]
not_required = [{ fact = "arson", is = true, because = "set a fire" }]
needs_hard = ["court_bans"]
due = { before = "release", weeks = 10 }
sources = [{ title = "made up", confidence = "low", checked = 2026-11-27 }]

[item.job_risk]
title = "Work that is ruled out"
pathway = "work"
owner = "PEL"
action = "ask what work is ruled out"
sensitive = true
due = { before = "release", weeks = 10 }
sources = [{ title = "made up", confidence = "low", checked = 2026-11-27 }]

[field.court_on]
kind = "date"
ask = "Day of the hearing"
appointment = true
"""
#: What nobody without need may read.
SECRET = (
    *("Court bans", "court bans", "list what a court forbade", "court_bans", "CB01", "a court forbade"),
    *("kept from children", "needs looking after", "restraining", "sex_offence", "exual offence", "arson"),
    *("perpetrator", "domestic_abuse"),
)
LEFT_OUT = "of public protection, not shown here"
