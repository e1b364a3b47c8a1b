package legal

import _ "approdo/internal/web/desk/shelter"
