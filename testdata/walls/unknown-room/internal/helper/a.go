package helper

import _ "approdo/internal/base/errs"
