package outreach

import _ "approdo/internal/web/page"
