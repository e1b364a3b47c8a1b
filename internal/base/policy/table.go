package policy

// The roles of this installation.
const (
	OutreachWorker    Role = "outreach_worker"
	DeskWorker        Role = "desk_worker"
	Coordinator       Role = "coordinator"
	OrganisationAdmin Role = "organisation_admin"
	ProtectionOfficer Role = "data_protection_officer"
)

// The actions. Every route and every command names one of them.
const (
	SessionOpen     Action = "session.open" // the log-in page and its assets: anybody
	HomeView        Action = "home.view"
	ReportRun       Action = "report.run"
	ReportDrill     Action = "report.drill"
	ReportFreeze    Action = "report.freeze"
	WorkView        Action = "work.view" // lists and records of one's own organisation
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
	AuditView       Action = "audit.view"   // the trail: of the network in the lead organisation, else of one's own
	AuditExport     Action = "audit.export" // the trail as a file that can be verified elsewhere
)

// Reach is how far a rule goes.
type Reach uint8

// Own reaches the records of one's organisation. Network reaches the figures of all, for members of the lead organisation; single records stay Own.
const (
	Own Reach = iota
	Network
)

// Rule is one line of the table that a privacy officer reads.
type Rule struct {
	Name    string
	Role    Role
	Reach   Reach
	Actions []Action
}

var table = []Rule{
	{"workers record what they do", OutreachWorker, Own, []Action{HomeView, WorkView, OutingRecord, ContactRecord, MeetingRecord, ActionRecord, PersonRecord, NetworkView, CodesView}},
	{"the desk records, imports and reads its own figures", DeskWorker, Own, []Action{HomeView, WorkView, ContactRecord, MeetingRecord, ActionRecord, DeliveryRecord, PersonRecord, InterviewRecord, EnrolmentRecord, OutingRecord, ImportRun, ReportRun, ReportDrill, NetworkView, CodesView}},
	{"coordinators count the network and look into their own", Coordinator, Network, []Action{HomeView, WorkView, ReportRun, ReportDrill, ReportFreeze, NetworkView, CodesView}},
	{"the data protection officer reads the trail", ProtectionOfficer, Network, []Action{HomeView, AuditView, AuditExport, NetworkView}},
	{"administrators keep organisations, units and code lists", OrganisationAdmin, Own, []Action{HomeView, NetworkView, NetworkChange, CodesView, CodesChange}},
}

// Table returns the rules, for the page and the document that print them.
func Table() []Rule { return table }

// Job is a named program that acts with nobody logged in.
type Job string

// The jobs. Operator is the command line, used by whoever runs the machine.
const (
	Startup  Job = "startup"  // migrations, the folder's clock, the network's name
	Login    Job = "login"    // finds an account and opens its session
	Columns  Job = "columns"  // keeps the report's columns current
	Operator Job = "operator" // approdo init, import, report
	Demo     Job = "demo"     // writes the demonstration network
	Sealing  Job = "sealing"  // signs checkpoints of the audit trail
)

const allOfIt Action = "system"

var jobs = map[Job]Action{Startup: allOfIt, Login: SessionOpen, Columns: allOfIt, Operator: allOfIt, Demo: allOfIt, Sealing: allOfIt}
