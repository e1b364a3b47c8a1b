package clock

import _ "approdo/internal/base/store"
