package report

const q = `SELECT id FROM outreach_contacts`
