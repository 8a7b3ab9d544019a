// Package web is the server-rendered face of Muster. Every page stands on the
// declared acts and registers, in every language, and works without JavaScript.
//
// No rule of the law is in here, and no right is decided in here: a page shows
// what the road of acts (package act) lets its reader see, and a form builds the
// request that the road will judge. Nothing changes on GET but the log of
// readings and the time at which a session was last seen.
//
// An attacker who finds a hole in a page still meets the road: access, state and
// separation of duties are decided below. What this package itself must hold is
// the session cookie, the origin of a request, and that nothing which people
// wrote is ever sent as markup (templ escapes; the content security policy
// allows no inline script or style).
//
//go:generate go tool templ generate
package web
