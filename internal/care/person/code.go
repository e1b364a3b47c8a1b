package person

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// words of sea and weather: short, easy to say on a bad line, meaning nothing about anybody, and none that recalls a crossing or a captivity.
var words = [...]string{
	"MARE", "VELA", "FARO", "ONDA", "LUNA", "SALE", "RIVA", "PORTO", "REMO", "SOLE", "ISOLA", "NUBE", "VENTO", "PRORA", "MOLO", "BOA",
	"ALBA", "BAIA", "BREZZA", "CALA", "CIELO", "CORALLO", "DELTA", "DUNA", "FOCE", "GOLFO", "GROTTA", "LAGO", "LAGUNA", "NEVE", "ORZA", "PERLA",
	"POPPA", "RADA", "SABBIA", "SETA", "SCIA", "SCOGLIO", "STELLA", "SENTIERO", "TIMONE", "TUONO", "ALGA", "AMACA", "ANFORA", "ARENA", "BOSCO", "BOMA",
	"BORA", "CANOA", "DARSENA", "FIUME", "GABBIANO", "LIBECCIO", "MAREA", "NEBBIA", "OSTRO", "PIOGGIA", "PONTE", "ROTTA", "SPONDA", "TRAMONTO", "ZAFFIRO", "ZEFIRO",
}

// looksLikeCode and looksLikeID recognise what can be looked up. Anything else is asked of no database: it may be a name that was typed where a code
// belongs, and databases can be told to write down what they are asked.
var (
	looksLikeCode = regexp.MustCompile(`^[A-Z][0-9]{1,9}-[A-Z]{2,12}$`)
	looksLikeID   = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
)

// Spoken is a code as it is kept, of how people say, type and paste it: K7-MARE, k7 mare, ="K7–MARE".
func Spoken(code string) string {
	return strings.ToUpper(strings.Join(strings.Fields(strings.ReplaceAll(codebook.FoldCode(code), "-", " ")), "-"))
}

const letters = "ABCDEFGHJKLMNPRSTVWZ"

// freeCode makes a speakable code such as K7-MARE out of the id's random bits. Taken codes grow a longer number.
func freeCode(tx *store.Tx, id ID) (string, error) {
	bits := scatter(id)
	for try, span := 0, uint64(10); try < 12; try++ {
		n := bits
		letter := letters[n%uint64(len(letters))]
		n /= uint64(len(letters))
		word := words[n%uint64(len(words))]
		n /= uint64(len(words))
		code := fmt.Sprintf("%c%d-%s", letter, n%span, word)
		_, taken, err := store.One(tx, func(row store.Row) (s string, err error) { return s, row.Scan(&s) },
			`SELECT code FROM person_persons WHERE code = $1`, code)
		if err != nil {
			return "", errs.Wrap(err, "find a code")
		}
		if !taken {
			return code, nil
		}
		bits = bits*6364136223846793005 + 1442695040888963407
		span *= 4
	}
	return "", errs.E(errs.Conflict, "person.no_code")
}

// scatter spreads the id over 64 bits (FNV-1a).
func scatter(id ID) uint64 {
	h := uint64(14695981039346656037)
	for _, b := range []byte(id) {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return h ^ h>>29
}

// codesAtOnce is how many ids one statement asks about; databases limit the arguments of a statement.
const codesAtOnce = 500

// Codes tells the codes of people, so that a list can name them. Only those of the grant's own organisation are there.
func Codes(tx *store.Tx, ids []ID) (map[ID]string, error) {
	codes := make(map[ID]string, len(ids))
	for part := range slices.Chunk(ids, codesAtOnce) {
		args, places := make([]any, len(part)), make([]string, len(part))
		for i, id := range part {
			args[i], places[i] = string(id), "$"+strconv.Itoa(i+1)
		}
		list, err := register.Any(tx, `id IN (`+strings.Join(places, ", ")+`)`, args...)
		if err != nil {
			return nil, errs.Wrap(err, "find codes")
		}
		for _, k := range list {
			if tx.Grant().Own().Sees(string(k.OrganisationID)) && k.genuine(tx) {
				codes[k.ID] = k.Code
			}
		}
	}
	return codes, nil
}

// ByCode finds people of the grant's own organisation by their codes, as they are written; codes that are nobody's are left out.
func ByCode(tx *store.Tx, codes []string) (map[string]Person, error) {
	people := make(map[string]Person, len(codes))
	for part := range slices.Chunk(codes, codesAtOnce) {
		args, places := make([]any, len(part)), make([]string, len(part))
		for i, code := range part {
			args[i], places[i] = code, "$"+strconv.Itoa(i+1)
		}
		list, err := register.Any(tx, `code IN (`+strings.Join(places, ", ")+`)`, args...)
		if err != nil {
			return nil, errs.Wrap(err, "find people by code")
		}
		for _, k := range list {
			if tx.Grant().Own().Sees(string(k.OrganisationID)) && k.genuine(tx) {
				people[k.Code] = k.Person
			}
		}
	}
	return people, nil
}
