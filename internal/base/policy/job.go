package policy

import (
	"maps"
	"slices"
)

// Job is a named program that acts with nobody logged in.
type Job string

// The jobs. Operator is the command line, used by whoever runs the machine.
const (
	Startup  Job = "startup"  // migrations, the folder's clock, the network's name
	Login    Job = "login"    // finds an account and opens its session
	Columns  Job = "columns"  // keeps the report's columns current
	Operator Job = "operator" // approdo init, import, report
	Setup    Job = "setup"    // founds a network in the browser
	Demo     Job = "demo"     // writes the demonstration network
	Sealing  Job = "sealing"  // signs checkpoints of the audit trail
	Keeping  Job = "keeping"  // destroys what is sealed and whose time is over
	Post     Job = "post"     // tells members by mail that there is something to do
	Alarm    Job = "alarm"    // puts on record, and tells, that something kept is not genuine
)

// Refused is the grant of a job that puts on record that it let somebody do nothing, and why. It sees nothing and may change nothing.
func (g Grant) Refused(why string) Grant {
	g.denied, g.rule, g.scope, g.own = true, why, Scope{}, Scope{}
	return g
}

// Jobs lists the jobs by name.
func Jobs() []Job { return slices.Sorted(maps.Keys(jobs)) }

// jobRule is what the trail names as the rule under which a job acts.
func jobRule(job Job) string { return "job " + string(job) }

const allOfIt Action = "system"

var jobs = map[Job]Action{
	Startup: allOfIt, Login: SessionOpen, Columns: allOfIt, Operator: allOfIt, Setup: allOfIt, Demo: allOfIt, Sealing: allOfIt, Keeping: allOfIt,
	Post: allOfIt, Alarm: allOfIt,
}
