// Package api is the JSON face of the product. It has no rule of its own: every
// act and every register comes from its declaration, and every request takes
// the one road (package act).
//
// A caller shows a bearer token. The database keeps only the SHA-256 of it; the
// rights behind it are looked up at each request, and are those of the account
// in the post for which the token was issued, never more. A token never becomes
// a cookie and a cookie is never read.
//
// Answers show the visible fields of a register, never hidden or sealed ones.
// Errors are problem+json (RFC 9457) in the language of Accept-Language; they
// name fields and codes and never repeat what was submitted.
//
// Whoever holds a token can do what its post may do until it is revoked. Whoever
// holds the table session learns whose tokens there are and cannot use them.
// /healthz, /readyz and /metrics need no token: they show counts by route and
// kind of act, and nothing about anybody.
package api
