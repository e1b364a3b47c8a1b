package main

import _ "approdo/internal/base/store"
