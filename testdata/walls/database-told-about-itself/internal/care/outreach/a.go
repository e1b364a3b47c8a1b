package outreach

const q = "PRAGMA writable_schema = 1"
