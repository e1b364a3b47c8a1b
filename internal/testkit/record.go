package testkit

import (
	"approdo/internal/base/network"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
)

// Person is somebody of an organisation about whom nothing was asked.
func Person(o network.OrganisationID) person.Person {
	return person.Person{
		OrganisationID: o, Gender: "not_asked", AgeBand: "not_asked", AgeSource: "not_recorded",
		Citizenship: "not_asked", Region: "not_asked", RegionSource: "not_recorded", Province: "IT-BS", Day: "2024-05-01",
	}
}

// Contact is a contact with a new unlinked individual about whom nothing was asked, in the setting most seen.
func Contact(w outreach.Work) outreach.Contact {
	return outreach.Contact{
		Work: w, Channel: "contact_unit", Setting: "sexual_outdoor", Language: "not_recorded", Information: "not_recorded", Newness: "new",
		Gender: "not_asked", AgeBand: "not_asked", Citizenship: "not_asked", Region: "not_asked", RegionSource: "not_recorded", Protection: "not_asked",
	}
}
