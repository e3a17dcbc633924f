"""The catalogue that ships with the program: complete, sourced, and fit to be read on a screen."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from releasecheck.core.domain import DAY_NOT_KNOWN, ROLES
from releasecheck.policy.catalogue import Catalogue, Item, OutcomeSpec
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.sources import builtin_files

CATALOGUE = read_catalogue(builtin_files())
ITEMS = tuple(CATALOGUE.items.values())

CORE = """
SM01 SM04 SM05 SM06 SM07 SM08 SM09 SM10 SM11 SM12 SM13 SM14 SM15 PA01 PA02 PA03
PP01 PP02 PP04 PP05 PP07 PP09 PP10 PP11 LI02 LI03 LI05 VI01 IM01
AC02 AC04 AC05 AC06 AC07 ID01 FI01 FI02 FI03 ET01 HE01 HE02 SU01 CF01 CF02 EQ01
RD01 RD03 RD04 RD05 RD06
""".split()
OUTCOME_RECORDS = "AC08 AC09 ET02 SU03 RD07 RD08".split()
SINCE = """
AC10 AC11 EQ02 FI04 HE04 IM02 LI06 PA04 PA05 PA06 PA07 PP12 PP13 PP14 PP15 PP16 RD10 RD11 RD12
""".split()
#: Off in 0.1.0, for an office to switch on; their facts switch them on now.
EXTENSIONS = "SM02 SM03 PP03 PP06 PP08 LI01 LI04 AC01 AC03 HE03 SU02 YA01 RD02 RD09".split()

#: The numbers that were read in an official source. Any other number is the office's own to set.
CONFIRMED = {
    "dtr: 8 weeks before the earliest possible day",
    "dtr: 26 weeks after submitted",
    "crs: 12 weeks before the earliest possible day",
    "cas1: 1 year before the earliest possible day",
    "cas1: 6 months before the earliest possible day",
    "cas1: 10 working days after submitted",
    "cas3: 3 months before the earliest possible day",
    "cas3: 5 working days after submitted",
    "move_on: 3 months after released",
    "move_on: 6 months after released",
    "crs_women: 12 weeks before the earliest possible day",
    "id_document: 12 weeks before the earliest possible day",
    "bank_account: 6 months before the earliest possible day",
    "bank_account: 12 weeks before the earliest possible day",
    "bank_account: 6 weeks before the earliest possible day",
    "benefits: 12 weeks before the earliest possible day",
    "benefits: 7 days before the earliest possible day",
    "gp_registration: 1 month before the earliest possible day",
    "gp_registration: 14 days before the earliest possible day",
    "discharge_medicines: 1 month before the earliest possible day",
    "community_health: 12 weeks before the earliest possible day",
    "community_health: 28 days after release",
    "licence_conditions: 4 weeks before licence start",
    "licence_approved: 4 weeks before licence start",
    "notification_duty: 2 days after release",
    "pay_without_account: 6 weeks before the earliest possible day",
    "recall_review: 28 days after recall",
    "needs_review: 12 weeks before the earliest possible day",
    "resettlement_prison: 3 months before the earliest possible day",
    "release_told: 14 days before release",
    "release_told: 2 days before release",
    "governor_check: 1 working day before release",
    "governor_check: 1 day before release",
    "recall_outcome: 28 days after released",
    "recall_outcome: 9 months after released",
    "treatment_outcome: 21 days after released",
    "work_outcome: 6 weeks after released",
    "work_outcome: 6 months after released",
}

#: What the national service calls each outcome of its five lines; None where it goes by its rules alone.
POSITIONS: dict[str, dict[str, str | None]] = {
    "dtr": {
        "submitted": "submitted",
        "accepted": "accepted",
        "not_accepted": "not_accepted",
        "withdrawn": None,
    },
    "crs": {
        "submitted": "submitted",
        "accepted": "submitted",
        "completed": None,
        "withdrawn": None,
    },
    "cas1": {
        "started": "not_submitted",
        "submitted": "submitted",
        "information_requested": "info_requested",
        "rejected": "application_rejected",
        "withdrawn": None,
        "expired": None,
        "placement_request_submitted": "placement_request_submitted",
        "placement_request_rejected": "placement_request_rejected",
        "placement_request_withdrawn": "placement_request_withdrawn",
        "placement_booked": "placement_booked",
        "arrived": "arrived",
        "not_arrived": "not_arrived",
        "placement_cancelled": "placement_cancelled",
        "departed": "placement_request_not_started",
    },
    "cas3": {
        "in_progress": "not_submitted",
        "submitted": "submitted",
        "information_requested": "submitted",
        "rejected": "rejected",
        "closed": None,
        "bedspace_offered": "bedspace_offered",
        "booking_confirmed": "booking_confirmed",
        "not_arrived": "not_arrived",
        "booking_cancelled": "booking_cancelled",
        "arrived": None,
        "departed": None,
    },
}


def each_item() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)


def codes(items: Iterator[Item]) -> list[str]:
    return sorted(item.code for item in items if item.code)


def own_outcomes(item: Item) -> Iterator[OutcomeSpec]:
    """The outcomes written in the item's own table, without those that every item has."""
    return (
        spec for name, spec in item.outcomes.items() if name not in ("declined", "not_achieved", "not_needed")
    )


def texts(catalogue: Catalogue) -> Iterator[str]:
    """Everything in it that somebody may read."""
    for item in catalogue.items.values():
        yield from (item.title, item.action, item.help)
        yield from (source.title for source in item.sources)
        for spec in item.outcomes.values():
            yield from (spec.title, spec.next or "", *spec.reasons)
        for condition in (*item.applies, *item.not_required):
            yield from (condition.because or "", condition.otherwise or "")
    for evidence in catalogue.fields.values():
        yield from (evidence.ask, *evidence.values)


def test_every_requirement_of_policy_has_exactly_one_item() -> None:
    """50 first, 6 that record what became of somebody, 14 once for offices to switch on, and those since."""
    counted = Counter(codes(iter(ITEMS)))
    assert sorted(counted) == sorted([*CORE, *OUTCOME_RECORDS, *EXTENSIONS, *SINCE])
    assert set(counted.values()) == {1}
    assert (len(CORE), len(OUTCOME_RECORDS), len(EXTENSIONS)) == (50, 6, 14)


def test_the_private_address_line_is_the_only_item_without_a_code() -> None:
    """It is the fifth line of the national accommodation service, and no row of the policy."""
    assert [item.id for item in ITEMS if item.code is None] == ["private_address"]


def test_nothing_is_switched_off() -> None:
    """CAS-2 and the women's CRS are retired: on, so that what was recorded is still read."""
    assert codes(item for item in ITEMS if item.off) == []
    assert codes(item for item in ITEMS if item.gone) == ["AC03", "CF02"]


def test_outcome_records_are_asked_for_after_release_and_never_before() -> None:
    records = [item for item in ITEMS if item.outcome_record]
    assert codes(iter(records)) == sorted(OUTCOME_RECORDS)
    assert all(item.after_release and "released" in item.reads() for item in records)
    assert all(anchor in ("released", "cas3.arrived") for item in records for anchor in item.anchors())


def test_only_what_falls_on_or_after_release_day_goes_on_counting_afterwards() -> None:
    """The notice that somebody is out, and registering with the police, beside the outcome records."""
    going_on = {item.id for item in ITEMS if item.after_release and not item.outcome_record}
    assert going_on == {"release_notice", "notification_duty"}


def test_every_evidence_field_is_defined_and_every_definition_is_used() -> None:
    used = {need.field for item in ITEMS for spec in item.outcomes.values() for need in spec.evidence}
    assert used | set(DAY_NOT_KNOWN) == set(CATALOGUE.fields)


def test_every_number_that_no_source_confirms_is_marked_a_local_default() -> None:
    unmarked = {
        f"{item.id}: {offset.in_words()}"
        for item in ITEMS
        for offset in (item.expires, item.chase, *item.offsets())
        if offset and offset.direction and not offset.local_default
    }
    assert unmarked == CONFIRMED
    assert all(item.rolling.local_default for item in ITEMS if item.rolling)


@each_item()
def test_an_item_with_a_number_of_our_own_says_so_in_its_sources(item: Item) -> None:
    if item.local_default:
        assert item.confidence != "high"
        assert any("local default" in source.title for source in item.sources) or item.confidence == "medium"


@each_item()
def test_every_source_says_when_it_was_checked(item: Item) -> None:
    assert item.sources
    first, last = date(2026, 11, 21), date.fromisoformat(CATALOGUE.version)
    assert all(first <= source.checked <= last for source in item.sources)


@each_item()
def test_every_item_explains_itself_in_a_few_short_lines(item: Item) -> None:
    lines = item.help.splitlines()
    assert 3 <= len(lines) <= 8
    assert all(0 < len(line) <= 120 for line in lines)


@each_item()
def test_every_item_fits_on_a_screen_line(item: Item) -> None:
    assert 0 < len(item.title) <= 44
    assert 0 < len(item.action) <= 50
    assert item.action[0].islower() or item.action.split()[0].isupper()
    assert not item.action.endswith(".")


@each_item()
def test_every_item_has_an_owner_who_is_a_role(item: Item) -> None:
    assert item.owner in ROLES


@each_item()
def test_somebody_is_told_what_to_do_next_where_an_outcome_asks_for_more(item: Item) -> None:
    for spec in own_outcomes(item):
        if spec.kind in ("waiting", "action"):
            assert spec.next, spec.name
        if spec.kind == "waiting":
            assert item.chase, spec.name


@each_item()
def test_every_later_checkpoint_opens_so_that_an_early_answer_does_not_serve_for_it(item: Item) -> None:
    later = [c for c in item.checkpoints[1:] if item.id not in ("address_check", "com_allocated")]
    assert all(checkpoint.opens for checkpoint in later)


@pytest.mark.parametrize("name", ["da_check", "child_check"])
def test_an_enquiry_is_done_only_by_an_answer_that_somebody_read(name: str) -> None:
    item = CATALOGUE.items[name]
    done = [spec for spec in item.outcomes.values() if spec.kind == "done"]
    assert [spec.name for spec in done] == ["answered"]
    assert "read_by" in CATALOGUE.required_evidence(done[0])
    assert item.outcomes["sent"].kind == "waiting"


def test_a_duty_to_refer_cannot_be_recorded_whole_without_authority_and_consent() -> None:
    submitted = CATALOGUE.items["dtr"].outcomes["submitted"]
    assert CATALOGUE.required_evidence(submitted) == ("authority", "consent_to_refer")


@pytest.mark.parametrize("name", POSITIONS)
def test_the_accommodation_lines_use_the_national_services_own_words(name: str) -> None:
    outcomes = CATALOGUE.items[name].outcomes
    assert {outcome: outcomes[outcome].position for outcome in POSITIONS[name]} == POSITIONS[name]


def test_what_protects_other_people_is_marked_as_such() -> None:
    marked = {item.code for item in ITEMS if item.public_protection}
    assert {item.code for item in ITEMS if item.pathway == "protection"} <= marked
    assert {"AC02", "LI02", "VI01", "RD03", "RD05", "SM11"} <= marked


def test_it_speaks_of_people() -> None:
    """No "offender" outside job titles and names of public bodies, and nobody's machine or workplace."""
    for text in texts(CATALOGUE):
        plain = text.lower()
        for title in (
            "offender management in custody",
            "prison offender manager",
            "community offender manager",
            "offender-management-allocation-manager",
            "inspection of offender management",
            "offender accommodation outcomes",
            "offender employment outcomes",
            "offenders (day of release from detention) act",
        ):
            plain = plain.replace(title, "")
        assert "offender" not in plain, text
        assert "inmate" not in plain, text


def test_the_files_are_one_per_pathway_and_one_for_the_fields() -> None:
    for file in builtin_files():
        document = tomllib.loads(file.text)
        if file.name == "00_catalogue.toml":
            assert set(document) == {"version", "field"}
        else:
            found = {table["pathway"] for table in document["item"].values()}
            assert found == {file.name.removesuffix(".toml")}
