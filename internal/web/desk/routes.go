package desk

import (
	"net/http"

	"approdo/internal/base/policy"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// Routes is the table of contents of the staff's screens.
func (d *Desk) Routes() []page.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []page.Route{
		{Method: get, Pattern: "/{$}", Action: policy.HomeView, Handler: d.homeShow},

		// outreach
		{Method: get, Pattern: "/outings", Action: policy.WorkView, Handler: d.outingList},
		{Method: post, Pattern: "/outings", Action: policy.OutingRecord, Handler: d.outingSave},
		{Method: get, Pattern: "/outings/new", Action: policy.OutingRecord, Handler: d.outingNew},
		{Method: get, Pattern: "/outings/{id}", Action: policy.WorkView, Handler: d.outingShow},
		{Method: get, Pattern: "/outings/{id}/edit", Action: policy.OutingRecord, Handler: d.outingEdit},
		{Method: post, Pattern: "/outings/{id}/edit", Action: policy.OutingRecord, Handler: d.outingChange},
		{Method: get, Pattern: "/outings/{id}/contacts/new", Action: policy.ContactRecord, Handler: d.contactNew},
		{Method: post, Pattern: "/outings/{id}/contacts", Action: policy.ContactRecord, Handler: d.contactSave},
		{Method: get, Pattern: "/contacts", Action: policy.WorkView, Handler: d.contactList},
		{Method: post, Pattern: "/contacts", Action: policy.ContactRecord, Handler: d.contactSave},
		{Method: get, Pattern: "/contacts/new", Action: policy.ContactRecord, Handler: d.contactNew},
		{Method: get, Pattern: "/contacts/{id}", Action: policy.WorkView, Handler: d.contactShow},
		{Method: get, Pattern: "/contacts/{id}/edit", Action: policy.ContactRecord, Handler: d.contactEdit},
		{Method: post, Pattern: "/contacts/{id}/edit", Action: policy.ContactRecord, Handler: d.contactChange},
		{Method: post, Pattern: "/contacts/{id}/remove", Action: policy.ContactRecord, Handler: d.contactRemove},
		{Method: get, Pattern: "/meetings", Action: policy.WorkView, Handler: d.meetingList},
		{Method: post, Pattern: "/meetings", Action: policy.MeetingRecord, Handler: d.meetingSave},
		{Method: get, Pattern: "/meetings/new", Action: policy.MeetingRecord, Handler: d.meetingNew},
		{Method: get, Pattern: "/meetings/{id}", Action: policy.WorkView, Handler: d.meetingShow},
		{Method: post, Pattern: "/meetings/{id}/remove", Action: policy.MeetingRecord, Handler: d.meetingRemove},
		{Method: get, Pattern: "/actions", Action: policy.WorkView, Handler: d.actionList},
		{Method: post, Pattern: "/actions", Action: policy.ActionRecord, Handler: d.actionSave},
		{Method: get, Pattern: "/actions/new", Action: policy.ActionRecord, Handler: d.actionNew},

		// people and casework
		{Method: get, Pattern: "/people", Action: policy.WorkView, Handler: d.personList},
		{Method: post, Pattern: "/people", Action: policy.PersonRecord, Handler: d.personSave},
		{Method: get, Pattern: "/people/new", Action: policy.PersonRecord, Handler: d.personNew},
		{Method: get, Pattern: "/people/{id}", Action: policy.WorkView, Handler: d.personShow},
		{Method: get, Pattern: "/people/{id}/edit", Action: policy.PersonRecord, Handler: d.personEdit},
		{Method: post, Pattern: "/people/{id}/edit", Action: policy.PersonRecord, Handler: d.personChange},
		{Method: get, Pattern: "/people/{id}/interviews/new", Action: policy.InterviewRecord, Handler: d.recordNew(interviewForm)},
		{Method: post, Pattern: "/people/{id}/interviews", Action: policy.InterviewRecord, Handler: d.recordSave(interviewForm)},
		{Method: post, Pattern: "/people/{id}/interviews/{record}/remove", Action: policy.InterviewRecord, Handler: d.recordRemove(interviewForm)},
		{Method: get, Pattern: "/people/{id}/enrolments/new", Action: policy.EnrolmentRecord, Handler: d.recordNew(enrolmentForm)},
		{Method: post, Pattern: "/people/{id}/enrolments", Action: policy.EnrolmentRecord, Handler: d.recordSave(enrolmentForm)},
		{Method: post, Pattern: "/people/{id}/enrolments/{record}/remove", Action: policy.EnrolmentRecord, Handler: d.recordRemove(enrolmentForm)},
		{Method: get, Pattern: "/people/{id}/deliveries/new", Action: policy.DeliveryRecord, Handler: d.recordNew(deliveryForm)},
		{Method: post, Pattern: "/people/{id}/deliveries", Action: policy.DeliveryRecord, Handler: d.recordSave(deliveryForm)},
		{Method: post, Pattern: "/people/{id}/deliveries/{record}/remove", Action: policy.DeliveryRecord, Handler: d.recordRemove(deliveryForm)},
		{Method: get, Pattern: "/people/{id}/protection/new", Action: policy.PersonRecord, Handler: d.recordNew(protectionForm)},
		{Method: post, Pattern: "/people/{id}/protection", Action: policy.PersonRecord, Handler: d.recordSave(protectionForm)},
		{Method: post, Pattern: "/people/{id}/protection/{record}/remove", Action: policy.PersonRecord, Handler: d.recordRemove(protectionForm)},
		{Method: get, Pattern: "/interviews", Action: policy.WorkView, Handler: d.interviewList},
		{Method: get, Pattern: "/enrolments", Action: policy.WorkView, Handler: d.enrolmentList},
		{Method: get, Pattern: "/deliveries", Action: policy.WorkView, Handler: d.deliveryList},

		// who people are, sealed
		{Method: get, Pattern: "/people/search", Action: policy.IdentitySearch, Handler: d.searchShow},
		{Method: post, Pattern: "/people/search", Action: policy.IdentitySearch, Handler: d.searchRun},
		{Method: post, Pattern: "/people/{id}/card", Action: policy.IdentityReveal, Handler: d.cardOpen},
		{Method: post, Pattern: "/people/{id}/card/edit", Action: policy.IdentityRecord, Handler: d.cardEdit},
		{Method: post, Pattern: "/people/{id}/card/save", Action: policy.IdentityRecord, Handler: d.cardSave},
		{Method: post, Pattern: "/people/{id}/files", Action: policy.IdentityRecord, Handler: d.fileSave, Longest: vault.MostFile + 2<<20},
		{Method: post, Pattern: "/people/{id}/files/{file}", Action: policy.IdentityReveal, Handler: d.fileRead},
		{Method: post, Pattern: "/people/{id}/files/{file}/remove", Action: policy.IdentityRecord, Handler: d.fileRemove},
		{Method: get, Pattern: "/people/{id}/followers", Action: policy.FollowerChange, Handler: d.followerShow},
		{Method: post, Pattern: "/people/{id}/followers", Action: policy.FollowerChange, Handler: d.followerSave},
		{Method: get, Pattern: "/people/{id}/glass", Action: policy.GlassBreak, Handler: d.glassNew},
		{Method: post, Pattern: "/people/{id}/glass", Action: policy.GlassBreak, Handler: d.glassSave},
		{Method: post, Pattern: "/glass/{id}", Action: policy.KeyGrant, Handler: d.glassAnswer},
		{Method: get, Pattern: "/keys", Action: policy.KeyGrant, Handler: d.keyShow},
		{Method: post, Pattern: "/keys", Action: policy.KeyGrant, Handler: d.keyGive},
		{Method: post, Pattern: "/keys/turn", Action: policy.KeyGrant, Handler: d.keyTurn},
		{Method: get, Pattern: "/plans", Action: policy.PlanView, Handler: d.planList},
		{Method: post, Pattern: "/plans", Action: policy.PlanRecord, Handler: d.planSave},
		{Method: get, Pattern: "/plans/new", Action: policy.PlanRecord, Handler: d.planNew},
		{Method: get, Pattern: "/plans/{id}", Action: policy.PlanView, Handler: d.planShow},
		{Method: get, Pattern: "/plans/{id}/edit", Action: policy.PlanRecord, Handler: d.planEdit},
		{Method: post, Pattern: "/plans/{id}/edit", Action: policy.PlanRecord, Handler: d.planChange},
		{Method: post, Pattern: "/plans/{id}/cancel", Action: policy.PlanRecord, Handler: d.planCancel},

		// the network
		{Method: get, Pattern: "/projects", Action: policy.NetworkView, Handler: d.projectList},
		{Method: get, Pattern: "/projects/{id}", Action: policy.NetworkView, Handler: d.projectShow},
		{Method: get, Pattern: "/network", Action: policy.NetworkView, Handler: d.networkShow},
		{Method: get, Pattern: "/policy", Action: policy.PolicyView, Handler: d.policyShow},
		{Method: get, Pattern: "/codes", Action: policy.CodesView, Handler: d.codesList},
		{Method: get, Pattern: "/codes/{list}", Action: policy.CodesView, Handler: d.codeList},
		{Method: post, Pattern: "/codes/{list}", Action: policy.CodesChange, Handler: d.codeSave},
		{Method: get, Pattern: "/codes/{list}/new", Action: policy.CodesChange, Handler: d.codeNew},
		{Method: get, Pattern: "/codes/{list}/{code}", Action: policy.CodesChange, Handler: d.codeShow},
		{Method: post, Pattern: "/codes/{list}/{code}/retire", Action: policy.CodesChange, Handler: d.codeRetire},

		// what people may ask about their data
		{Method: get, Pattern: "/rights", Action: policy.RightsKeep, Handler: d.requestList},
		{Method: post, Pattern: "/rights", Action: policy.RightsKeep, Handler: d.requestSave},
		{Method: get, Pattern: "/rights/new", Action: policy.RightsKeep, Handler: d.requestNew},
		{Method: get, Pattern: "/rights/{id}", Action: policy.RightsKeep, Handler: d.requestShow},
		{Method: post, Pattern: "/rights/{id}/erase", Action: policy.IdentityErase, Handler: d.requestErase},
		{Method: post, Pattern: "/rights/{id}/scrub", Action: policy.IdentityErase, Handler: d.requestScrub},
		{Method: post, Pattern: "/rights/{id}/refuse", Action: policy.RightsKeep, Handler: d.requestRefuse},
		{Method: get, Pattern: "/retention", Action: policy.RightsKeep, Handler: d.retentionShow},
		{Method: post, Pattern: "/retention/rules/{rule}", Action: policy.RightsKeep, Handler: d.retentionRule},
		{Method: post, Pattern: "/retention/trail", Action: policy.RightsKeep, Handler: d.retentionTrail},
		{Method: get, Pattern: "/holds/{id}", Action: policy.RightsKeep, Handler: d.holdShow},
		{Method: post, Pattern: "/holds/{id}", Action: policy.RightsKeep, Handler: d.holdSave},
		{Method: post, Pattern: "/holds/{id}/lift", Action: policy.RightsKeep, Handler: d.holdLift},
		{Method: get, Pattern: "/packs", Action: policy.PackMake, Handler: d.packList},
		{Method: get, Pattern: "/packs/{id}", Action: policy.PackMake, Handler: d.packShow},
		{Method: post, Pattern: "/packs/{id}", Action: policy.PackMake, Handler: d.packSave},

		// reports
		{Method: get, Pattern: "/reports", Action: policy.ReportRun, Handler: d.runList},
		{Method: get, Pattern: "/reports/{report}/new", Action: policy.ReportRun, Handler: d.reportNew},
		{Method: get, Pattern: "/reports/{report}", Action: policy.ReportRun, Handler: d.reportShow},
		{Method: get, Pattern: "/reports/{report}/tables", Action: policy.ReportDefine, Handler: d.additionList},
		{Method: post, Pattern: "/reports/{report}/tables", Action: policy.ReportDefine, Handler: d.additionSave},
		{Method: get, Pattern: "/reports/{report}/tables/new", Action: policy.ReportDefine, Handler: d.additionNew},
		{Method: get, Pattern: "/reports/{report}/tables/{id}", Action: policy.ReportDefine, Handler: d.additionShow},
		{Method: get, Pattern: "/reports/{report}/tables/{id}/edit", Action: policy.ReportDefine, Handler: d.additionEdit},
		{Method: post, Pattern: "/reports/{report}/tables/{id}/edit", Action: policy.ReportDefine, Handler: d.additionSave},
		{Method: get, Pattern: "/reports/{report}/tables/{id}/records", Action: policy.ReportDefine, Handler: d.additionRecords},
		{Method: post, Pattern: "/reports/{report}/tables/{id}/use", Action: policy.ReportDefine, Handler: d.additionUse},
		{Method: post, Pattern: "/reports/{report}/tables/{id}/retire", Action: policy.ReportDefine, Handler: d.additionRetire},
		{Method: post, Pattern: "/reports/{report}/tables/{id}/drop", Action: policy.ReportDefine, Handler: d.additionDrop},
		{Method: get, Pattern: "/reports/{report}/compare", Action: policy.ReportRun, Handler: d.reportCompare},
		{Method: get, Pattern: "/reports/{report}/records", Action: policy.ReportDrill, Handler: d.recordsShow},
		{Method: get, Pattern: "/reports/{report}/download", Action: policy.ReportRun, Handler: d.reportDownload},
		{Method: post, Pattern: "/reports/{report}/freeze", Action: policy.ReportFreeze, Handler: d.runSave},
		{Method: get, Pattern: "/runs/{id}", Action: policy.ReportRun, Handler: d.runShow},
		{Method: get, Pattern: "/runs/{id}/changes", Action: policy.ReportRun, Handler: d.runChanges},
		{Method: get, Pattern: "/runs/{id}/download", Action: policy.ReportRun, Handler: d.runDownload},

		// the audit trail
		{Method: get, Pattern: "/audit", Action: policy.AuditView, Handler: d.auditList},
		{Method: get, Pattern: "/audit/entries/{n}", Action: policy.AuditView, Handler: d.auditShow},
		{Method: get, Pattern: "/audit/checkpoints", Action: policy.AuditView, Handler: d.checkpointList},
		{Method: get, Pattern: "/audit/checkpoints/{n}", Action: policy.AuditView, Handler: d.checkpointShow},
		{Method: get, Pattern: "/audit/check", Action: policy.AuditView, Handler: d.auditCheckShow},
		{Method: post, Pattern: "/audit/check", Action: policy.AuditView, Handler: d.auditCheckStart},
		{Method: get, Pattern: "/audit/download", Action: policy.AuditExport, Handler: d.auditDownload},

		// Import of spreadsheets
		{Method: get, Pattern: "/imports", Action: policy.ImportRun, Handler: func(r *page.Request) error { return importList.show(d, r) }},
		{Method: get, Pattern: "/imports/new", Action: policy.ImportRun, Handler: d.importNew},
		{Method: post, Pattern: "/imports", Action: policy.ImportRun, Handler: d.importSave, Longest: 2 * uploadFile},
		{Method: get, Pattern: "/imports/drafts/{id}", Action: policy.ImportRun, Handler: d.draftShow},
		{Method: get, Pattern: "/imports/drafts/{id}/refused", Action: policy.ImportRun, Handler: d.draftRefused},
		{Method: post, Pattern: "/imports/drafts/{id}", Action: policy.ImportRun, Handler: d.draftEdit},
		{Method: post, Pattern: "/imports/drafts/{id}/record", Action: policy.ImportRun, Handler: d.draftRecord},
		{Method: post, Pattern: "/imports/drafts/{id}/remove", Action: policy.ImportRun, Handler: d.draftRemove},
		{Method: get, Pattern: "/imports/{id}", Action: policy.ImportRun, Handler: d.importShow},
		{Method: get, Pattern: "/imports/undo/{id}", Action: policy.ImportRun, Handler: d.importUndoAsk},
		{Method: post, Pattern: "/imports/undo/{id}", Action: policy.ImportRun, Handler: d.importUndo},
	}
}
