// Package walks does what CONTRIBUTING tells a newcomer to do, on a copy of the sources: it makes each change, which is a patch in
// testdata, says so if the text names a file too few, runs the commands of the text, and looks whether what was added is there in the program.
//
// When code moves and a patch no longer fits, walk the walk by hand, and keep `git diff -U1` as the patch. The migration of a
// patch is called NEXT_….sql and gets its number here.
package walks
