// Package page is the base of every screen: it answers requests, and it holds the
// design system the screens are drawn with.
//
// A web package declares its screens as a table of Routes; Server refuses to start
// when a line of that table lacks its action. Each request becomes a Request, which
// knows who asks (Subject), what was granted (Grant), and in which language to answer
// (Printer). A Handler decodes, opens one transaction, renders, and returns an error
// when it cannot; one place turns the error's kind into a status and a calm page.
// What a person may not see and what does not exist give the same page, byte for byte.
//
// Pages work without JavaScript and ask nothing of a third party. The policy sent with
// each of them (see headers.go) forbids inline styles and scripts, so the components
// draw with classes and SVG geometry only. Style, script and fonts are built into dist
// by `go run ./internal/web/page/build` and carried inside the binary under names made
// of their content, which browsers keep for ever.
//
// The components (Header, Table, Status, Field, Bars …) take small structs of texts
// that are already in the reader's language and know nothing of the business.
package page
