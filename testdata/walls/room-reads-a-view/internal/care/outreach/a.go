package outreach

const q = `SELECT COUNT(*) FROM view_contacts`
