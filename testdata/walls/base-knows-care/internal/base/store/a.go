package store

import _ "approdo/internal/care/person"
