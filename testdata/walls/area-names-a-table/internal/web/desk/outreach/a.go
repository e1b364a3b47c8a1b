package outreach

const q = `SELECT COUNT(*) FROM outreach_contacts`
