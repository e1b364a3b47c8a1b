package outreach

const q = "SELECT id FROM outreach_peek"
