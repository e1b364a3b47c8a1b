// Package e2e looks at Approdo as people do: in a real browser.
//
// One Chromium serves all tests. A Visit opens a page in a language, a theme and a
// width, and complains about whatever a person could stumble over: a rule of
// accessibility broken (axe-core), a violation of the content policy, an error of a
// script, a page wider than the screen. The crawl makes such visits to every GET
// pattern of the program's routes, as everybody; the gallery makes them to every
// template in states the demonstration never shows. The stories follow one person
// through a journey.
//
// A page is looked at in one language and one look, another one each week, and always
// in those in which something was ever wrong (testdata/failed.txt). With -whole
// (`make crawl`) it is looked at in all. With APPRODO_SCREENSHOTS=folder too, and each
// visit leaves a picture there.
package e2e
