# ruff: noqa: E501  (a line of the log stays one line)
"""What each act of the table of addresses leaves in the log: the verb, of what, and the names of all that is told."""

from collections.abc import Iterable
from typing import Any

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.audit.telling import readable_lines


def line_of(entry: Entry) -> str:
    """The verb, of what, and the names of all that is told about it."""
    parts = {"before": entry.before, "after": entry.after, "told": entry.details}
    names = [f"{part}: {' '.join(sorted(facts))}" for part, facts in parts.items() if facts]
    return "; ".join([f"{entry.verb} of {entry.target_type}", *names])


def not_in_words(entries: Iterable[Entry], reader: Any) -> set[str]:
    """What stands in these lines as the code has it, and not as people read it."""
    left = set()
    for entry, line in zip(entries, readable_lines(list(entries), reader=reader), strict=True):
        labels = [label for label, *_values in (*line.changes, *line.facts)]
        left |= {f"{entry.verb}: {text}" for text in [line.text, *labels] if text.isascii() or "object (" in text}
    return left


LINES: dict[str, tuple[str, ...]] = {
    "accounts:invite": (
        "accounts.person_created of accounts.user; told: username",
        "accounts.role_given of accounts.assignment; told: district ends_on role starts_on user",
        "accounts.link_issued of accounts.onetimelink; told: purpose user",
    ),
    "accounts:give-role": ("accounts.role_given of accounts.assignment; told: district ends_on role starts_on user",),
    "accounts:end-role": ("accounts.role_ended of accounts.assignment; told: ends_on role user",),
    "accounts:new-link": ("accounts.link_issued of accounts.onetimelink; told: purpose user",),
    "accounts:close": (
        "accounts.role_ended of accounts.assignment; told: ends_on role user",
        "accounts.account_closed of accounts.user",
    ),
    "accounts:forget-second-factor": ("accounts.second_factor_forgotten of accounts.user",),
    "accounts:usual-sections-everywhere": ("accounts.section_made of accounts.section; told: duties office",) * 20,
    "accounts:usual-sections": ("accounts.section_made of accounts.section; told: duties office",) * 10,
    "accounts:section-add": ("accounts.section_made of accounts.section; told: duties office",),
    "accounts:section": (
        "accounts.section_changed of accounts.section; before: duties name; after: duties name; told: office",
    ),
    "accounts:section-close": ("accounts.section_closed of accounts.section; told: office",),
    "accounts:sections-of": ("accounts.sections_chosen of accounts.assignment; told: sections user",),
    "accounts:my-data": ("accounts.person_exported of accounts.user",),
    "accounts:my-letters": (
        "accounts.letters_chosen of accounts.user; before: language pace; after: language pace; told: by_link",
    ),
    "accounts:address": ("accounts.address_mended of accounts.user; told: is_other",),
    "accounts:person-data": ("accounts.person_exported of accounts.user",),
    "accounts:erase": ("accounts.person_erased of accounts.user; told: forgotten",),
    "accounts:destruction-decide": (
        "accounts.destruction_approved of accounts.destructionlist; told: committee decided_on decision_number seen",
    ),
    "accounts:destruction-item": (
        "accounts.destruction_item_decided of accounts.destructionitem; before: kept_reason; after: kept_reason",
    ),
    "accounts:destroy": ("accounts.destruction_done of accounts.destructionlist; told: destroyed labels",),
    "routes:office": ("routes.route_set of routes.route; before: stops; after: stops; told: office seen",),
    "routes:pass": ("routes.passed_on of routes.passage; told: in_place kind office on seen stop",),
    "routes:send-back": (
        "routes.sent_back of routes.passage; told: kind office on reason seen stop",
        "forums.recording_resumed of forums.forum; told: reason seen",
    ),
    "years:begin": ("years.year_begun of years.plannedyear; told: copied_from",),
    "years:open": ("years.year_opened of years.plannedyear; told: on seen",),
    "years:discard": ("years.draft_discarded of years.plannedyear; told: held",),
    "years:days-edit, opened": (
        "years.days_saved of years.yeardays; before: announce_before; after: announce_before; told: reason year",
        "years.opened_year_changed of years.yearchange; told: part reason touched year",
    ),
    "years:days-edit, draft": (
        "years.days_saved of years.yeardays; before: announce_before; after: announce_before; told: reason year",
    ),
    "budget:flagship-new, opened": (
        "budget.flagship_added of budget.flagshipproject; after: kpi_code objective responsible_unit sharing title_th; told: reason year",
        "years.opened_year_changed of years.yearchange; told: part reason touched year",
    ),
    "budget:flagship-new, draft": (
        "budget.flagship_added of budget.flagshipproject; after: kpi_code objective responsible_unit sharing title_th; told: reason year",
    ),
    "budget:flagship-edit, opened": (
        "budget.flagship_saved of budget.flagshipproject; before: budget responsible_unit_en share_per_district sharing title_en title_th; after: budget responsible_unit_en share_per_district sharing title_en title_th; told: reason year",
        "years.opened_year_changed of years.yearchange; told: part reason touched year",
    ),
    "budget:flagship-edit, draft": (
        "budget.flagship_saved of budget.flagshipproject; before: budget responsible_unit_en sharing title_en title_th; after: budget responsible_unit_en sharing title_en title_th; told: reason year",
    ),
    "budget:flagship-table": (
        "budget.share_table_saved of budget.flagshipproject; before: shares; after: shares; told: reason year",
    ),
    "budget:tree-new": (
        "budget.tree_added of budget.strategytree; after: first_year last_year levels levels_en name_en name_th",
    ),
    "budget:tree-edit, of the city": (
        "budget.tree_saved of budget.strategytree; before: levels name_th; after: levels name_th; told: reason",
    ),
    "budget:tree-edit, in force": (
        "budget.tree_saved of budget.strategytree; before: levels name_th; after: levels name_th; told: reason",
        "years.opened_year_changed of years.yearchange; told: part reason touched year",
    ),
    "budget:tree-remove": (
        "budget.tree_removed of budget.strategytree; before: first_year last_year levels levels_en name_en name_th; told: nodes",
    ),
    "budget:node-new, of the city": (
        "budget.node_added of budget.strategynode; after: code name_en name_th parent; told: reason",
    ),
    "budget:node-new, of a district": (
        "budget.node_added of budget.strategynode; after: code name_en name_th parent; told: reason",
    ),
    "budget:node-edit, of the city": (
        "budget.node_saved of budget.strategynode; before: code name_en name_th; after: code name_en name_th; told: reason",
    ),
    "budget:node-edit, of a district": (
        "budget.node_saved of budget.strategynode; before: code name_en name_th; after: code name_en name_th; told: reason",
    ),
    "budget:node-remove, of the city": (
        "budget.node_removed of budget.strategynode; before: code name_en name_th parent; told: reason",
    ),
    "budget:node-remove, of a district": (
        "budget.node_removed of budget.strategynode; before: code name_en name_th parent; told: reason",
    ),
    "lists:hand-in, proposals": ("lists.uploaded of lists.rowlist; told: file list_kind",),
    "lists:hand-in, attendance": ("lists.uploaded of lists.rowlist; told: file list_kind",),
    "lists:hand-in, committee": ("lists.uploaded of lists.rowlist; told: file list_kind",),
    "lists:hand-in, elections": ("lists.uploaded of lists.rowlist; told: file list_kind",),
    "lists:hand-in, register": ("lists.uploaded of lists.rowlist; told: file list_kind",),
    "lists:hand-in, money": ("lists.uploaded of lists.rowlist; told: file list_kind",),
    "lists:hand-in, plan projects": ("lists.uploaded of lists.rowlist; told: file list_kind",),
    "lists:hand-in, plan items": ("lists.uploaded of lists.rowlist; told: file list_kind",),
    "lists:hand-in, people": ("lists.uploaded of lists.rowlist; told: file list_kind",),
    "lists:hand-in, communities": ("lists.uploaded of lists.rowlist; told: file list_kind",),
    "lists:confirm, communities": (
        "communities.community_registered of communities.community; told: import_id register_on",
        "communities.register_imported of communities.registerimport; told: created ended updated",
        "lists.imported of lists.rowlist; told: changed file list_kind new",
    ),
    "lists:undo, communities": (
        "communities.community_taken_back of communities.community; told: import_id register_on",
        "communities.register_undone of communities.registerimport; told: register_on",
        "lists.undone of lists.rowlist; told: changed file list_kind new",
    ),
    "lists:columns": ("lists.columns_chosen of lists.rowlist",),
    "lists:words": ("lists.words_answered of lists.rowlist",),
    "lists:rows": ("lists.rows_answered of lists.rowlist",),
    "lists:confirm, people": (
        "accounts.person_created of accounts.user; told: username",
        "accounts.role_given of accounts.assignment; told: district ends_on role starts_on user",
        "lists.imported of lists.rowlist; told: changed file list_kind new",
    ),
    "lists:undo, people": (
        "accounts.role_ended of accounts.assignment; told: ends_on role user",
        "accounts.account_closed of accounts.user",
        "lists.undone of lists.rowlist; told: changed file list_kind new",
    ),
    "lists:links": ("accounts.link_issued of accounts.onetimelink; told: purpose user",),
    "lists:confirm, proposals": (
        "forums.proposal_added of forums.proposal; after: detail place title; told: forum",
        "lists.imported of lists.rowlist; told: changed file list_kind new",
    ),
    "lists:stop": ("lists.stopped of lists.rowlist",),
    "lists:cancel": ("lists.cancelled of lists.rowlist",),
    "lists:undo, proposals": (
        "forums.proposal_removed of forums.proposal; before: removed_on; after: removed_on; told: forum",
        "lists.undone of lists.rowlist; told: changed file list_kind new",
    ),
    "budget:tree-import": ("budget.tree_list_uploaded of budget.treeimport; told: file",),
    "budget:tree-list-columns": ("budget.tree_list_columns_chosen of budget.treeimport",),
    "budget:tree-list-levels": ("budget.tree_list_levels_left_out of budget.treeimport; told: left_out",),
    "budget:tree-list-confirm": ("budget.tree_imported of budget.treeimport; told: new out reason revised",),
    "budget:tree-list-undo": ("budget.tree_import_undone of budget.treeimport; told: new out reason revised",),
    "budget:tree-list-cancel": ("budget.tree_list_cancelled of budget.treeimport",),
    "budget:year-trees-edit, opened": (
        "budget.tree_in_force of budget.strategytree; told: reason year",
        "years.opened_year_changed of years.yearchange; told: part reason touched year",
    ),
    "budget:year-trees-edit, draft": ("budget.tree_in_force of budget.strategytree; told: reason year",),
    "budget:district-strategy-begin": ("budget.district_tree_begun of budget.strategytree; told: nodes year",),
    "budget:policy-begin": ("budget.policy_begun of budget.areapolicy; told: district number year",),
    "budget:statement-new": (
        "budget.statement_saved of budget.policystatement; after: proposals text; told: district number year",
    ),
    "budget:statement-edit": (
        "budget.statement_saved of budget.policystatement; before: text; after: text; told: district number year",
    ),
    "budget:statement-remove": (
        "budget.statement_removed of budget.policystatement; before: proposals text; told: district number year",
    ),
    "budget:policy-submit": ("budget.policy_submitted of budget.areapolicy; told: district number seen year",),
    "budget:policy-send-back": (
        "budget.policy_sent_back of budget.areapolicy; told: district number reason seen year",
    ),
    "budget:policy-approve": (
        "budget.district_tree_begun of budget.strategytree; told: nodes year",
        "budget.node_added of budget.strategynode; after: code name_en name_th parent; told: reason",
        "budget.policy_approved of budget.areapolicy; told: district number seen year",
    ),
    "budget:flagship-move": ("budget.flagship_moved of budget.flagshipproject; told: position year",),
    "budget:flagship-remove": (
        "budget.flagship_removed of budget.flagshipproject; before: budget kpi_code objective responsible_unit responsible_unit_en sharing title_en title_th; told: year",
    ),
    "kpi:run-cancel": ("kpi.run_cancelled of kpi.kpirun",),
    "years:step-new, opened": (
        "years.step_added of years.dueday; after: audiences due_on name_en name_th; told: reason year",
        "years.opened_year_changed of years.yearchange; told: part reason touched year",
    ),
    "years:step-new, draft": (
        "years.step_added of years.dueday; after: audiences due_on name_en name_th; told: reason year",
    ),
    "years:step-edit": (
        "years.step_saved of years.dueday; before: name_en name_th; after: name_en name_th; told: reason seen year",
    ),
    "years:remind": ("years.reminded of years.dueday; told: people places reminder year",),
    "years:step-remove": (
        "years.step_removed of years.dueday; before: audiences due_on name_en name_th; told: reason seen year",
    ),
    "communities:template-edit, opened": (
        "communities.template_saved of communities.plantemplate; before: rules sections; after: rules sections; told: reason seen year",
        "years.opened_year_changed of years.yearchange; told: part reason touched year",
    ),
    "communities:year-cut-off, opened": (
        "communities.cut_off_saved of communities.cutoff; before: of_year; after: of_year; told: reason year",
        "years.opened_year_changed of years.yearchange; told: part reason touched year",
    ),
    "communities:year-cut-off, draft": (
        "communities.cut_off_saved of communities.cutoff; before: of_year; after: of_year; told: reason year",
    ),
    "communities:template-edit, draft": (
        "communities.template_saved of communities.plantemplate; before: rules sections; after: rules sections; told: reason seen year",
    ),
    "kpi:targets-edit, opened": (
        "kpi.target_changed of kpi.target; before: text; after: text; told: code meeting on quarter reason requester seen year",
        "years.opened_year_changed of years.yearchange; told: part reason touched year",
    ),
    "kpi:targets-edit, draft": (
        "kpi.target_set of kpi.target; before: text; after: text; told: code quarter seen year",
    ),
    "kpi:freeze": (
        "kpi.quarter_frozen of kpi.frozenquarter; told: code quarter seen year",
        "kpi.quarter_frozen of kpi.frozenquarter; told: code quarter seen year",
        "kpi.quarter_frozen of kpi.frozenquarter; told: code quarter seen year",
        "kpi.quarter_frozen of kpi.frozenquarter; told: code quarter seen year",
        "kpi.quarter_frozen of kpi.frozenquarter; told: code quarter seen year",
    ),
    "kpi:quarter-send": ("budget.quarter_sent of budget.quarterreport; told: district quarter seen year",),
    "kpi:quarter-send-back": (
        "budget.quarter_sent_back of budget.quarterreport; told: district quarter reason seen year",
    ),
    "kpi:narrative": (
        "kpi.narrative_written of kpi.narrative; before: text; after: text; told: code district quarter year",
    ),
    "kpi:evaluate": (
        "kpi.narrative_evaluated of kpi.narrative; before: comment score verdict; after: comment score verdict; told: code district quarter seen year",
    ),
    "kpi:external-codes": (
        "kpi.external_code_set of kpi.externalcode; before: external_code; after: external_code; told: code year",
    ),
    "kpi:reported": (
        "kpi.figure_reported of kpi.reportedfigure; before: source text; after: source text; told: code quarter year",
    ),
    "budget:item-report": (
        "budget.item_reported of budget.itemreport; before: percent; after: percent; told: district quarter year",
        "budget.item_progress of budget.actionplanitem; before: progress; after: progress; told: district year",
    ),
    "budget:item-photos": ("budget.item_photo_kept of budget.itemphoto; told: district quarter sha256 year",),
    "budget:item-photo-remove": ("budget.item_photo_removed of budget.itemphoto; told: district quarter year",),
    "kpi:reopen": (
        "kpi.quarter_reopened of kpi.frozenquarter; told: code quarter reason seen year",
        "kpi.quarter_reopened of kpi.frozenquarter; told: code quarter reason seen year",
        "kpi.quarter_reopened of kpi.frozenquarter; told: code quarter reason seen year",
        "kpi.quarter_reopened of kpi.frozenquarter; told: code quarter reason seen year",
        "kpi.quarter_reopened of kpi.frozenquarter; told: code quarter reason seen year",
    ),
    "forums:plan": (
        "forums.forum_planned of forums.forum; after: community external_code fiscal_year is_numbered_by_paper last_on number number_year place purpose scheduled_on sessions title",
    ),
    "forums:uptake-take": (
        "communities.project_saved of communities.planproject; after: amount areas expected_benefit follow_up kind lines nature objectives place reason risk target title work_plan; told: community revision year",
        "forums.proposal_taken_up of forums.uptake; told: on plan project proposal",
    ),
    "forums:uptake-tie": ("forums.proposal_tied of forums.uptake; told: on plan project proposal",),
    "forums:uptake-end": ("forums.uptake_ended of forums.uptake; told: on proposal public_reason reason",),
    "forums:merge": ("forums.proposal_merged of forums.succession; told: into on proposal",),
    "forums:merge-undo": ("forums.merge_undone of forums.succession; told: into on proposal reason",),
    "forums:split": ("forums.proposal_split of forums.succession; told: into on proposal reason",) * 2,
    "forums:proposal-tie": ("forums.proposal_tied of forums.uptake; told: on plan project proposal",),
    "forums:answer": ("forums.proposal_answered of forums.reply; told: on proposal text",),
    "forums:forward": ("forums.proposal_forwarded of forums.reply; told: agency case_number on proposal text",),
    "forums:agency-answer": ("forums.agency_answered of forums.reply; told: agency_answer case_number on proposal",),
    "forums:reply-take-back": ("forums.reply_taken_back of forums.reply; told: on proposal reason",),
    "forums:join-again": ("forums.split_undone of forums.succession; told: into on proposal reason",),
    "forums:adopt": (
        "communities.plan_adopted of communities.planrevision; told: adopted_on community method revision year",
    ),
    "forums:cancel-adoption": (
        "communities.adoption_cancelled of communities.planrevision; told: adopted_on community on reason revision year",
    ),
    "forums:programme": ("forums.programme_saved of forums.forum; before: programme; after: programme",),
    "forums:publicity": ("forums.publicity_saved of forums.forum; before: publicity; after: publicity",),
    "forums:guests": ("forums.guests_saved of forums.forum; before: communities; after: communities",),
    "forums:open-to-group": ("forums.opened_to_group of forums.forum",),
    "forums:join": (
        "forums.forum_planned of forums.forum; after: community external_code fiscal_year is_numbered_by_paper last_on number number_year place purpose scheduled_on sessions title",
        "forums.forum_joined of forums.forum; told: host",
        "forums.forum_announced of forums.forum; told: on scheduled_on",
    ),
    "forums:copy": (
        "forums.forum_planned of forums.forum; after: community external_code fiscal_year is_numbered_by_paper last_on number number_year place purpose scheduled_on sessions title",
        "forums.forum_copied of forums.forum; told: bodies communities programme source",
    ),
    "forums:edit": (
        "forums.forum_edited of forums.forum; before: last_on place scheduled_on sessions title; after: last_on place scheduled_on sessions title",
    ),
    "forums:sessions": (
        "forums.forum_postponed of forums.forum; told: from_on reason to_on",
        "forums.sessions_changed of forums.forum; before: sessions; after: sessions; told: reason",
    ),
    "forums:announce": ("forums.forum_announced of forums.forum; told: on scheduled_on",),
    "forums:postpone": ("forums.forum_postponed of forums.forum; told: from_on reason to_on",),
    "forums:cancel": ("forums.forum_cancelled of forums.forum; told: on reason",),
    "forums:open": ("forums.forum_opened of forums.forum",),
    "forums:held": (
        "forums.forum_postponed of forums.forum; told: from_on reason to_on",
        "forums.forum_held of forums.forum; told: held_on",
    ),
    "forums:attendance": ("forums.attendance_saved of forums.forum; before: total; after: total",),
    "forums:meeting": ("forums.meeting_saved of forums.forum; before: summary; after: summary",),
    "forums:agenda": ("forums.agenda_saved of forums.forum; after: resolution topic; told: part",),
    "forums:proposal": ("forums.proposal_changed of forums.proposal; before: title; after: title; told: forum",),
    "forums:upload": ("forums.file_attached of forums.attachment; told: forum received_sha256 sha256",),
    "forums:file-public": ("forums.file_made_public of forums.attachment; told: forum",),
    "forums:file-remove": ("forums.file_removed of forums.attachment; told: forum",),
    "forums:withdraw": ("forums.forum_withdrawn of forums.forum; told: on reason seen",),
    "communities:standing": (
        "communities.standing_recorded of communities.community; before: status; after: status; told: note starts_on",
    ),
    "communities:entry": (
        (
            "communities.entry_recorded of communities.community; before: name_th people; after: name_th people; "
            "told: note starts_on"
        ),
    ),
    "communities:end": ("communities.community_ended of communities.community; told: ended_on note",),
    "communities:merge": ("communities.community_merged of communities.community; told: happened_on into",),
    "communities:split": (
        "communities.community_registered of communities.community; told: split_from",
        "communities.community_split of communities.community; told: ends happened_on into",
    ),
    "communities:term-begin": (
        "communities.term_begun of communities.committee; told: community ends_on starts_on term",
    ),
    "communities:term-end": (
        "communities.term_ended of communities.committee; before: ends_on; after: ends_on; told: community",
    ),
    "communities:member-seat": (
        "communities.member_seated of communities.committeemember; told: community position starts_on",
    ),
    "communities:seat-table": (
        "communities.member_seated of communities.committeemember; told: community position starts_on",
    ),
    "communities:member-correct": (
        "communities.member_corrected of communities.committeemember; before: full_name; after: full_name; told: community",
    ),
    "communities:member-leave": ("communities.member_left of communities.committeemember; told: community ends_on",),
    "communities:assistant-name": (
        "communities.assistant_named of communities.planassistant; told: community ends_on starts_on username",
    ),
    "communities:assistant-end": (
        "communities.assistant_ended of communities.planassistant; before: ends_on; after: ends_on; told: community",
    ),
    "communities:course-new": (
        "communities.course_added of communities.course; after: name objectives subjects; told: year",
    ),
    **dict.fromkeys(
        ("communities:course-edit, of the bureau", "communities:course-edit, of a district"),
        ("communities.course_changed of communities.course; before: name; after: name",),
    ),
    "communities:training-new": (
        "communities.training_planned of communities.coursesession; after: ends_at first_on last_on number place seats starts_at",
    ),
    "communities:training-edit": (
        "communities.training_changed of communities.coursesession; before: first_on last_on place seats; after: first_on last_on place seats",
    ),
    "communities:training-invite": (
        "communities.districts_invited of communities.coursesession; before: places; after: places",
    ),
    "communities:training-announce": ("communities.training_announced of communities.coursesession; told: seen",),
    "communities:training-held": ("communities.training_held of communities.coursesession",),
    "communities:training-not-held": ("communities.training_not_held of communities.coursesession",),
    "communities:training-reopen": ("communities.training_reopened of communities.coursesession; told: reason seen",),
    "communities:training-cancel": ("communities.training_cancelled of communities.coursesession; told: reason seen",),
    "communities:trainees": ("communities.trainees_named of communities.courseinvitation; told: district people",),
    "communities:attendance-row": (
        "communities.attendance_recorded of communities.courseinvitation; before: officers; after: officers; told: district",
    ),
    "communities:training-upload": ("communities.course_file_kept of communities.coursefile; told: kind sha256",),
    "communities:course-file-remove": ("communities.course_file_removed of communities.coursefile",),
    "communities:review": (
        "communities.last_year_reviewed of communities.planrevision; told: change_projects community continue_projects drop_projects finished_projects revision seen year",
    ),
    "communities:section": (
        "communities.section_saved of communities.plansection; before: text; after: text; told: code community revision year",
    ),
    "communities:problem": (
        "communities.problem_saved of communities.planproblem; before: problem; after: problem; told: community revision year",
    ),
    "communities:add-project": (
        "communities.project_saved of communities.planproject; after: amount areas expected_benefit follow_up kind lines nature objectives place reason risk target title work_plan; told: community revision year",
    ),
    "communities:project": (
        "communities.project_saved of communities.planproject; before: kind title; after: kind title; told: community revision year",
    ),
    "communities:comments": (
        "communities.plan_commented of communities.plancomment; told: community revision text year",
    ),
    "communities:comment-answer": (
        "communities.comment_answered of communities.plancomment; told: answer community revision year",
    ),
    "communities:return-reason": (
        "communities.return_reason_mended of communities.planrevision; told: community revision sentence year",
    ),
    "communities:project-items": (
        "communities.project_saved of communities.planproject; before: reason; after: reason; told: community revision year",
    ),
    "communities:enter-from-paper": (
        "communities.plan_entered_from_paper of communities.planrevision; told: community revision year",
    ),
    "communities:take-over": (
        "communities.plan_taken_over of communities.planrevision; told: community revision year",
    ),
    "communities:row-act": ("communities.project_taken_out of communities.planproject; told: community revision year",),
    "budget:withdraw-confirmation": (
        "communities.confirmation_withdrawn of communities.planrevision; told: community on reason revision seen year",
    ),
    "budget:recall-plan": (
        "communities.plan_recalled of communities.planrevision; told: community revision submitted_on year",
    ),
    "budget:answer": (
        "budget.project_checked of budget.consistencycheck; after: area_reason city_reason fits_mission forwarded_to mission_reason outcome outcome_reason; told: project",
    ),
    "budget:check-meeting": (
        "budget.project_checked of budget.consistencycheck; after: area_reason city_reason fits_area_strategy fits_city_strategy fits_mission forwarded_to mission_reason outcome outcome_reason; told: project seen",
        "budget.meeting_decided of budget.checkmeeting; told: members on outcome projects votes_against votes_for",
    ),
    "budget:check-meeting-undo": ("budget.meeting_undone of budget.checkmeeting; told: on",),
    "budget:second-look-ask": ("budget.second_look_asked of budget.secondlook; told: on project reason",),
    "budget:second-look": (
        "budget.project_checked of budget.consistencycheck; before: mission_node_id outcome strategy_id; after: mission_node_id outcome strategy_id; told: project seen",
        "budget.second_look_decided of budget.secondlook; told: on outcome project reason seen",
    ),
    "budget:waiting-answer": ("budget.waiting_answered of budget.waitingquestion; told: is_wanted on project reason",),
    "budget:check-return": (
        "communities.plan_returned of communities.planrevision; told: community on reason revision seen year",
    ),
    "budget:action-plan-open": ("budget.action_plan_opened of budget.actionplan; told: district year",),
    "budget:pool": (
        "budget.item_added of budget.actionplanitem; after: category ends_in external_code indicator money_source note objective part planned_amount responsible section starts_in strategy target title; told: district edition year",
        "budget.project_included of budget.actionplanitem; told: district edition on project seen title year",
    ),
    "budget:items-copy": (
        "budget.item_added of budget.actionplanitem; after: category ends_in external_code indicator money_source note objective part planned_amount responsible section starts_in strategy target title; told: district edition year",
    ),
    "budget:taking-undo": ("budget.taking_in_undone of budget.takingin; told: district items projects year",),
    "budget:item-new": (
        "budget.item_added of budget.actionplanitem; after: category ends_in external_code indicator money_source note objective part planned_amount responsible section starts_in strategy target title; told: district edition year",
    ),
    "budget:action-plan-submit": (
        "budget.action_plan_submitted of budget.actionplanedition; told: district number year",
    ),
    "budget:action-plan-recall": (
        "budget.action_plan_recalled of budget.actionplanedition; told: district number year",
    ),
    "budget:action-plan-approve": (
        "budget.action_plan_approved of budget.actionplanedition; told: changed district dropped number on seen year",
    ),
    "budget:action-plan-send-back": (
        "budget.action_plan_sent_back of budget.actionplanedition; told: district number reason seen year",
    ),
    "budget:action-plan-amend": (
        "budget.amendment_opened of budget.actionplanedition; told: district number reason year",
    ),
    "budget:action-plan-discard": (
        "budget.amendment_discarded of budget.actionplanedition; told: district number seen year",
    ),
    "budget:item-edit": (
        "budget.item_changed of budget.actionplanitem; before: title; after: title; told: district edition year",
    ),
    "budget:item-drop": ("budget.item_dropped of budget.actionplanitem; told: district edition reason year",),
    "budget:take-in": (
        "forums.proposal_taken_in of forums.reply; told: on proposal",
        "budget.item_added of budget.actionplanitem; after: category ends_in external_code indicator money_source note objective part planned_amount responsible section starts_in strategy target title; told: district edition year",
        "budget.proposal_taken_in of budget.actionplanitem; told: answers district edition on proposal reason seen title year",
    ),
    "budget:take-back": (
        "forums.reply_taken_back of forums.reply; told: on proposal reason",
        "budget.proposal_taken_back of budget.actionplanitem; told: district proposal reason title year",
    ),
    "budget:withdraw": ("budget.project_withdrawn of budget.actionplanitem; told: district project reason title year",),
    "budget:item-progress": (
        "budget.item_progress of budget.actionplanitem; before: progress; after: progress; told: district year",
    ),
    "budget:item-budget": ("budget.money_appropriation of budget.appropriation; told: act document_no entries on",),
    "budget:district-fund": ("budget.money_appropriation of budget.appropriation; told: act document_no entries on",),
    "budget:move": ("budget.money_disbursement of budget.allocation; told: act document_no entries on",),
    "budget:pay-at-once": ("budget.money_paid_at_once of budget.allocation; told: act document_no entries on",),
    "budget:lend": ("budget.money_advance of budget.allocation; told: act document_no entries on",),
    "budget:clear-advance": ("budget.money_advance_cleared of budget.allocation; told: act document_no entries on",),
    "budget:cost": ("budget.cost_tied of budget.cost; told: act paid_for",),
    "budget:payment-confirm": (
        "budget.money_paid_at_once of budget.allocation; told: act document_no entries on",
        "budget.payment_confirmed of budget.payment; told: act amount",
    ),
    "budget:payment-refuse": ("budget.payment_refused of budget.payment; told: act amount reason",),
    "budget:year-close": (
        "budget.money_lapse of budget.allocation; told: act document_no entries on",
        "budget.year_closed of budget.yearclosing; told: document_no lapsed on seen",
    ),
    "budget:month-close": ("budget.month_closed of budget.monthclosing; told: committed disbursed on seen",),
    "budget:permit-ask, of an office": ("budget.permit_asked of budget.yearpermit; told: act reason what year",),
    "budget:permit-ask, of the city": ("budget.permit_asked of budget.yearpermit; told: act reason what year",),
    "budget:permit-decide": ("budget.permit_allowed of budget.yearpermit; told: reason what year",),
    "budget:carry-ask": ("budget.carry_asked of budget.carry; told: act amount document_no on reason",),
    "budget:carry-decide": (
        "budget.money_carry_bound of budget.allocation; told: act document_no entries on",
        "budget.carry_approved of budget.carry; told: amount decision on until",
    ),
    "budget:carry-withdraw": ("budget.carry_withdrawn of budget.carry; told: amount reason",),
    "budget:carry-extend": (
        "budget.carry_extension_asked of budget.carry; told: act document_no number on reason until was_until",
    ),
    "budget:extension-decide": ("budget.carry_extended of budget.carry; told: decision number on until was_until",),
    "budget:carry-commit": ("budget.money_carried_commitment of budget.allocation; told: act document_no entries on",),
    "budget:carry-commit-pay": (
        "budget.money_carried_commitment of budget.allocation; told: act document_no entries on",
        "budget.money_carried_payment of budget.allocation; told: act document_no entries on",
    ),
    "budget:carry-pay": ("budget.money_carried_payment of budget.allocation; told: act document_no entries on",),
    "budget:carry-lapse": ("budget.money_carried_lapse of budget.allocation; told: act document_no entries on",),
    "budget:second-person": ("districts.second_person_asked_for of districts.office; told: is_needed",),
    "budget:year-spending, draft": (
        "budget.spending_rule_saved of budget.spendingrule; told: ask_after_years bound_approver free_approver needs_allotment small_purchase targets year",
    ),
    "budget:transfer-bureau": ("budget.money_transfer of budget.allocation; told: act document_no entries on seen",),
    "budget:money-table-enter": (
        "budget.money_commitment of budget.allocation; told: act document_no entries on",
        "budget.table_entered of budget.entrytable; told: rows",
    ),
    "budget:register-enter": (
        "budget.money_disbursement of budget.allocation; told: act document_no entries on",
        "budget.table_entered of budget.entrytable; told: rows",
    ),
    "budget:register-undo": ("budget.table_undone of budget.entrytable; told: rows",),
    "budget:lot-new": ("budget.lot_opened of budget.lot; told: year",),
    "budget:lot-edit": ("budget.lot_described of budget.lot; before: title; after: title",),
    "budget:lot-gather": ("budget.lot_gathered of budget.lot; told: lines seen",),
    "budget:lot-take-out": ("budget.lot_lines_taken_out of budget.lot; told: lines",),
    "budget:lot-cancel": ("budget.lot_cancelled of budget.lot; told: on reason",),
    "budget:lot-order": (
        "budget.money_commitment of budget.allocation; told: act document_no entries on",
        "budget.table_entered of budget.entrytable; told: rows",
        "budget.lot_ordered of budget.lot; told: amount document_no on",
    ),
    "budget:lot-change": (
        "budget.money_commitment_release of budget.allocation; told: act document_no entries on",
        "budget.table_entered of budget.entrytable; told: rows",
        "budget.lot_contract_changed of budget.lot; told: amount on reason",
    ),
    "budget:lot-end": (
        "budget.money_commitment_release of budget.allocation; told: act document_no entries on",
        "budget.table_entered of budget.entrytable; told: rows",
        "budget.lot_contract_ended of budget.lot; told: on reason",
    ),
    "budget:lot-pay": (
        "budget.money_disbursement of budget.allocation; told: act document_no entries on",
        "budget.table_entered of budget.entrytable; told: rows",
        "budget.lot_paid of budget.lot; told: amount document_no on",
    ),
    "budget:lot-undo": (
        "budget.money_undone of budget.allocation; told: act document_no entries on reason",
        "budget.table_undone of budget.entrytable; told: rows",
        "budget.lot_entry_undone of budget.lot; told: amount entry_kind",
    ),
    "budget:lot-close": ("budget.lot_closed of budget.lot; told: on",),
    "budget:lot-inspect": ("budget.lot_inspected of budget.lot; told: on received seen",),
    "budget:lot-inspection-undo": ("budget.lot_inspection_undone of budget.lot; told: on",),
    "budget:lot-hand-over": ("budget.lot_handed_over of budget.handover; before: asset_numbers; after: asset_numbers",),
    "budget:money-table-undo": ("budget.table_undone of budget.entrytable; told: rows",),
    "budget:undo": ("budget.money_undone of budget.appropriation; told: act document_no entries on",),
    "budget:reverse": ("budget.money_undone of budget.appropriation; told: act document_no entries on reason",),
    "budget:fund": ("budget.money_appropriation of budget.appropriation; told: act document_no entries on",),
    "budget:request-begin": ("budget.request_begun of budget.budgetrequest; told: year",),
    "budget:request-begin-flagship": (
        "budget.request_begun of budget.budgetrequest; told: year",
        "budget.request_line_added of budget.requestline; after: amount category note title; told: year",
    ),
    "budget:request-choose": (
        "budget.request_line_added of budget.requestline; after: amount category note title; told: seen year",
    ),
    "budget:request-line-new": (
        "budget.request_line_added of budget.requestline; after: amount category note title; told: year",
    ),
    "budget:request-line-edit": (
        "budget.request_line_changed of budget.requestline; before: amount title; after: amount title; told: year",
    ),
    "budget:request-line-remove": (
        "budget.request_line_removed of budget.requestline; before: amount category note title; told: year",
    ),
    "budget:request-hand-in": ("budget.request_handed_in of budget.budgetrequest; told: on seen year",),
    "budget:request-recall": ("budget.request_recalled of budget.budgetrequest; told: reason year",),
    "budget:request-stage": (
        "budget.stage_recorded of budget.requeststage; told: asked document_no left on seen year",
    ),
    "budget:request-stage-withdraw": ("budget.stage_withdrawn of budget.requeststage; told: on reason year",),
    "budget:request-grant": (
        "budget.money_appropriation of budget.appropriation; told: act document_no entries on source",
    ),
    "budget:cut": ("budget.money_appropriation_cut of budget.appropriation; told: act document_no entries on",),
    "reports:reports": ("reports.report_requested of reports.reportrequest; told: name",),
    "reports:cancel": ("reports.report_cancelled of reports.reportrequest",),
}
