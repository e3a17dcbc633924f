"""Lines of policy: what somebody's facts say of an item, and the days that its rule gives."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One line of policy."""

    item: str
    facts: str
    verdict: str
    opens: str | None = None
    due: str | None = None
    after: str = ""
    """What is already recorded: "cas3 arrived 2027-02-05, dtr submitted 2026-12-11"."""


NO = "does not apply"
YES = "applies"

RECALLED = "recall=yes return_to_custody_date=2026-11-02"

#: What the catalogue of 27 November 2026 asks for that none asked before.
NEW_ROWS = (
    Row("rerelease_plan", RECALLED, YES, "2026-11-02", "2026-11-13"),
    Row("rerelease_plan", "", NO),
    Row(
        *("ipp_licence_check", f"{RECALLED} legal_status=RECALL indeterminate=yes", YES),
        *("2026-11-02", "2026-11-09"),
    ),
    Row("ipp_licence_check", RECALLED, NO),
    Row("parole_risk_plan", "target_hearing_date=2027-06-04", YES, "2027-01-15", "2027-03-12"),
    Row("parole_risk_plan", "", NO),
    Row("pom_report", "target_hearing_date=2027-06-04", YES, "2027-01-15", "2027-03-12"),
    Row("recall_report", f"{RECALLED} recall_type=standard", YES, "2026-11-02", "2026-11-23"),
    Row("recall_report", f"{RECALLED} recall_type=fixed_term", NO),
    Row("recall_report", RECALLED, "cannot say: recall_type"),
    Row("recall_review", f"{RECALLED} recall_type=standard", YES, "2026-11-23", "2026-11-30"),
    Row("recall_review", f"{RECALLED} recall_type=fixed_term", NO),
    Row("licence_ppcs", "actual_parole_date=2027-02-05", YES, "2027-01-08", "2027-02-03"),
    Row("licence_ppcs", "", NO),
    Row("licence_approved", "actual_parole_date=2027-02-05", NO),
    Row("da_safety", "domestic_abuse=perpetrator", YES, "2026-10-16", "2026-11-13"),
    Row("da_safety", "stalking=yes", YES, "2026-10-16", "2026-11-13"),
    Row("da_safety", "domestic_abuse=victim", NO),
    Row("da_safety", "", NO),
    Row("da_victim_safety", "domestic_abuse=victim", YES, "2026-10-16", "2026-11-13"),
    Row("da_victim_safety", "slavery_victim=yes", YES, "2026-10-16", "2026-11-13"),
    Row("da_victim_safety", "domestic_abuse=perpetrator", NO),
    Row("orders_check", "restraining_order=yes", YES, None, "2025-02-17"),
    Row("orders_check", "shpo=yes", YES, "2026-11-13", "2026-12-11", "orders_check done 2025-02-17"),
    Row("orders_check", "domestic_abuse=none", NO),
    Row("ppr_decision", "child_offence=yes", YES, None, "2025-02-17"),
    Row("ppr_decision", "", NO),
    Row("self_harm_handover", "self_harm=open", YES, "2027-01-22", "2027-01-29"),
    Row("self_harm_handover", "self_harm=none", NO),
    Row("firearms_notice", "", YES, "2027-01-29", "2027-02-04"),
    Row("firearms_notice", "sentence_expiry_date=2025-04-30", NO),
    Row("firearms_notice", "sentence_expiry_date=2025-04-30 firearms=yes", YES, "2027-01-29", "2027-02-04"),
    Row("pay_without_account", "bank_account=no", NO),
    Row(
        *("pay_without_account", "bank_account=no conditional_release_date=2026-12-18", YES),
        *("2026-11-06", "2026-12-11"),
    ),
    Row("bank_account", "bank_account=no conditional_release_date=2026-12-18", "not required"),
    Row("bank_account", "bank_account=no immigration_interest=yes", "cannot say: no_recourse"),
    Row("bank_account", "bank_account=no immigration_interest=yes no_recourse=yes", NO),
    Row("social_care", "care_act=yes", YES, None, "2025-03-03"),
    Row("social_care", "pregnant=no", NO),
    Row("bail_address", "immigration_interest=yes", YES, "2026-11-13", "2026-12-11"),
    Row("bail_address", "immigration_interest=yes next_accommodation=yes", NO),
    Row("bail_address", "", NO),
    Row("welsh_wish", "home_area=wales", YES, None, "2025-02-17"),
    Row("welsh_wish", "home_area=wales welsh_wish=no", "not required"),
    Row("welsh_wish", "home_area=england", NO),
    Row("dtr", "home_area=wales", YES, "2026-08-05", "2026-12-11"),
    Row("child_check", "under18_children=no", YES, None, "2025-02-17"),
    Row("child_contact_shared", "child_contact_level=2", YES, "2026-03-27", "2026-05-22"),
    Row("child_contact_shared", "child_contact_level=4", NO),
    Row("housing_status", "tenancy=none", "not required"),
)
