package outreach

import "time"

func today() string { return time.Now().Format(time.DateOnly) }
