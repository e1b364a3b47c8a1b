package outreach

const q = "SELECT id FROM CASEWORK\x5fEnrolments2"
