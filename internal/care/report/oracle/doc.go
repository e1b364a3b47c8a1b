// Package oracle is the independent proof that reports count right. It holds no program, only tests.
//
// The figures of each table are counted a second time, by one statement of SQL written by hand from the specification, on the
// base tables, in testdata. It shares no code with the engine and none of its ideas: no columns, no attribution passes,
// no definitions. Random networks (testkit.RandomNetwork) are small and full of what makes counting go wrong; on each, in random
// periods and scopes, before and after later corrections, every figure of both must be the same, on both databases.
//
// A test that never fails proves nothing, so the proof is tested too: the mutants are the engine with one small mistake
// each, and the oracle has to catch every one.
package oracle
