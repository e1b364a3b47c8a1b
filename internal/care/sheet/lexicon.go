package sheet

import (
	"fmt"
	"strings"
	"unicode"

	"approdo/internal/base/codebook"

	"approdo/internal/care/sheet/written"
)

// lexicon is words.yaml: words of cells that say something of a row or a fact whatever the column.
type lexicon struct {
	Said          map[string]map[string]wordSet `yaml:"said"`
	Totals        wordSet                       `yaml:"totals"`
	BesideTotals  wordSet                       `yaml:"beside_totals"`
	Titles        wordSet                       `yaml:"titles"`
	Absent        wordSet                       `yaml:"absent"`
	Waiting       wordSet                       `yaml:"waiting"`
	Ditto         wordSet                       `yaml:"ditto"`
	Terms         map[string]int                `yaml:"terms"`
	Ordinals      map[string]int                `yaml:"ordinals"`
	Cancelled     wordSet                       `yaml:"cancelled"`
	Negations     wordSet                       `yaml:"negations"`
	Uneventful    wordSet                       `yaml:"uneventful"`
	Nobody        wordSet                       `yaml:"nobody"`
	Void          wordSet                       `yaml:"void"`
	Held          wordSet                       `yaml:"held"`
	VoidByYes     wordSet                       `yaml:"void_by_yes"`
	HeldByNo      wordSet                       `yaml:"held_by_no"`
	Intended      wordSet                       `yaml:"intended"`
	Outcomes      wordSet                       `yaml:"outcomes"`
	States        wordSet                       `yaml:"states"`
	BesideStates  wordSet                       `yaml:"beside_states"`
	Happened      wordSet                       `yaml:"happened"`
	Deed          map[string]wordSet            `yaml:"deed"`
	LogEntries    wordSet                       `yaml:"log_entries"`
	LogChanges    wordSet                       `yaml:"log_changes"`
	Disclaims     wordSet                       `yaml:"disclaims"`
	Done          wordSet                       `yaml:"done"`
	Bodies        wordSet                       `yaml:"bodies"`
	MonthFirst    wordSet                       `yaml:"month_first"`
	Corrections   wordSet                       `yaml:"corrections"`
	Missed        wordSet                       `yaml:"missed"`
	Who           wordSet                       `yaml:"who"`
	BesideWho     wordSet                       `yaml:"beside_who"`
	Second        wordSet                       `yaml:"second"`
	SecondOf      wordSet                       `yaml:"second_of"`
	Counting      wordSet                       `yaml:"counting"`
	Spells        wordSet                       `yaml:"spells"`
	People        wordSet                       `yaml:"people"`
	Deeds         wordSet                       `yaml:"deeds"`
	Trips         wordSet                       `yaml:"trips"`
	Others        wordSet                       `yaml:"others"`
	BesideCalled  wordSet                       `yaml:"beside_cancelled"`
	CalledOff     wordSet                       `yaml:"called_off"`
	PutOff        wordSet                       `yaml:"put_off"`
	Appointments  wordSet                       `yaml:"appointments"`
	PutOffFor     wordSet                       `yaml:"put_off_for"`
	Weather       wordSet                       `yaml:"weather"`
	Letters       map[string]wordSet            `yaml:"letters"`
	SecondLetters map[string]wordSet            `yaml:"second_letters"`
	Homonyms      wordSet                       `yaml:"homonyms"`
	Abbreviations wordSet                       `yaml:"abbreviations"`
	Countries     wordSet                       `yaml:"countries"`
	Exploitation  wordSet                       `yaml:"exploitation"`
	Spots         wordSet                       `yaml:"spots"`
	Plain         wordSet                       `yaml:"plain"`
	Everyday      wordSet                       `yaml:"everyday"`
	Readings      wordSet                       `yaml:"readings"`
	Legends       wordSet                       `yaml:"legends"`
	Signing       wordSet                       `yaml:"signing"`
	BesideSigning wordSet                       `yaml:"beside_signing"`
	Begins        wordSet                       `yaml:"begins"`
	Ends          wordSet                       `yaml:"ends"`
	Clocks        wordSet                       `yaml:"clocks"`
	Colours       wordSet                       `yaml:"colours"`
	Stops         wordSet                       `yaml:"stops"`
	Team          wordSet                       `yaml:"team"`
	Worked        wordSet                       `yaml:"worked"`
	Spent         wordSet                       `yaml:"spent"`
	OneWay        wordSet                       `yaml:"one_way"`
	BothWays      wordSet                       `yaml:"both_ways"`
	Twins         wordSet                       `yaml:"twins"`
	Odometer      wordSet                       `yaml:"odometer"`
	everydayStems map[string]bool               // without their last vowels
	stems         map[[3]byte]bool              // how words of sums begin
	ends          map[[3]byte]bool              // how words of what did not take place begin
}

// prepare makes what passes over most cells quickly.
func (x *lexicon) prepare() {
	x.stems, x.ends = stems(x.Totals), stems(x.Cancelled, x.Uneventful, x.CalledOff, x.PutOff, x.Intended, x.Outcomes)
}

func stems(sets ...wordSet) map[[3]byte]bool {
	stems := map[[3]byte]bool{}
	for _, set := range sets {
		for word := range set {
			if len(word) >= 3 {
				stems[[3]byte([]byte(word))] = true
			}
		}
	}
	return stems
}

// wordSet holds folded words.
type wordSet map[string]bool

// UnmarshalYAML reads a list of words.
func (s *wordSet) UnmarshalYAML(read func(any) error) error {
	var words []string
	if err := read(&words); err != nil {
		return err
	}
	*s = wordSet{}
	for _, word := range words {
		folded := codebook.Fold(word)
		if folded == "" {
			return fmt.Errorf("%q is no word", word)
		}
		(*s)[folded] = true
	}
	return nil
}

// has reports whether a whole cell is one of the words.
func (s wordSet) has(cell string) bool { return len(cell) < 40 && s[codebook.Fold(cell)] }

// broken reports whether a cell holds an error of a spreadsheet program instead of a value: #REF!, #RIF!, Err:502, #####.
// That a look-up found nothing (#N/A) is an absence and no error.
func broken(cell string) bool {
	if code, ok := strings.CutPrefix(cell, "Err:"); ok && strings.Trim(code, "0123456789") == "" && code != "" {
		return true
	}
	if len(cell) < 3 || cell[0] != '#' || notFound(cell) {
		return false
	}
	if strings.Trim(cell, "#") == "" {
		return true // a column too narrow for its number, copied as it was shown
	}
	last := cell[len(cell)-1]
	return last == '!' || last == '?'
}

// notFound reports whether a cell holds the error of a look-up that found nothing.
func notFound(cell string) bool {
	if len(cell) < 4 || cell[0] != '#' {
		return false
	}
	switch strings.ToUpper(strings.TrimRight(cell, "!?")) {
	case "#N/A", "#N/D", "#ND", "#NV", "#N/V":
		return true
	}
	return false
}

// label reports whether a cell labels a row of sums: all its words are of sums, months, numbers and what is summed. The
// second answer is true when it merely begins like such a label.
func (x *lexicon) label(cell string) (strict, loose bool) {
	if len(cell) > 80 {
		return false, false
	}
	found, only := false, true
	for n, word := range fold(cell) {
		_, month := written.Month(word)
		switch {
		case x.Totals[word]:
			found = true
			loose = loose || n == 0
		case x.BesideTotals[word] || strings.Trim(word, "0123456789") == "" || month:
		default:
			only = false
		}
	}
	return found && only, loose
}

// signed reports whether a row is one to be signed: all its words are of signing, and its other cells are lines to write on.
func (x *lexicon) signed(cells []string) bool {
	signing, lines := false, false
	for _, cell := range cells {
		if len(cell) > 60 {
			return false
		}
		for _, word := range strings.FieldsFunc(cell, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			word = codebook.Fold(word)
			if signing = signing || x.Signing[word]; !x.Signing[word] && !x.BesideSigning[word] {
				return false
			}
		}
		lines = lines || strings.Contains(cell, "__") || strings.Contains(cell, "...") || strings.Contains(cell, "…")
	}
	return signing || lines
}
