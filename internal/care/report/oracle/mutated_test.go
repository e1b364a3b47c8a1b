package oracle_test

import "approdo/internal/base/codebook"

// mutated are the engines with a mistake. There are none, except in the program that TestEveryMutantIsCaught compiles: there another
// file takes the place of this one.
var mutated map[string]func(*codebook.Book) counter
