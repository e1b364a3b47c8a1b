package policy

import "slices"

// The roles of this installation. Coordinators, administrators, officers, custodians and volunteers open nothing that is sealed.
const (
	OutreachWorker    Role = "outreach_worker"
	DeskWorker        Role = "desk_worker"
	CaseManager       Role = "case_manager"
	LegalOfficer      Role = "legal_officer"
	Specialist        Role = "specialist"
	Mediator          Role = "mediator"
	Coordinator       Role = "coordinator"
	OrganisationAdmin Role = "organisation_admin"
	Officer           Role = "data_protection_officer"
	Custodian         Role = "custodian"
	Volunteer         Role = "volunteer"
)

// The actions. Every route and every command names one of them.
const (
	SessionOpen     Action = "session.open" // the log-in page and its assets: anybody
	HomeView        Action = "home.view"
	ReportRun       Action = "report.run"
	ReportDrill     Action = "report.drill"
	ReportFreeze    Action = "report.freeze"
	ReportDefine    Action = "report.define" // add, change and retire the network's own tables
	WorkView        Action = "work.view"     // lists and records of one's own organisation
	OutingRecord    Action = "outing.record"
	ContactRecord   Action = "contact.record"
	MeetingRecord   Action = "meeting.record"
	ActionRecord    Action = "action.record"
	DeliveryRecord  Action = "delivery.record"
	PersonRecord    Action = "person.record"
	InterviewRecord Action = "interview.record"
	EnrolmentRecord Action = "enrolment.record"
	ImportRun       Action = "import.run"
	NetworkView     Action = "network.view"
	NetworkChange   Action = "network.change"
	CodesView       Action = "codes.view"
	CodesChange     Action = "codes.change"
	PolicyView      Action = "policy.view"  // the tables of this package, as a page
	AccountKeep     Action = "account.keep" // one's own password, second factor, recovery code, sessions
	MembersView     Action = "members.view"
	MembersChange   Action = "members.change"
	MembersConfirm  Action = "members.confirm" // vouch that a colleague's key is theirs
	MembersSecond   Action = "members.second"  // do, as the second, what an administrator proposed about a watcher or the last who holds keys
	SetupView       Action = "setup.view"      // how far the organisation has come towards going live
	SetupLive       Action = "setup.live"      // go live
	RecoveryMake    Action = "recovery.make"   // the custodians' ceremony
	RecoveryCheck   Action = "recovery.check"  // type a share back
	KeysRecover     Action = "keys.recover"    // give a member the keys with two shares
	AuditView       Action = "audit.view"      // the trail: of the network in the lead organisation, else of one's own
	AuditExport     Action = "audit.export"    // the trail as a file that can be verified elsewhere

	// What is sealed. The table of openings says more about these.
	IdentitySearch   Action = "identity.search" // among the names one holds the key for
	IdentityReveal   Action = "identity.reveal"
	IdentityRecord   Action = "identity.record"
	GlassBreak       Action = "glass.break"
	IdentityRestrict Action = "identity.restrict" // say that only some may open what is sealed about a person
	FollowerChange   Action = "follower.change"   // say whose own case a person is
	KeyGrant         Action = "key.grant"         // give a key one holds to a colleague who may hold it
	IdentityErase    Action = "identity.erase"    // destroy all that is sealed about a person, and detach the facts
	PlannedView      Action = "planned.view"      // outings still to come
	PlannedRecord    Action = "planned.record"

	// What people may ask about their data.
	RightsKeep Action = "rights.keep" // requests, retention, holds, erasure
	PackMake   Action = "pack.make"   // put together what is kept about somebody, for them
)

// Reach is how far a rule goes.
type Reach uint8

// People reaches sealed records of people whom one follows oneself, and is Own for everything else. Own reaches the records of
// one's organisation. Network reaches the figures of all, for members of the lead organisation; single records stay Own.
// Leading is Network for members of the lead organisation, and nothing for everybody else.
const (
	People Reach = iota
	Own
	Network
	Leading
)

// Rule is one line of the table that a privacy officer reads.
type Rule struct {
	Name    string
	Role    Role
	Reach   Reach
	Actions []Action
}

// allows reports whether the line lets a confirmed member do a.
func (r Rule) allows(s Subject, a Action) bool {
	return s.Status == Confirmed && (s.Lead || r.Reach != Leading) && slices.Contains(s.Roles, r.Role) && slices.Contains(r.Actions, a)
}

// keeps reports whether the line lets somebody do a with their own account.
func (r Rule) keeps(s Subject, a Action) bool {
	return (s.Status == Accepted || s.Status == Confirmed) && slices.Contains(r.Actions, a)
}

var (
	everybody = []Action{HomeView, NetworkView, CodesView, PolicyView}
	recording = []Action{WorkView, ContactRecord, MeetingRecord, ActionRecord, PersonRecord}
	sealed    = []Action{IdentitySearch, IdentityReveal, IdentityRecord, GlassBreak}
	entrusted = []Action{FollowerChange, IdentityRestrict, KeyGrant, SetupView, RecoveryMake, RecoveryCheck}
	planned   = []Action{PlannedView, PlannedRecord}
	vouching  = []Action{MembersView, MembersConfirm, MembersSecond}
)

// keeping is beside the table, since it belongs to no role: whoever chose a password keeps their own account, also before a
// colleague vouches for them.
var keeping = Rule{Name: "everybody keeps their own account", Reach: Own, Actions: []Action{AccountKeep}}

var table = []Rule{
	{"workers record what they do", OutreachWorker, Own, join(everybody, recording, []Action{OutingRecord})},
	{"workers open what is sealed to their team", OutreachWorker, Own, join(sealed, entrusted, vouching, planned)},
	{"the desk records, imports and reads its own figures", DeskWorker, Own, join(everybody, recording, []Action{DeliveryRecord, InterviewRecord, EnrolmentRecord, OutingRecord, ImportRun, ReportRun, ReportDrill})},
	{"the desk opens what is sealed to its team", DeskWorker, Own, join(sealed, entrusted, vouching, planned, []Action{PackMake})},
	{"case managers keep the path of each person", CaseManager, Own, join(everybody, recording, []Action{DeliveryRecord, InterviewRecord, EnrolmentRecord, ReportRun, ReportDrill})},
	{"case managers open what is sealed to their team", CaseManager, Own, join(sealed, entrusted, vouching, planned, []Action{PackMake})},
	{"legal officers keep interviews and services", LegalOfficer, Own, join(everybody, []Action{WorkView, ActionRecord, DeliveryRecord, InterviewRecord})},
	{"legal officers open what is sealed to their team", LegalOfficer, Own, join(sealed, entrusted, vouching, []Action{PackMake})},
	{"specialists record their services", Specialist, Own, join(everybody, []Action{WorkView, ActionRecord, DeliveryRecord})},
	{"specialists open the people they follow", Specialist, People, []Action{IdentitySearch, IdentityReveal, IdentityRecord}},
	{"mediators record their work", Mediator, Own, join(everybody, []Action{WorkView, ActionRecord, DeliveryRecord})},
	{"mediators open the people they follow", Mediator, People, []Action{IdentitySearch, IdentityReveal}},
	{"coordinators count the network and look into their own", Coordinator, Network, join(everybody, []Action{WorkView, ReportRun, ReportDrill, ReportFreeze})},
	{"coordinators take in the registers of their own organisation", Coordinator, Own, []Action{ImportRun}},
	{"the lead's coordinators keep the network's own tables", Coordinator, Leading, []Action{ReportDefine}},
	{"administrators keep members, organisations, units and code lists", OrganisationAdmin, Own, join(everybody, []Action{MembersView, MembersChange, NetworkChange, CodesChange, SetupView, SetupLive})},
	{"officers watch over the data and open none of it", Officer, Network, join(everybody, []Action{SetupView, MembersSecond})},
	{"officers answer what people ask about their data", Officer, Own, []Action{RightsKeep, IdentityErase}},
	{"officers read the trail", Officer, Network, []Action{AuditView, AuditExport}},
	{"custodians keep a share of the recovery key", Custodian, Own, join(everybody, []Action{SetupView, RecoveryCheck, KeysRecover, MembersSecond})},
	{"volunteers belong to a crew", Volunteer, Own, everybody},
}

func join(lists ...[]Action) []Action { return slices.Concat(lists...) }

// Table returns the rules, for the page and the document that print them.
func Table() []Rule { return table }

// RuleNames lists what an entry of the trail may name as the rule that allowed something: the lines of the table, the one beside it, and the jobs.
// They are stored, so a name that was given once stays; what people read has its words in the catalogues.
func RuleNames() []string {
	names := []string{keeping.Name}
	for _, r := range table {
		names = append(names, r.Name)
	}
	for job := range jobs {
		names = append(names, jobRule(job))
	}
	slices.Sort(names)
	return names
}

// HoldsKeys reports whether somebody with these roles may hold keys of a compartment: only who may open what is sealed.
func HoldsKeys(roles []Role) bool {
	return slices.ContainsFunc(table, func(r Rule) bool {
		return slices.Contains(roles, r.Role) && slices.Contains(r.Actions, IdentityReveal)
	})
}

// Apart reports whether these roles may not be one person's: whoever keeps the accounts holds no keys, and who watches over the data neither opens it nor keeps the accounts.
func Apart(roles []Role) bool {
	admin, officer, holds := slices.Contains(roles, OrganisationAdmin), slices.Contains(roles, Officer), HoldsKeys(roles)
	return admin && holds || officer && (admin || holds)
}

// Watches reports whether one of the roles watches over others.
func Watches(roles []Role) bool {
	return slices.Contains(roles, Officer) || slices.Contains(roles, Custodian)
}

// guarded are the roles that reach far without opening anything: a password alone does not carry them.
var guarded = []Role{OrganisationAdmin, Coordinator, Officer, Custodian}

// NeedsSecondFactor reports whether one of the roles asks for a second factor.
func NeedsSecondFactor(roles []Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(guarded, r) })
}

// Known reports whether the table has a line for the role.
func Known(role Role) bool {
	return slices.ContainsFunc(table, func(r Rule) bool { return r.Role == role })
}
