package page

// Tone is how things stand. Each has a shape of its own, so that colour is never the only sign.
type Tone string

// The tones: circle well, diamond due, triangle late, square blocked; Plain says nothing about how things stand.
const (
	Well    Tone = "well"
	Due     Tone = "due"
	Late    Tone = "late"
	Blocked Tone = "blocked"
	Plain   Tone = "plain"
)

func (t Tone) class() string {
	if t == "" {
		t = Plain
	}
	return "tone-" + string(t)
}
