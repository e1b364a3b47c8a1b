package report

import _ "database/sql"
