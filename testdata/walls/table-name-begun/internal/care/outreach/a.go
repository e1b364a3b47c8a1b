package outreach

import "fmt"

func q(noun string) string { return fmt.Sprintf("SELECT id FROM casework_%ss", noun) }
