package shelter

import "approdo/internal/web/page"

var list = func(r *page.Request) error { return nil }
