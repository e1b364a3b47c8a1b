package admin

import (
	"net/http"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// Routes is the table of contents of the screens about who may enter.
func (a *Admin) Routes() []page.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []page.Route{
		{Method: get, Pattern: "/login", Action: policy.SessionOpen, Handler: a.loginShow},
		{Method: post, Pattern: "/login", Action: policy.SessionOpen, Handler: a.loginSave},
		{Method: post, Pattern: "/logout", Action: policy.SessionOpen, Handler: a.logoutSave},
		{Method: get, Pattern: "/join/{token}", Action: policy.SessionOpen, Handler: a.joinShow},
		{Method: post, Pattern: "/join/{token}", Action: policy.SessionOpen, Handler: a.joinSave},
		{Method: get, Pattern: "/recover", Action: policy.SessionOpen, Handler: a.recoverShow},
		{Method: post, Pattern: "/recover", Action: policy.SessionOpen, Handler: a.recoverSave},

		// one's own account
		{Method: get, Pattern: "/account", Action: policy.AccountKeep, Handler: a.accountShow},
		{Method: get, Pattern: "/account/waiting", Action: policy.AccountKeep, Handler: a.waitingShow},
		{Method: get, Pattern: "/account/password", Action: policy.AccountKeep, Handler: a.passwordEdit},
		{Method: post, Pattern: "/account/password", Action: policy.AccountKeep, Handler: a.passwordSave},
		{Method: get, Pattern: "/account/recovery", Action: policy.AccountKeep, Handler: a.recoveryShow},
		{Method: post, Pattern: "/account/recovery", Action: policy.AccountKeep, Handler: a.recoverySave},
		{Method: post, Pattern: "/account/recovery/renew", Action: policy.AccountKeep, Handler: a.recoveryRenew},
		{Method: get, Pattern: "/account/second", Action: policy.AccountKeep, Handler: a.factorShow},
		{Method: get, Pattern: "/account/second/picture", Action: policy.AccountKeep, Handler: a.factorPicture},
		{Method: post, Pattern: "/account/second", Action: policy.AccountKeep, Handler: a.factorSave},
		{Method: post, Pattern: "/account/second/remove", Action: policy.AccountKeep, Handler: a.factorRemove},
		{Method: post, Pattern: "/account/sessions/end", Action: policy.AccountKeep, Handler: a.sessionsEnd},
		{Method: post, Pattern: "/account/sessions/{id}/end", Action: policy.AccountKeep, Handler: a.sessionEnd},

		// the members of an organisation
		{Method: get, Pattern: "/members", Action: policy.MembersView, Handler: a.memberList},
		{Method: post, Pattern: "/members", Action: policy.MembersChange, Handler: a.memberSave},
		{Method: get, Pattern: "/members/new", Action: policy.MembersChange, Handler: a.memberNew},
		{Method: get, Pattern: "/members/{id}", Action: policy.MembersView, Handler: a.memberShow},
		{Method: get, Pattern: "/members/{id}/edit", Action: policy.MembersChange, Handler: a.memberEdit},
		{Method: post, Pattern: "/members/{id}/edit", Action: policy.MembersChange, Handler: a.memberChange},
		{Method: post, Pattern: "/members/{id}/confirm", Action: policy.MembersConfirm, Handler: a.memberConfirm},
		{Method: post, Pattern: "/members/{id}/invite", Action: policy.MembersChange, Handler: a.memberInvite},
		{Method: post, Pattern: "/members/{id}/suspend", Action: policy.MembersChange, Handler: a.memberMove(network.StepSuspend, network.Suspend)},
		{Method: post, Pattern: "/members/{id}/return", Action: policy.MembersChange, Handler: a.memberMove("", network.Return)},
		{Method: post, Pattern: "/members/{id}/leave", Action: policy.MembersChange, Handler: a.memberMove(network.StepLeave, network.Leave)},
		{Method: post, Pattern: "/members/{id}/drop", Action: policy.MembersChange, Handler: a.proposalDrop},
		{Method: get, Pattern: "/proposals", Action: policy.MembersSecond, Handler: a.proposalList},
		{Method: post, Pattern: "/proposals/{id}/second", Action: policy.MembersSecond, Handler: a.proposalSecond},
		{Method: post, Pattern: "/proposals/{id}/drop", Action: policy.MembersSecond, Handler: a.proposalDrop},

		// from founding to going live, and back from the loss of every key
		{Method: get, Pattern: "/setup", Action: policy.SetupView, Handler: a.setupShow},
		{Method: post, Pattern: "/setup/live", Action: policy.SetupLive, Handler: a.liveSave},
		{Method: get, Pattern: "/setup/recovery", Action: policy.RecoveryCheck, Handler: a.papersShow},
		{Method: post, Pattern: "/setup/recovery", Action: policy.RecoveryMake, Handler: a.papersSave},
		{Method: post, Pattern: "/setup/recovery/force", Action: policy.RecoveryMake, Handler: a.papersForce},
		{Method: post, Pattern: "/setup/recovery/drop", Action: policy.RecoveryMake, Handler: a.papersDrop},
		{Method: post, Pattern: "/setup/recovery/seal", Action: policy.RecoveryMake, Handler: a.papersSeal},
		{Method: post, Pattern: "/setup/recovery/{number}/paper", Action: policy.RecoveryMake, Handler: a.paperShow},
		{Method: get, Pattern: "/setup/recovery/{number}", Action: policy.RecoveryCheck, Handler: a.checkShow},
		{Method: post, Pattern: "/setup/recovery/{number}", Action: policy.RecoveryCheck, Handler: a.checkSave},
		{Method: get, Pattern: "/setup/regain", Action: policy.KeysRecover, Handler: a.regainShow},
		{Method: post, Pattern: "/setup/regain", Action: policy.KeysRecover, Handler: a.regainSave},
	}
}
