package sheet

import (
	"strings"

	"approdo/internal/base/codebook"
)

// foldCode writes a reference or number as it is compared, as every code of the program is.
func foldCode(cell string) string { return codebook.FoldCode(cell) }

// formerCode is how references were compared before they were folded: hashes of them stand in older databases.
func formerCode(cell string) string {
	return strings.ToLower(strings.Join(strings.Fields(cell), " "))
}
