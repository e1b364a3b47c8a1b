package report

import _ "modernc.org/sqlite"
