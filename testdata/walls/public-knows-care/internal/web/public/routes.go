package public

import _ "approdo/internal/care/report"
