"""Papers in every shape that a layout knows, about made-up people: what the three layouts are tried on."""

from __future__ import annotations

from releasecheck.formats.paper import Made, Paper, Part, Stated

MADE = Made("Fri 27 Nov 2026", "record.db, entry 41", "Catalogue 2026-11-21")

LETTER = Paper(
    "sheet",
    "Daniel Hargreaves",
    (
        "You leave prison on Friday 11 December 2026, at about 9 in the morning.",
        "Made on 27 November 2026. Days can change: we tell you if yours does.",
    ),
    (
        Part(
            "day",
            "That day, in order",
            shape="times",
            icon="clock",
            headings=("When", "What"),
            rows=(
                ("9:00 am", "You leave. We give you a ticket to Bradford Interchange."),
                (
                    "2:00 pm",
                    "First probation meeting. Ask for T. Nowak. Fraternal House, 45 Cheapside, Bradford "
                    "BD1 4HP. Bus 72 from Leeds bus station.",
                ),
                ("By 5:30 pm", "Be at the place you will sleep. Ring 01274 555 011."),
            ),
        ),
        Part(
            "must",
            "",
            shape="box",
            lines=(
                "You must go to the probation meeting.",
                "Running late, or cannot get there? Ring before it starts: 01274 555 010.",
                "If you do not go, you may be sent back to prison.",
            ),
        ),
        Part(
            "sleep",
            "Where you will sleep",
            icon="bed",
            lines=("A room for now, until Thursday 4 March 2027.",),
            headings=("What", "Details"),
            rows=(("Address", "_" * 24),),
        ),
        Part(
            "days",
            "The days after",
            shape="times",
            icon="days",
            headings=("When", "What"),
            rows=(
                ("Mon 14 Dec", "10:30 am, Jobcentre, Westfield House, Bradford"),
                ("Mon 4 Jan", "Work starts, Bradford Bakery"),
            ),
        ),
        Part(
            "got",
            "Have you got these? Tick them at the gate",
            shape="ticks",
            icon="tick",
            points=(
                *("Licence", "Money for the first days", "Birth certificate", "Medicine for 7 days"),
                *("Bank card", "Phone and charger", "Travel ticket", "Your own things"),
            ),
        ),
        Part(
            "not_sorted",
            "Not sorted yet",
            lines=("Nothing that we know of. Something missing? Tell P. Marsh before you leave.",),
        ),
        Part(
            "asked",
            "Please tell us",
            shape="ask",
            headings=("Question", "Answer"),
            rows=(("Have you a doctor outside?", "Yes", "No", "Not sure"),),
        ),
        Part(
            "card",
            "Cut out and keep",
            shape="card",
            headings=("Who", "Number"),
            rows=(
                ("Probation, T. Nowak", "01274 555 010"),
                ("Samaritans, free", "116 123"),
                ("Housing help", "_" * 12),
                ("Ill, NHS", "111"),
                ("The prison", "_" * 12),
                ("In danger now", "999"),
            ),
        ),
    ),
    MADE,
    layout="letter",
    marked=False,
    foot=("Something wrong here? Tell your key worker. This is not your licence.",),
    numbers=frozenset({"A1001PA"}),
)

CHECKLIST = Paper(
    "gate",
    "HOLROYD, Ben",
    (
        "A4416EZ · born 30 May 1992 · cell B-1-003 · Leeds",
        "Same surname here: HOLROYD, Callum A8820FB, out 26 Feb",
    ),
    (
        Part(
            "verdict",
            "",
            shape="box",
            lines=(
                "Not ready: 5 of 16 lines below are not done",
                "Out Fri 11 Dec 2026, CRD, NOT CONFIRMED (list of 12 Jan). Planned time not recorded.",
                "RoSH high · MAPPA 2 · 14 days left",
            ),
        ),
        Part(
            "evening",
            "1 Evening before: may he go?",
            shape="checks",
            aside="duty governor",
            headings=("What must be true", "What the record says"),
            rows=(
                ("Right person, right day", Stated.marked("not confirmed")),
                ("No other warrant, remand, hold", "not recorded"),
                ("No immigration hold", "no interest recorded, 12 Jan"),
                (
                    "Licence approved, in the folder",
                    Stated.marked("not approved", "due Wed 9 Dec, COM"),
                ),
                ("Public protection settled", Stated.marked("14 days late", "custody behaviour")),
                ("Victim contact told", "done 10 Sep"),
            ),
        ),
        Part(
            "reception",
            "2 Reception: has he what he needs?",
            shape="checks",
            aside="discharging officer",
            headings=("What must be true", "What the record says"),
            rows=(
                ("Somewhere to sleep tonight", Stated.marked("not confirmed", "COM")),
                ("First meeting, in writing", Stated.marked("not booked", "due Fri 4 Dec, COM")),
                ("Licence explained and signed", "done 25 Nov, copy given"),
                ("Medicine", "7 days supplied 26 Nov"),
                ("ID and bank card", "birth certificate with property"),
                ("Ticket, money, clothes, phone", "not recorded"),
            ),
        ),
        Part(
            "gate",
            "3 At the gate",
            shape="checks",
            headings=("What must be true", "What the record says"),
            rows=(
                ("Says name, date of birth, number", ""),
                ("Face matches the photo", ""),
                ("Licence and sheet in his hand", "sheet not given"),
                ("Time out ____:____", "after 14:00 say why"),
            ),
        ),
        Part(
            "sign",
            "",
            shape="fill",
            headings=("What", "Details"),
            rows=(("Release [ ]  Hold [ ]  because", ""), ("Name, role, time, signature", "")),
        ),
        Part(
            "numbers",
            "",
            lines=("Missing something? OMU _______  COM J. Okafor _______  out of hours _______",),
        ),
    ),
    MADE,
    layout="checklist",
    photo="photo from the system",
    foot=("Made Fri 27 Nov 2026, working copy. Use the prison's own checklist.",),
    numbers=frozenset({"A4416EZ"}),
)

DAY = Paper(
    "gate",
    "Leaving Fri 11 December 2026",
    ("9 people: 1 stopped, 2 not ready, 6 with nothing outstanding on this list.",),
    (
        Part(
            "people",
            "Who leaves",
            headings=(
                *("Out", "Who", "Day", "Licence", "Tonight", "First meeting"),
                *("Not done", "Checked"),
            ),
            rows=tuple(
                (
                    f"{9 + n // 4}:{n % 4 * 15:02}",
                    f"HOLROYD, Ben {n} A44{n:02}EZ, born 30 May 1992, cell B-1-00{n}",
                    Stated.marked("not confirmed", "CRD"),
                    "approved 9 Dec",
                    "a place for now",
                    "14:00, Bradford",
                    "Medicine, healthcare; Ticket and money, OMU",
                    "",
                )
                for n in range(9)
            ),
        ),
        Part(
            "outside",
            "Not on this list, and may have to be",
            lines=(
                "3 with no usable release day (SHAW A1118QR “TBC”, ...) · 2 whose day has gone by and are "
                "not recorded as out (DUNNE A5561CD Fri 20 Nov, COLE A2291BB Thu 26 Nov) · 1 recalled",
            ),
        ),
    ),
    MADE,
    layout="checklist",
    landscape=True,
    numbers=frozenset({"A4416EZ"}),
)

_TO_DO = (
    ("Check the release address", "COM", "today", "not begun"),
    ("See him, face to face", "POM", "today", "last 30 Oct"),
    ("Pass on custody behaviour again", "POM", "Fri 11 Dec", "last 2 Oct 2025"),
    ("Book the first meeting", "COM", "Thu 31 Dec", "from 11 Dec; closed 25, 28 Dec and 1 Jan"),
    ("Licence approved", "COM", "Wed 6 Jan", "nothing can be added after that day"),
    ("Sign the notification duty", "POM", "Thu 7 Jan", "from 11 Dec"),
)

FORM = Paper(
    "handover",
    "BEAUMONT, Neil  A7728BT",
    (
        "Born 21 Mar 1966 (60) · Leeds F-1-005 · POM D. Asare to COM J. Okafor · 27 Nov",
        "Out Fri 8 Jan 2027, 42 days (27 working). CRD, not confirmed; may come forward to Thu 7 Jan. "
        "Licence to 5 Feb 2029. Two due today; three not recorded.",
    ),
    (
        Part(
            "risk",
            "Risk",
            shape="cells",
            headings=("What", "Word", "More"),
            rows=(
                ("Risk of serious harm", "VERY HIGH", "OASys 6 Nov, plan yes"),
                ("MAPPA", "Category 1, level 3", "next meeting unknown"),
                ("Offence", "Sexual, against a child; denies", "Signs by 7 Jan"),
                ("Children", "Contact restricted", "council: known, 2 Nov"),
                ("Domestic abuse", "None recorded", "police: nothing known"),
                ("Victim", "In contact scheme", "liaison told 16 Oct"),
            ),
        ),
        Part(
            "others",
            "",
            lines=("Self-harm [not recorded] · Orders [not recorded] · Staff safety [not recorded]",),
        ),
        Part(
            "to_do",
            "To do before he leaves, in order",
            headings=("What", "Who", "By", "Where it stands"),
            rows=_TO_DO,
        ),
        Part(
            "first",
            "First night and day",
            points=("AP 14, 8 Jan to 2 Apr, in by 16:00", "First meeting not booked"),
        ),
        Part(
            "if",
            "If this happens",
            beside=True,
            points=(
                "Comes forward to 7 Jan: bed starts 8 Jan",
                "Bed lost: nothing recorded behind it",
            ),
        ),
        Part(
            "helps",
            "What helps",
            lines=("Reads little, wants it said aloud (6 Oct). COM met him 30 Oct.",),
        ),
        Part(
            "meeting",
            "For the meeting",
            points=("When is the next MAPPA meeting?",),
            beside=True,
        ),
        Part(
            "receipt",
            "",
            shape="fill",
            headings=("What", "Details"),
            rows=(("COM takes on", ""), ("Received, name, date", "")),
        ),
        Part(
            "needs",
            "Needs by pathway",
            new_page=True,
            headings=("Pathway", "Done", "Next"),
            rows=(("Accommodation", "AP booked 2 Nov", "tell him the rules"),),
        ),
    ),
    MADE,
    layout="form",
    numbers=frozenset({"A7728BT"}),
)

BOTH = LETTER._replace(
    language="cy",
    title="Daniel Hargreaves",
    parts=tuple(
        one
        for part in LETTER.parts
        for one in (
            part,
            part._replace(
                title=f"In English: {part.title}" if part.title else "",
                name=f"{part.name}-en",
                beside=True,
                language="en",
                icon="",
            ),
        )
    ),
)

ALL = {"letter": LETTER, "checklist": CHECKLIST, "day": DAY, "form": FORM, "both": BOTH}
