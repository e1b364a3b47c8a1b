package story

import _ "approdo/internal/care/person"
