package vault

// The states of broken glass.
const (
	GlassAsked   = "asked"   // others were told; a key holder has not answered yet
	GlassOpen    = "open"    // the hour runs
	GlassRefused = "refused" // a key holder said no
	GlassOver    = "over"    // the hour is over, and the key destroyed
)
