"""What the workbook holds: one dataclass a sheet, one field a column. Read this first.

The sheet names and keys (`finding.owner` = prefix + field) are a contract: registers that people keep carry them.
Headers may change, then the old one goes into `formerly=`. Columns may be added anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ncr_toolkit.core.schema import (
    Band,
    Record,
    Step,
    also,
    choice,
    day,
    derived,
    exact,
    file,
    link,
    listed,
    long,
    number,
    person,
    sheet,
    text,
)

GRADES = ("Major", "Minor", "Observation", "Opportunity", "Area of concern")
GRADES_ALSO = also("""
    Major: Major NC, NC Major, Major NCR, Major nonconformity, Major non-conformity, Major finding, Critical, Severe, High, Very high, Category 1, Cat 1, CAT I, Grade 1, MaNC, NC-MAJ, MAJ, A, Hauptabweichung, kritische Abweichung, Majeure, NC majeure, Mayor, NC mayor, Maggiore, Não conformidade maior, Kritisk
    Minor: Minor NC, NC Minor, Minor NCR, Minor nonconformity, Minor non-conformity, Minor finding, Medium, Moderate, Category 2, Cat 2, CAT II, Grade 2, MiNC, NC-MIN, MIN, B, Nebenabweichung, Mineure, NC mineure, Menor, NC menor, Minore, Não conformidade menor
    Observation: OBS, Obs., Comment, Note, Remark, Low, Category 3, Cat 3, C, Weakness, Hinweis, Beobachtung, Remarque, Observación, Osservazione, Observação
    Opportunity: OFI, Opportunity for improvement, Improvement, Recommendation, Suggestion, Potential improvement, Empfehlung, Verbesserungspotenzial, Piste de progrès, Opportunité d'amélioration, Oportunidad de mejora
    Area of concern: AoC, Concern, Stage 1 finding, Potential nonconformity, Schwachstelle, Point sensible
""")
STATUSES = ("Open", "In progress", "Submitted", "Verifying", "Closed", "Reopened", "Withdrawn")
STATUSES_ALSO = also("""
    Open: New, Raised, Logged, Received, Opened, Not started, To do, Todo, Pending, Outstanding, Registered, Acknowledged, Overdue, Offen, Neu, Ouvert, Nouveau, Abierto, Pendiente, Aperto, Aberto, Åben, Öppen
    In progress: WIP, Work in progress, In work, Ongoing, On-going, Started, In process, Being worked on, Active, Working, Under way, Underway, Partially implemented, Planned, On hold, Delayed, In Bearbeitung, Laufend, En cours, En curso, In corso, Em andamento, Pågår
    Submitted: Sent, Answered, Responded, Response sent, Replied, Submitted to CB, With auditor, With CB, Awaiting acceptance, Eingereicht, Soumis, Enviado, Inviato
    Verifying: Verification, In verification, Under verification, To be verified, Under review, In review, Pending verification, Awaiting verification, Awaiting closure, Ready for verification, Implemented, Actions complete, Effectiveness check, Monitoring, In Prüfung, À vérifier, En verificación
    Closed: Complete, Completed, Done, Finished, Fixed, Resolved, Solved, Verified, Accepted, Effective, Closed out, Close, Closed by CB, Erledigt, Geschlossen, Abgeschlossen, Clos, Fermé, Clôturé, Terminé, Cerrado, Hecho, Chiuso, Fechado, Concluído, Stängd, Lukket
    Reopened: Re-opened, Reopen, Re-open, Returned, Rejected, Open again, Failed verification, Wieder geöffnet, Rouvert, Reabierto
    Withdrawn: Cancelled, Canceled, Void, Voided, Retracted, Not applicable, N/A, Dropped, Duplicate, Rescinded, Deleted, Zurückgezogen, Storniert, Retiré, Annulé, Retirado, Anulado, Annullato
""")
YES_NO = ("Yes", "No")
MINOR_JUDGED_BY = ("Its plan, then its proof", "Plan and proof together")
SECOND_READER = ("Advised for a Major", "Wanted for a Major", "Wanted for Majors and Minors", "Not used")
SECOND_READER_ROLE = "Second reader"
RESOURCES_TOLD = ("Without amounts of money", "As typed", "Left out")
ID_OF_FINDING = "The finding this row belongs to. Choose it from the list."


@sheet("Findings", prefix="finding", step=Step.LOG, rows=40, id_field="id", bands=(
    Band("The auditor's words", "statement", ("requirement", "site")),
    Band("Owner and state", "raised_on"),
    Band("Deadlines and the body", "response_due", ("due_basis", "disputed")),
    Band("Your answer", "consequences", ("extent", "no_action_reason")),
    Band("Observations", "disposition", ("acceptance_reason", "risk_rationale")),
    Band("Management system", "detection_cause", ("system_change", "model_version")),
    Band("Closing", "closed_on", ("closed_by", "internal_note"))),
       about="One row a finding: the auditor's words first, your answer to the right.")
@dataclass(slots=True, kw_only=True)
class Finding(Record):
    id: str = exact("Finding ID", "The certification body's own number, as it stands in the report. Example: NC-2026-03.", 15)
    audit: str = link("Audit", "The audit in which it was raised; audits are listed on the sheet Audits.", "audit", 13)
    grade: str = choice("Grade", "The grade in the audit report. Do not soften it. An Area of concern is raised at stage 1: it could become a nonconformity at stage 2.", GRADES, 14, also=GRADES_ALSO)
    standard: str = listed("Standard", "The standard the reference belongs to. Left empty, it is the standard of this register. Several: with a semicolon between them.", "standards", 20)
    reference: str = exact("Reference", "Clause or control in the report; several with a semicolon between them, of another standard as 27001: A.5.15. Example: 8.4 or A.6.2.4. It stays text, so 5.10 stays 5.10.", 12,
                           source="references")
    title: str = text("Title", "The finding in one line. Example: No impact assessment before release of the triage model.", 34)
    statement: str = long("Statement of nonconformity", "What is not fulfilled, in the auditor's own words. Copy it, do not edit it. Example: Release 2.3 of the triage model went live without the impact assessment that P-07 asks for.", 50)
    requirement: str = long("Requirement", "What the clause or control asks, as the report puts it. Example: 8.4, and your own P-07: an impact assessment before each major release.", 40)
    objective_evidence: str = long("Objective evidence", "What the auditor saw: records, dates, numbers, places. Example: release records REL-031 to REL-036; 2 of 6 name no assessment.", 44)
    impact: str = long("Impact", "What follows for the system's results, for people, for customers. Example: 4 wards used a model whose risk for children was not assessed.", 36)
    process: str = text("Process", "The process concerned. Example: Model release.", 20)
    ai_system: str = text("AI system", "The AI system concerned, by the name in your inventory; several with a semicolon between them. Example: TriageGuide.", 20)
    site: str = text("Site", "The site or unit where it was seen; several with a semicolon between them. Example: Lisbon.", 16)
    raised_on: date | None = day("Raised on", "The day the finding was raised. Example: 2026-03-20.")
    acknowledged_on: date | None = day("Acknowledged on", "The day you confirmed to the auditor that you received it.")
    owner: str = person("Owner", "One person who answers for it, from the sheet People. Not a team.")
    status: str = choice("Status", "Open: logged. In progress: being worked on. Submitted: answer sent. Verifying: the body or you check it. Closed, Reopened, Withdrawn.", STATUSES, 13, also=STATUSES_ALSO)
    state: str = derived("Where it stands", "Computed for you: overdue, due soon, open or closed on the day of the Dashboard.", 20)
    days_left: str = derived("Days left", "Computed for you: days to the next deadline; a minus means days overdue.", 11)
    revised_due: date | None = derived("Revised answer due", "Computed for you: if the body returned your answer, the day by which it wants a better one, from the last row on Replies. It counts as a deadline until you enter Sent again.", 13, later=True, shows_day=True)
    clock: str = derived("Next clock", "Computed for you: which of the body's dates comes next: the revised answer, the plan (Response due), the implementation, or the proof (Close due). What is done has none.", 15, later=True)
    work_by: date | None = derived("Last working day", "Computed for you: the last working day up to that date, by weekends and the public holidays of the country on the sheet Register.", 13, later=True, shows_day=True)
    working_days_left: str = derived("Working days left", "Computed for you: working days to that date, today not counted; a minus means working days late.", 11, later=True)
    missing: str = derived("Missing for the plan", "Computed for you: how many things the plan lacks, by the cells that are empty. 0 is not yet ready: whether texts, dates and links hold is judged by `ncr check`, and that counts.", 12, later=True)
    next_step: str = derived("Next step", "Computed for you: the first thing that is missing, and its sheet. It goes by empty cells; `ncr check` also judges what stands in them, and that counts.", 34, later=True)
    response_due: date | None = day("Response due", "The day by which the body wants your answer. Copy it from the report.")
    implementation_due: date | None = day("Implementation due", "If the body sets a day of its own by which the actions are done, before the closing: that day. Otherwise leave it empty.", 16, later=True)
    close_due: date | None = day("Close due", "The day by which it must be closed with evidence. Copy it from the report.")
    due_basis: str = choice("Deadline counts from", "What the body counts its days from. Where both dates are typed it may stay empty.",
                            ("Last audit day", "Closing meeting", "Report received", "Notification", "Agreed date"), 18)
    response_sent_on: date | None = day("Response sent on", "The day your answer went to the body.")
    body_decision: str = choice("Body's decision", "What the certification body said to your answer.",
                                ("Not sent", "Sent", "Returned", "Plan accepted", "Closed by body"), 16)
    plan_accepted_on: date | None = day("Plan accepted on", "The day the body accepted your plan.", 14, later=True)
    implementation_accepted_on: date | None = day("Implementation accepted on", "The day the body accepted that the actions are done.", 16, later=True)
    proof_accepted_on: date | None = day("Proof accepted on", "The day the body accepted the evidence.", 14, later=True)
    body_comment: str = long("Body's comment", "The body's words when it accepted or returned the answer. Example: Cause 2 restates the finding; please look for what let it happen.", 34)
    disputed: str = choice("Disputed", "Yes if you appealed against the finding. The body's deadline runs on until it agrees otherwise in writing.", YES_NO, 11, later=True)
    consequences: str = long("Consequences", "What followed from it and who was told; 'none, because ...' if nothing followed. Example: 14 calls were ranked too low; the two clinics were told on 2026-03-23.", 40)
    extent: str = long("Extent", "Where you looked for the same, over which period, how many records, and what you found. Example: all 6 live models, releases since 2025-07, 41 records; 2 more without assessment.", 44)
    extent_count: int | None = number("Similar cases found", "How many further cases you found. 0 if you looked and found none.")
    action_needed: str = choice("Corrective action needed", "Your judgement under 10.2 b): is action against the cause needed?", YES_NO, 14)
    no_action_reason: str = long("Reason if no action", "If no action is needed: why. Example: No action, because the form was withdrawn with the old process in May and is used nowhere else.", 32)
    disposition: str = choice("Disposition", "For observations and opportunities: act on it, or accept it with a reason. On an area of concern you act: at stage 2 it could be a nonconformity.", ("Act", "Accept"), 13)
    acceptance_reason: str = long("Acceptance justification", "If you accept an observation: why that is right. Example: The log is read by one person; reading it twice would cost more than the risk is worth.", 30)
    risk_rationale: str = long("Risk rationale", "If you accept an observation: the risk that stays, and why it is tolerable. Example: A wrong entry may stand for a week; it changes no result (R-017, low).", 32)
    detection_cause: str = long("Why we did not find it ourselves", "Why your own audits or monitoring did not find it first. Example: The audit programme samples releases of the last quarter; this one was older.", 32)
    system_change: str = long("Management-system change", "What changes in the management system (policy, procedure, control); 'none, because ...' if nothing. Example: P-07 version 5, section 4: no release without assessment.", 32)
    risk_reference: str = text("Risk register entry", "The entry of the risk register that was renewed, with its day. Example: R-017 of 2026-05-04.", 16)
    impact_assessment_reference: str = text("AI impact assessment", "The AI system impact assessment that was renewed, with its day and, best, the version of the model. Example: AIA-009 v3 of 2026-05-04.", 18)
    management_review_reference: str = text("Management review", "The management review this was taken to. Example: MR 2026-Q2, item 4.", 18)
    incident_reference: str = text("Incident record", "The incident that it came from or led to, by its record, with its day; several with a semicolon between them. Example: INC-2026-007 of 2026-03-12.", 13, later=True)
    soa_reference: str = text("Statement of Applicability", "The entry of the Statement of Applicability that was renewed, with its version and day. Example: A.6.2.4 in SoA version 5 of 2026-05-12.", 14, later=True)
    model_version: str = text("Model and version", "The model and the version that is in use now, and since when. Example: TriageRank 2.4 since 2026-05-10.", 13, later=True)
    closed_on: date | None = day("Closed on", "The day it was closed. Keep it when a finding is reopened.")
    closed_by: str = person("Closed by", "Who closed it: not the owner and not somebody who did the work.")
    reopened_on: date | None = day("Reopened on", "The day it was opened again. The closing date stays where it is.")
    reopen_reason: str = long("Reason for reopening", "Why the first answer did not hold. Example: The same gap was seen in release 2.6; the gate did not cover hotfixes.", 32)
    repeat_of: str = link("Repeat of", "The earlier finding this one repeats, if any.", "finding", 15)
    internal_note: str = long("Internal note", "For yourselves; it never goes into a response. Example: Ask legal before we send this.", 32)


@sheet("Containment", prefix="containment", step=Step.CONTAIN, id_field="id",
       about="What was done at once: limit the harm (containment), put right what was seen (correction), keep it safe until the cause is gone (interim mitigation; a Major needs one).")
@dataclass(slots=True, kw_only=True)
class Containment(Record):
    finding: str = link("Finding ID", ID_OF_FINDING, "finding", 15)
    id: str = exact("Step ID", "A number of your own, used once. The list offers the next free one. Example: C-01.", 11, numbered="C-")
    kind: str = choice("Kind", "Containment limits harm now. Correction puts right what was seen. Interim mitigation holds until the cause is removed.",
                       ("Containment", "Correction", "Interim mitigation"), 18)
    what: str = long("What was done", "In the past tense: what was done, where, to how many. Example: Release 2.3 was withdrawn on all 4 wards on 2026-03-21.", 56)
    rationale: str = long("Rationale", "Why this is enough for now. Example: Release 2.2 has a valid assessment and covers the same cases.", 40)
    owner: str = person("Owner", "The one person who did it or will do it.")
    planned_on: date | None = day("Planned on", "If it is not done yet: the day it will be done.")
    done_on: date | None = day("Done on", "The day it was done.")


@sheet("5 Whys", prefix="why", step=Step.ANALYSE,
       about="One row for each chain of whys. Each answer is a fact with proof; stop at something in the system that you can change, never at a person.")
@dataclass(slots=True, kw_only=True)
class FiveWhys(Record):
    finding: str = link("Finding ID", ID_OF_FINDING, "finding", 15)
    leg: str = choice("Leg", "A good answer asks why it happened and why nobody noticed.",
                      ("Why it happened", "Why it was not detected", "Why the system allowed it"), 24)
    problem: str = long("Problem statement", "Begin with the auditor's statement and a number, a place, a date. Example: 2 of 6 releases in 2025 went live without an impact assessment.", 36)
    why1: str = long("Why 1", "Why did that happen? A fact, not a guess. Example: The release checklist asks for a test report, and for nothing else.", 32)
    why2: str = long("Why 2", "And why that? Example: The checklist was written before P-07 came into force.", 32)
    why3: str = long("Why 3", "And why that? Example: New procedures are not compared with the checklists that carry them out.", 32)
    why4: str = long("Why 4", "And why that? Leave empty where the chain has reached a cause you can change. Example: Nobody owns the link from procedure to checklist.", 32)
    why5: str = long("Why 5", "And why that? Example: The document process has no step for it. Stop where you can change something.", 32)
    proof: str = long("Proof for the answers", "What shows that the answers are true: records, interviews, logs. Example: checklist CL-3 of 2024-11; talk with the release manager, 2026-04-02.", 36)
    cause: str = link("Leads to cause", "The cause on the sheet Causes this chain ends at.", "cause", 14)


@sheet("Fishbone", prefix="bone", step=Step.ANALYSE,
       about="One row for each possible cause, sorted under a bone. The verdict says what you found out about it.")
@dataclass(slots=True, kw_only=True)
class Bone(Record):
    finding: str = link("Finding ID", ID_OF_FINDING, "finding", 15)
    category: str = listed("Category", "The bone. Choose from the list, or write your own.", "bones", 26)
    cause: str = text("Possible cause", "What may have led to it. Example: test set taken from one hospital only.", 36)
    sub_cause: str = text("Because", "What lies behind that. Example: no other hospital had signed the data agreement.", 36)
    verdict: str = choice("Verdict", "What you found out.", ("Root cause", "Contributes", "Ruled out", "To be checked"), 15)
    proof: str = long("Proof", "What shows it. Example: data sheet DS-14, row 3.", 40)
    leads_to: str = link("Leads to cause", "The cause on the sheet Causes, if it is one.", "cause", 14)


@sheet("AI questions", prefix="probe", step=Step.ANALYSE, rows=30,
       about="Questions about data, models, oversight, suppliers and records that find causes particular to AI. Answer those that fit the finding.")
@dataclass(slots=True, kw_only=True)
class Probe(Record):
    finding: str = link("Finding ID", ID_OF_FINDING, "finding", 15)
    question: str = listed("Question", "The number of the question. Example: Q09.", "questions", 11)
    text: str = derived("Question text", "Shown for you from the question bank.", 56)
    answer: str = long("Answer", "What you found out, with names of records. Example: No: the limit of 5 % was set in DQ-2, and nobody measured it between March and June.", 56)
    points_to_cause: str = choice("Points to a cause", "Whether the answer shows a cause.", ("Yes", "No", "Not applicable"), 16)
    leads_to: str = link("Leads to cause", "The cause on the sheet Causes, if it points to one.", "cause", 14)


@sheet("Causes", prefix="cause", step=Step.ANALYSE, id_field="id",
       about="One root cause a row. Each needs an action of its own on the sheet Actions.")
@dataclass(slots=True, kw_only=True)
class Cause(Record):
    id: str = exact("Cause ID", "A number of your own, used once. The list offers the next free one. Example: RC-01.", 11, numbered="RC-")
    finding: str = link("Finding ID", ID_OF_FINDING, "finding", 15)
    statement: str = long("Root cause", "What in the system let it happen. Example: The release gate asks for a test report but not for an impact assessment.", 60)
    category: str = listed("Category", "As on the Fishbone.", "bones", 26)
    method: str = choice("Method", "How you found it.", ("5 Whys", "Fishbone", "AI questions", "Other"), 14)
    confirmed_by: str = person("Confirmed by", "Who confirmed that this is the cause.")


@sheet("Actions", prefix="action", step=Step.ACT, rows=40, id_field="id",
       about="What removes each cause: one person and one date for every action. Put the day into 'Done on' only when it is done.")
@dataclass(slots=True, kw_only=True)
class Action(Record):
    id: str = exact("Action ID", "A number of your own, used once. The list offers the next free one. Example: CA-01.", 11, numbered="CA-")
    finding: str = link("Finding ID", ID_OF_FINDING, "finding", 15)
    cause: str = link("Cause ID", "The cause this action removes.", "cause", 11)
    kind: str = choice("Kind", "Corrective removes the cause. Extent deals with similar cases. Preventive and Improvement go further.",
                       ("Corrective", "Extent", "Preventive", "Improvement"), 14)
    what: str = long("Action", "What changes, and where. Example: The release gate in the build pipeline refuses a model without a signed impact assessment.", 38)
    measure: str = long("Done when", "How one can see that it is done. Example: the gate rejects a test release without an assessment.", 30)
    owner: str = person("Owner", "The one person who answers for it.")
    resources: str = text("Resources", "Money, time, people or tools it needs; the body is told it without amounts of money, unless the sheet Register says otherwise. Example: 3 days of the build team.", 14)
    start_on: date | None = day("Start", "The day work begins.")
    due: date | None = day("Due", "The day by which it will be done.")
    done_on: date | None = day("Done on", "The day it was done. Leave empty until then.")
    changes_ai_system: str = choice("Changes the AI system", "Yes if a model, its data, its use or its supplier changes: then risk and impact are assessed again.", YES_NO, 13)
    state: str = derived("Where it stands", "Computed for you: open, overdue or done.", 13)


@sheet("Evidence", prefix="evidence", step=Step.ACT, id_field="id",
       about="One row for each proof. Put the file into the evidence folder beside this workbook and write its name here.")
@dataclass(slots=True, kw_only=True)
class Evidence(Record):
    id: str = exact("Evidence ID", "A number of your own, used once. The list offers the next free one. Example: E-01.", 12, numbered="E-")
    finding: str = link("Finding ID", ID_OF_FINDING + " Left empty, it is the finding of what the row supports.", "finding", 15)
    supports: str = link("Supports", "The step, action or readiness item it proves, or the word Effectiveness.", "containment action readiness", 14,
                         words=("Effectiveness",))
    title: str = text("Title", "What it is. Example: Gate log of the rejected test release.", 36)
    kind: str = choice("Kind", "What kind of proof it is.",
                       ("Screenshot", "Log", "Test result", "Model card", "Record", "Document", "Photo", "Minutes", "Other"), 14)
    file: str = file("File or link", "Name of the file in the evidence folder, or an https link. Example: NC-2026-03/gate-log.txt.")
    place: str = text("Page or cell", "Where in the file to look. Example: page 4.", 16)
    dated: date | None = day("Dated", "The date of the proof itself, not of the day you filed it.")
    received_on: date | None = day("Received on", "The day you received it.")
    baseline: str = choice("Baseline", "Yes if it shows the state before the fix; then it may be older than the finding.", YES_NO, 10)
    sha256: str = exact("Fingerprint", "Made by the tool: which document it was, letter by letter. Example: 9f86d081884c7d65.", 20)


@sheet("Effectiveness", prefix="effect", step=Step.CLOSE,
       about="How you will see that it worked: fixed before the action is done, looked at after a time, by somebody who did not do the work.")
@dataclass(slots=True, kw_only=True)
class Effect(Record):
    finding: str = link("Finding ID", ID_OF_FINDING, "finding", 15)
    criterion: str = long("Criterion", "What must be seen, with a number and a period. Example: 12 of 12 releases in 90 days have a signed impact assessment.", 33)
    set_on: date | None = day("Criterion set on", "The day the criterion was fixed: before the action is done.")
    method: str = long("How it is checked", "Which records are looked at, and how. Example: all release records of the period, read by internal audit.", 27)
    target: str = text("Target", "The number to reach. Example: 100 %.", 14)
    window_start: date | None = day("Watch from", "The day watching begins, usually when the last action is done.")
    due: date | None = day("Review due", "The day the result is judged.")
    reviewer: str = person("Reviewer", "Who judges: not the owner and not somebody who did the work.")
    reviewed_on: date | None = day("Reviewed on", "The day it was judged.")
    observed: str = long("Observed", "What was seen, with numbers. Example: 12 of 12 releases from May to July had a signed assessment.", 29)
    recurrences: int | None = number("Recurrences", "How often it happened again in the watch period.", 13)
    result: str = choice("Result", "What you concluded.", ("Effective", "Partly effective", "Not effective", "Too early"), 16)


@sheet("Readiness plan", prefix="readiness", step=Step.CLOSE, id_field="id",
       about="For a Major: what you prepare so that the re-audit finds everything in place.")
@dataclass(slots=True, kw_only=True)
class ReadinessStep(Record):
    id: str = exact("Item ID", "A number of your own, used once. The list offers the next free one. Example: RP-01.", 11, numbered="RP-")
    finding: str = link("Finding ID", ID_OF_FINDING, "finding", 15)
    item: str = long("Preparation for the re-audit", "What will be ready, and where the auditor finds it. Example: A folder with all six release records and their assessments, with the AIMS manager.", 56)
    owner: str = person("Owner", "The one person who answers for it.")
    due: date | None = day("Due", "The day by which it is ready.")
    done_on: date | None = day("Done on", "The day it was ready.")


@sheet("Sign-off", prefix="signoff", step=Step.CLOSE,
       about="Who in management approved the answer. A Major needs one before it is sent.")
@dataclass(slots=True, kw_only=True)
class SignOff(Record):
    finding: str = link("Finding ID", ID_OF_FINDING, "finding", 15)
    role: str = choice("Role", "In which role the person signs. A Second reader has read the answer and did no work on it.", ("Top management", "AIMS manager", "Management system manager", "Process owner", SECOND_READER_ROLE), 18)
    person: str = person("Name", "Somebody whom the sheet People allows to sign for management.")
    decision: str = choice("Decision", "What was decided.", ("Approved", "Approved with conditions", "Rejected"), 24)
    signed_on: date | None = day("Signed on", "The day of the signature.")


@sheet("Lessons", prefix="lesson", step=Step.KEEP,
       about="What was learned, and where it was taken so that it stays learned.")
@dataclass(slots=True, kw_only=True)
class Lesson(Record):
    finding: str = link("Finding ID", ID_OF_FINDING, "finding", 15)
    lesson: str = long("Lesson", "What you would do differently. Example: When a procedure changes, its checklists change on the same day.", 56)
    taken_to: str = choice("Taken to", "Where it was taken.",
                           ("Management review", "Risk register", "Procedure", "Training", "Supplier"), 19)
    reference: str = text("Reference", "The minutes, entry or document. Example: MR 2026-Q2, item 4.", 24)
    taken_on: date | None = day("Taken on", "The day it was taken there.")


@sheet("Extensions", prefix="extension", step=Step.KEEP,
       about="Every later date that was asked for or agreed. The first date stays visible here; a later date without a granted row here was not agreed.")
@dataclass(slots=True, kw_only=True)
class Extension(Record):
    record: str = link("Finding or action ID", "The finding or action whose date moved.", "finding action", 19)
    from_date: date | None = day("Old date", "The date that stood before.")
    to_date: date | None = day("New date", "The date that was asked for, or agreed.")
    reason: str = long("Reason", "Why more time is needed. Example: The supplier delivers the new gateway on 15 July.", 44)
    agreed_by: str = text("Agreed by", "Who agreed, or refused: for a finding, the auditor or body. Example: M. Silva, lead auditor.", 22)
    agreed_on: date | None = day("Agreed on", "The day it was agreed, or refused.")
    asked_on: date | None = day("Asked on", "The day you asked for more time. Until it is granted the old date holds.", later=True)
    asked_by: str = person("Asked by", "Who asked, a name from People.", later=True)
    answer: str = choice("Answer", "What was answered. A request that is refused, or not answered yet, moves no date.", ("Granted", "Refused"), 12, later=True)


@sheet("Replies", prefix="reply", step=Step.KEEP, rows=500, later=True,
       about="What the body wrote back, one row a reply, newest last; `ncr reply` adds them. What holds now stands on the sheet Findings.")
@dataclass(slots=True, kw_only=True)
class Reply(Record):
    finding: str = link("Finding ID", ID_OF_FINDING, "finding", 15)
    replied_on: date | None = day("Replied on", "The day the body put under its decision.")
    decision: str = choice("Decision", "What the body decided.", ("Returned", "Plan accepted", "Closed by body"), 16)
    comment: str = long("Comment", "The body's words, unchanged. Example: Cause 2 restates the finding; please look for what let it happen.", 47)
    verified: str = choice("Verified", "How the body verified it, where it says so.", ("By document", "On site"), 14, later=True)
    effective: str = choice("Found effective", "Whether the body found it effective, where it says so.", YES_NO, 14, later=True)
    by: str = text("Decided by", "Who decided at the body. Example: Maria Silva.", 22)
    revised_by: date | None = day("Revised response by", "The day by which the body wants a revised response.")
    version: int | None = number("Answer version", "The version of your answer that it is about.", 10)
    file: str = text("Document", "The name of the document that came back. Example: NC-2026-03_response.docx.", 34)
    sha256: str = exact("Fingerprint", "Made by the tool: which document it was, letter by letter. Example: 9f86d081884c7d65.", 20)


@sheet("Audits", prefix="audit", step=Step.LOG, rows=100, id_field="id",
       about="One row for each audit; findings point to it.")
@dataclass(slots=True, kw_only=True)
class Audit(Record):
    id: str = exact("Audit ID", "A short name of your own, used once. Example: SA-2026.", 13)
    kind: str = choice("Kind", "What kind of audit it was.",
                       ("Internal", "Stage 1", "Stage 2", "Surveillance", "Recertification", "Special"), 16)
    body: str = text("Certification body", "Who audited; for an internal audit your own audit team. Left empty, it is the body of the sheet Register. Example: Northgate Certification.", 28)
    lead_auditor: str = text("Lead auditor", "The lead auditor's name. Example: Maria Silva.", 20)
    started_on: date | None = day("First day", "The first day of the audit.")
    ended_on: date | None = day("Last day", "The last day of the audit: many bodies count deadlines from it.")
    report_reference: str = text("Report", "Number of the audit report. Example: SA-2026-118.", 20)
    report_received_on: date | None = day("Report received on", "The day the report reached you.", 18)
    next_audit_on: date | None = day("Next audit", "The day of the next audit by this body.")
    report_file: str = exact("Report file", "The file of the audit report (Word or PDF) that lies beside this workbook. Each check then holds the findings against it: grades, clauses, days, and the auditor's words letter by letter. Example: SA-2026-118.pdf.", 26, later=True)
    report_sha256: str = exact("Report fingerprint", "Made by the tool: which report it was, letter by letter. Example: 9f86d081884c7d65.", 20, later=True)


@sheet("People", prefix="person", step=Step.LOG, rows=200, id_field="name",
       about="Everybody who owns, reviews or signs something. The drop-downs for names take their list from here.")
@dataclass(slots=True, kw_only=True)
class Person(Record):
    name: str = exact("Name", "First and last name, the same everywhere. Example: Ana Lima.", 24)
    email: str = text("E-mail", "Where a reminder reaches the person. Example: ana.lima@example.org.", 30)
    role: str = text("Role", "What the person does. Example: Release manager.", 26)
    department: str = text("Department", "Where the person works. Example: Product.", 22)
    left_on: date | None = day("Left on", "If the person has left: the day. Keep the row.")
    may_sign: str = choice("May sign for management", "Yes if the person may sign a response for top management.", YES_NO, 16)


@sheet("Decisions", prefix="decision", step=Step.KEEP, rows=200,
       about="Where you set a check aside for one record, with a reason, a name and an end date.")
@dataclass(slots=True, kw_only=True)
class Decision(Record):
    code: str = exact("Check", "The code of the check, as it stands in the results. Example: OWN004.", 11)
    record: str = exact("Record ID", "The finding, action or other record it is set aside for. Example: NC-2026-03.", 18)
    reason: str = long("Reason", "Why the check does not apply here. Example: The reviewer is the only person with access; agreed with the auditor.", 56)
    decided_by: str = person("Decided by", "Who decided.")
    decided_on: date | None = day("Decided on", "The day of the decision.")
    until: date | None = day("Valid until", "The last day on which this holds; from the next day the check counts again.")


LEVELS = ("Error", "Warning", "Info", "Off")


@sheet("Check settings", prefix="setting", step=Step.KEEP, rows=100, later=True,
       about="Where you change how grave a check is for this whole register, or switch it off. For one record only, use Decisions.")
@dataclass(slots=True, kw_only=True)
class CheckSetting(Record):
    code: str = exact("Check", "The code of the check, as it stands in the results. Example: OWN005.", 11)
    level: str = choice("Level", "How grave it is in this register; Off switches it off.", LEVELS, 11)
    reason: str = long("Reason", "Why this register differs. Example: Our body asks for no named reviewer.", 56)
    decided_by: str = person("Decided by", "Who decided.")
    decided_on: date | None = day("Decided on", "The day of the decision.")


@sheet("Register", prefix="register", step=Step.OVERVIEW, rows=20,
       about="Facts about this register. One line each.")
@dataclass(slots=True, kw_only=True)
class Settings(Record):
    id: str = exact("Register ID", "Made by the tool. Leave it as it is.")
    organisation: str = text("Organisation", "Your organisation, as it stands on the certificate. Example: Tessvalen B.V.")
    scope: str = long("Scope of the management system", "The scope as it stands on the certificate. Example: Development and operation of AI systems for outpatient clinics.")
    pack: str = exact("Standard pack", "Made by the tool: the standard that this register is checked by, or the file of your own pack (.toml) beside this workbook.")
    template_version: str = exact("Template version", "Made by the tool. Leave it as it is.")
    workbook_language: str = exact("Language of this workbook", "Made by the tool: the language of headers, choices and prompts. `ncr upgrade --language` makes this register one of another language.", later=True, default="English")
    certification_body: str = text("Certification body", "The body that certifies you. Example: Northgate Certification.")
    certificate_number: str = exact("Certificate number", "As it stands on the certificate. Example: AIMS-10482.")
    certificate_expiry: date | None = day("Certificate expires on", "The last day of the certificate.")
    owner: str = person("Register owner", "Who keeps this register; a name from People.")
    evidence_folder: str = exact("Evidence folder", "The folder with the proof, beside this workbook. Example: evidence.", default="evidence")
    next_audit_on: date | None = day("Next audit", "The day of the next audit by the body.")
    due_soon_days: int | None = number("Due soon means within (days)", "How many days ahead a deadline is shown as due soon.", default="14")
    effect_min_days: int | None = number("Shortest watch period (days)", "How long to wait at least before judging whether it worked.", default="30")
    effect_max_days: int | None = number("Longest watch period (days)", "How long to wait at most.", default="90")
    language: str = listed("Language of the texts", "The language of your answers: checks of wording go by lists of its words, and documents for the body speak it, where they can: `ncr respond --help` names the languages.", "languages", later=True, default="English")
    body_rules: str = listed("Rules of the body", "Whose days are proposed where a finding has no date; the date in the audit report always wins. Choose, or name a file (.toml) beside this workbook.", "bodies", 30, later=True, default="Usual")
    country: str = listed("Public holidays of", "The country whose public holidays are days off, so that the last working day before a deadline is told. `ncr fill` puts them into this workbook. Example: Portugal.", "countries", 30, later=True)
    region: str = exact("Region of the holidays", "Where they differ by region, its code. Example: BY for Bavaria, SCT for Scotland.", later=True)
    minor_judged_by: str = choice("A Minor is judged by", "What the body decides on first. Most accept the plan of a Minor and see its proof at the next audit; of a Major both are wanted at once.", MINOR_JUDGED_BY, later=True, default=MINOR_JUDGED_BY[0])
    second_reader: str = choice("Second reader", "Whether somebody else is to read an answer before it goes out; a row on the sheet Sign-off with the role Second reader says who did, and when.", SECOND_READER, later=True, default=SECOND_READER[0])
    resources_told: str = choice("Resources in the response", "What a response, form or package tells the body of the column Resources of the sheet Actions.", RESOURCES_TOLD, 26, later=True, default=RESOURCES_TOLD[0])

    def days(self, name: str) -> int:
        """A number of days of this sheet; the template's own where the cell is empty or unreadable."""
        value = self.value(name)
        return value if isinstance(value, int) else int(self.SHEET.by_name[name].default)


@sheet("Check results", prefix="result", step=Step.OVERVIEW, rows=200,
       about="What the last check found. Written by the tool; whatever you type here is replaced by the next check.")
@dataclass(slots=True, kw_only=True)
class Result(Record):
    place: str = derived("Where", "The cell.", 22)
    record: str = derived("Record", "The record the problem is on.", 16)
    key: str = derived("Column key", "The column's key.", 24)
    code: str = derived("Check", "The check; `ncr explain CODE` tells more.", 10)
    level: str = derived("Level", "error, warning or info; not checked where a check could not look.", 11)
    message: str = derived("What is wrong", "The problem.", 70)
    fix: str = derived("What to do", "How to mend it.", 60)


RECORDS: tuple[type[Record], ...] = (
    Finding, Containment, FiveWhys, Bone, Probe, Cause, Action, Evidence, Effect, ReadinessStep, SignOff, Lesson,
    Extension, Reply, Audit, Person, Decision, CheckSetting,
)
"""The sheets people type rows into, in the order of the workbook."""

SHEETS: tuple[type[Record], ...] = (*RECORDS, Settings, Result)
BY_PREFIX: dict[str, type[Record]] = {kind.SHEET.prefix: kind for kind in SHEETS}
