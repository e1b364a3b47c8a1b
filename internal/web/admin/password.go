package admin

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/web/page"
)

// newPassword are the questions for a password that is chosen: it is typed twice, since it cannot be seen.
func newPassword(p *i18n.Printer, second bool) []Asked {
	least := network.PasswordAlone
	if second {
		least = network.PasswordWithCode
	}
	return []Asked{
		{Field: page.Field{Name: "password", Label: p.T("admin.password.new"), Hint: p.T("admin.password.hint", "least", least), Type: "password", Autocomplete: "new-password"}},
		{Field: page.Field{Name: "again", Label: p.T("admin.password.again"), Type: "password", Autocomplete: "new-password"}},
	}
}

// oldPassword is the question for the password one has.
func oldPassword(p *i18n.Printer) Asked {
	return Asked{Field: page.Field{Name: "current", Label: p.T("admin.password.current"), Type: "password", Autocomplete: "current-password"}}
}

// chosen reads the new password of a form; what is wrong with it is kept there. own are the words that the person is known by.
func chosen(fields *page.Fields, second bool, own ...string) (string, error) {
	password := fields.Text("password")
	if password != fields.Text("again") {
		fields.Keep(errs.E(errs.Invalid, "admin.password.differs").On("again"))
	}
	if err := network.CheckPassword(password, second, own...); err != nil {
		if e, known := errs.Of(err); known {
			err = e.On("password")
		}
		if !fields.Keep(err) {
			return "", err
		}
	}
	return password, nil
}

// ownWords are what an account is known by.
func (a *Admin) ownWords(account network.Account) []string {
	return []string{account.Name, account.Login, account.Email, account.Organisation, a.Network.Name, a.Network.Code}
}
