package report

import _ "approdo/internal/care/person"
