package kit

// Step is something that somebody can do now, as the first page proposes it.
type Step struct {
	Title string
	Text  string
	Go    string
	Path  string
}
