package casework

import _ "approdo/internal/care/vault"
