"""The triggers that must stand in the database. `verify` reports each one that was dropped or disabled.

A migration that adds or drops a trigger changes this list too; a test compares it with a fresh database.
"""

from collections.abc import Iterator

# A disabled trigger counts as gone.
TRIGGERS_PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}
NAMES = """
    act_closing_covered act_closing_no_delete act_closing_no_update act_recording_no_delete
    act_recording_no_update act_recording_of_case archived_file_no_delete archived_file_no_update
    archiving_ends_once archiving_no_delete archiving_request_fixed
    assessment_follows assessment_no_delete assessment_no_update baseline_no_delete baseline_no_update
    baseline_tier_no_delete baseline_tier_no_update baseline_tier_of_baseline bundle_ends_once bundle_no_delete
    bundle_part_in_time bundle_part_no_delete bundle_part_no_update bundle_request_fixed bundle_starts_requested
    calendar_feed_ended_once calendar_feed_fixed calendar_feed_no_delete case_officer_never_reviewed
    case_officer_no_delete case_officer_stays certificate_apart certificate_card_no_delete
    certificate_card_revoked_once certificate_card_starts clock_request_no_delete clock_request_no_update
    clock_ruling_no_delete clock_ruling_no_update clock_ruling_of_case clock_ruling_other_hand
    clock_stop_ended_once clock_stop_fixed clock_stop_no_delete closing_no_delete closing_no_update
    copy_request_no_delete copy_request_no_update custody_follows custody_no_delete custody_no_update
    deadline_no_delete deadline_recount_no_delete deadline_recount_no_update deadline_reminder_no_delete
    deadline_reminder_no_update deadline_rule_ended_once deadline_rule_fixed deadline_rule_no_delete
    decision_by_third_hand decision_discussed decision_no_delete decision_no_update decision_not_by_signer
    decision_outcome_of_draft draft_spares_whole spared_draft_no_delete spared_draft_no_update
    annual_release_no_delete annual_release_no_update
    supervision_order_no_delete supervision_order_no_update supervision_order_other_hand
    supervision_proof_no_delete supervision_proof_no_update supervision_proof_of_case
    supervision_reply_in_turn supervision_reply_no_delete supervision_reply_no_update
    supervision_ruling_no_delete supervision_ruling_no_update supervision_ruling_other_hand
    exit_course_after_sending exit_course_no_delete exit_course_no_update exit_request_no_delete
    exit_request_no_update exit_ruling_no_delete exit_ruling_no_update exit_ruling_other_hand
    exit_sending_approved exit_sending_no_delete exit_sending_no_update
    decision_reviewed decision_sums decision_two_officers declared_act_no_delete declared_act_no_update
    defence_after_notice defence_answer_no_delete defence_answer_no_update defence_answer_of_case
    defence_no_delete defence_no_update delivery_ended_once delivery_fixed delivery_no_delete
    derivative_no_delete derivative_no_update device_clock_no_delete device_clock_no_update
    device_holding_ended_once device_holding_no_delete device_no_delete discussion_conclusion_counted
    discussion_conclusion_no_delete discussion_conclusion_no_update discussion_member_called
    discussion_member_no_delete discussion_member_no_update discussion_no_delete discussion_no_update
    discussion_of_reviewed_draft discussion_opinion_in_turn discussion_opinion_no_delete
    discussion_opinion_no_update discussion_reveal_by_chief discussion_reveal_no_delete
    discussion_reveal_no_update discussion_scope_no_delete discussion_scope_no_update disposal_approval_apart
    disposal_approval_no_delete disposal_approval_no_update disposal_approval_of_list
    disposal_certificate_no_delete disposal_certificate_no_update disposal_execution_approved
    disposal_execution_no_delete disposal_execution_no_update disposal_execution_not_held
    disposal_line_before_approval disposal_line_no_delete disposal_line_no_update disposal_no_delete
    disposal_no_update disposal_withdrawal_in_time disposal_withdrawal_no_delete disposal_withdrawal_no_update
    disposed_item_executed disposed_item_no_delete disposed_item_no_update docking_line_no_delete
    docking_line_no_update docking_line_while_open docking_receipt_closed_once docking_receipt_no_delete
    document_correction_follows document_correction_no_delete document_correction_no_update
    document_no_delete document_no_update document_number_follows document_version_follows
    draft_choice_no_delete draft_choice_no_update draft_choice_of_case draft_next_version draft_no_delete
    draft_no_update enforcement_case_no_delete enforcement_case_number_fixed enforcement_case_procedure_fixed
    enforcement_case_starts
    error_report_contact_only_forgotten error_report_no_delete error_report_no_update
    exemption_verdict_no_delete exemption_verdict_no_update exemption_verdict_second_person
    failed_attempt_after_issue failed_attempt_no_delete failed_attempt_no_update failed_attempt_of_case
    finding_override_answered_once finding_override_fixed finding_override_no_delete finding_override_starts
    fixity_check_no_delete fixity_check_no_update fund_recovery_no_delete fund_recovery_no_update
    fund_recovery_not_more_than_decided further_copy_no_delete further_copy_no_update gap_explanation_no_delete
    gap_explanation_no_update hearing_threshold_no_delete hearing_threshold_no_update hold_release_no_delete
    hold_release_no_update hold_release_other_hand item_as_received item_no_delete item_no_update
    journal_entry_linked journal_entry_no_delete journal_entry_no_update journal_head_no_delete
    journal_head_no_update journal_size_no_delete journal_size_steps label_follows label_no_delete
    label_no_update letter_ended_once letter_fixed letter_no_delete listed_duty_no_delete listed_duty_no_update
    listed_reviewer_ended_once listed_reviewer_no_delete lock_extension_no_delete lock_extension_no_update
    log_event_follows log_event_no_delete log_event_no_update log_head_grows log_head_no_delete
    log_head_no_update log_size_no_delete log_size_steps media_job_no_delete milestone_follows
    milestone_no_delete milestone_no_update notice_frozen notice_no_delete notice_published_once
    notice_salt_only_forgets notice_salt_stays_while_shown notice_second_person notice_starts notice_way
    number_counter_no_delete number_counter_steps own_day_ended_once own_day_fixed own_day_no_delete
    approval_act_apart approval_act_no_delete approval_act_no_update approval_act_of_draft case_officer_never_signed
    decision_not_by_endorser proposed_opinion_not_by_endorser review_not_by_endorser
    cash_collection_no_delete cash_collection_no_update
    party_no_delete payment_no_delete payment_no_update payment_not_more_than_decided penalty_no_delete
    penalty_no_update penalty_of_draft proposed_opinion_answered_once proposed_opinion_apart
    proposed_opinion_no_delete proposed_opinion_signer_apart recording_exemption_no_delete
    recording_exemption_no_update recording_exemption_one_open recording_link_no_delete recording_link_no_update
    recording_link_same_bytes recording_no_delete recording_no_update recording_poster_no_delete
    recording_poster_no_update report_answer_no_delete report_answer_no_update report_item_no_delete
    report_item_no_update report_no_delete report_no_update report_receipt_no_delete report_receipt_no_update
    report_run_in_order report_run_no_delete report_run_no_update retention_hold_no_delete
    retention_hold_no_update retention_mark_no_delete retention_mark_no_update retention_setting_no_delete
    retention_setting_no_update review_claim_apart review_final review_next_round review_no_delete
    review_objection_no_delete review_objection_settled_once review_reviewer_apart review_sample_no_delete
    review_sample_no_update review_starts_open review_submission_fixed role_grant_apart role_grant_ended_once
    role_grant_no_delete rule_draft_no_delete rule_draft_no_update rule_draft_of_decision
    sampled_review_checked_once sampled_review_no_delete service_after_issue
    service_announced_last service_announced_long_enough service_no_delete service_no_update service_of_case
    service_tells_publication slate_finding_no_delete slate_finding_no_update slate_no_delete slate_no_update
    spot_decision_light standing_list_ended_once standing_list_follows standing_list_no_delete
    standing_list_starts restore_drill_ends_once restore_drill_no_delete restore_drill_request_fixed
    ruling_by_other_hand ruling_no_delete ruling_no_update ruling_of_case
    step_record_no_delete step_record_no_update step_record_of_case store_report_no_delete
    store_report_no_update technical_facts_no_delete technical_facts_no_update
    text_record_no_delete text_record_no_update time_mark_ends_once time_mark_follows time_mark_no_delete
    time_mark_no_update time_mark_own upload_place_no_delete upload_place_no_update upload_session_ends_once
    upload_session_no_delete upload_session_received_stays viewing_no_delete viewing_no_update
    waiver_after_notice waiver_no_delete waiver_no_update withheld_decision_no_delete
    withheld_decision_no_update withheld_decision_starts
    decision_hearing_ended decision_on_the_record hearing_convening_follows hearing_convening_no_delete
    hearing_convening_no_update hearing_convening_outsiders hearing_ending_by_host hearing_ending_no_delete
    hearing_ending_no_update hearing_request_no_delete hearing_request_no_update hearing_request_of_case
    host_challenge_no_delete host_challenge_no_update host_challenge_other_hand relied_record_no_delete
    relied_record_no_update relied_record_of_case
    measure_disposal_line_no_delete measure_disposal_line_no_update measure_disposal_line_of_measure
    measure_disposal_no_delete measure_disposal_no_update measure_extension_granted_once
    measure_extension_no_delete measure_extension_no_update measure_extension_of_coercion
    measure_extension_ruling_no_delete measure_extension_ruling_no_update measure_extension_ruling_other_hand
    measure_follows measure_item_listed measure_item_no_delete measure_item_no_update measure_no_delete
    measure_no_update measure_ruling_no_delete measure_ruling_no_update measure_ruling_other_hand
    measure_scene_no_delete measure_scene_no_update measure_scene_started measure_start_approved
    measure_start_no_delete measure_start_no_update
"""
PROTECTED: tuple[str, ...] = tuple(NAMES.split())


def triggers_of(dialect: str) -> Iterator[str]:
    """PostgreSQL can empty a table without deleting rows, so what may not be deleted is guarded there as well."""
    for name in PROTECTED:
        yield name
        if dialect == "postgresql" and name.endswith("_no_delete"):
            yield name.replace("_no_delete", "_no_truncate")
