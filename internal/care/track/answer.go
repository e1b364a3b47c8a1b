package track

// Kept is which answers to one question are kept, of those given here with the earliest first; before says that there are some already. Every answer is kept. A silence,
// that nobody asked or nobody said, is kept as the first of all only: the latest answer counts, and a later silence would hide what was said.
func Kept[T any](answers []T, silent func(T) bool, before bool) []T {
	var kept []T
	for i, a := range answers {
		if !silent(a) || i == 0 && !before {
			kept = append(kept, a)
		}
	}
	return kept
}
