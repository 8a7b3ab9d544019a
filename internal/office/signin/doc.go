// Package signin proves who somebody is: password, one-time code, session.
//
// A password is kept as an Argon2id digest, a one-time secret sealed in the
// vault, a session as the digest of a token that only the browser holds. Rights
// are never kept here: they are looked up at every request (staff.Directory).
//
// Whoever tries passwords is slowed down by where they come from and by the
// account they aim at; nobody is locked out of an account by somebody else's
// tries. An unknown sign-in name takes as long as a wrong password.
//
// Whoever reads these tables learns no password, no one-time secret and no
// token. Whoever can write them could insert a session of their own; sessions
// are no facts of the ledger, so this would not be found afterwards.
package signin
