package desk

import _ "approdo/internal/web/admin"
