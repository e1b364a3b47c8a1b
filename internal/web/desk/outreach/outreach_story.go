package outreach

import (
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/web/kit"
)

// Stories tell of contacts and of actions on the page of the person.
var Stories = []kit.Story{
	{Noun: "contact", Action: policy.ContactRecord, Path: "contacts", Tell: contactsOf},
	{Noun: "action", Action: policy.ActionRecord, Path: "actions", Tell: actionsOf},
}

func contactsOf(c *kit.Teller, tx *store.Tx, id person.ID) (list []kit.Occasion, err error) {
	contacts, err := outreach.Contacts.List(tx, kit.Of(id))
	for _, k := range contacts.Items {
		list = append(list, c.Occasion(k.Day, k.ID, k.UnitID, c.P.T("desk.person.met", "channel", c.Label("channel", k.Channel)), "/contacts/"+k.ID,
			c.Told("setting", k.Setting), c.Told("language", k.Language)))
	}
	return list, err
}

func actionsOf(c *kit.Teller, tx *store.Tx, id person.ID) (list []kit.Occasion, err error) {
	actions, err := actionsFor(tx, id)
	for _, a := range actions {
		list = append(list, c.Occasion(a.Day, a.ID, a.UnitID, c.Label("action_type", a.Type), kit.To("action", a.ID), c.P.T("desk.person.proximity"), c.Label("outcome", a.Outcome)))
	}
	return list, err
}

// actionsFor lists help given to a person, also when nobody knew yet who it was.
func actionsFor(tx *store.Tx, id person.ID) ([]outreach.Action, error) {
	actions, err := outreach.Actions.List(tx, kit.Of(id))
	if err != nil {
		return nil, err
	}
	list := actions.Items
	contacts, err := outreach.Contacts.List(tx, kit.Of(id))
	for _, k := range contacts.Items {
		if err == nil {
			actions, err = outreach.Actions.List(tx, store.Selection{Equal: map[string]string{"contact": k.ID}})
			list = append(list, actions.Items...)
		}
	}
	return list, err
}
