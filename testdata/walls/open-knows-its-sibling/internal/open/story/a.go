package story

import _ "approdo/internal/open/library"
