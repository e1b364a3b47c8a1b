package store

import (
	"strconv"
	"strings"

	"approdo/internal/base/policy"
)

// Within renders a grant's scope on a column of organisation ids, as a condition with its arguments; the first argument
// is $next. The zero scope lets nothing through.
func Within(s policy.Scope, column string, next int) (condition string, args []any) {
	if s.All() {
		return "TRUE", nil
	}
	var marks []string
	for i, id := range s.Organisations() {
		marks = append(marks, "$"+strconv.Itoa(next+i))
		args = append(args, id)
	}
	if len(marks) == 0 {
		return "FALSE", nil
	}
	return column + " IN (" + strings.Join(marks, ", ") + ")", args
}
