package desk

import "approdo/internal/web/page"

func list(r *page.Request) error { return nil }
