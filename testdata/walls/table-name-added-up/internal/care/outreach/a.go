package outreach

const room = "casework"

var q = "SELECT id FROM " + room + "_enrolments2"
