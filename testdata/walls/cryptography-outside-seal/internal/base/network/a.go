package network

import _ "crypto/sha256"
