// Package vault keeps the contents that must not be read by whoever can read
// the database: medical values, findings of a vetting, tips.
//
// # Types
//
// Each sensitive class is a Go type of the room that owns it, a marker with a
// name:
//
//	type Finding struct{}
//	func (Finding) VaultClass() string { return "vetting.finding" }
//
// Clear[Finding] is a content in memory, Sealed[Finding] the same content as it
// is stored. Neither gives its content away by printing, logging or JSON, and
// the compiler refuses a value of one class where another is expected. Content
// comes out only through Clear.Reveal, which demands a permit; permits are
// issued by package permit, which only the road of acts imports.
//
// # Keys
//
// Every subject has a random key of 256 bits for each class, made when first
// needed. Data keys are wrapped by the key-encryption key (Ring, the file
// keys/kek) and kept in a KeyStore, which is not the database and not in its
// backup. Contents are sealed with AES-256-GCM under the data key, bound to
// table, column, subject and class, so that a value moved to another place does
// not open. They are padded to multiples of 32 bytes, so that the length of a
// stored code does not tell which code it is.
//
// Erasing is destroying the data key (Vault.Destroy). What was sealed under it
// is then noise, in the database and in every backup of it, from the moment
// that the last backup of the keys has expired.
//
// # Order of writing
//
// A key must be durable before the row that it seals: whoever commits calls
// Vault.Sync first. A key whose row was never committed is harmless. Keys are
// destroyed after the act that orders it has committed, and again after a
// restore.
//
// # What an attacker could do with it
//
// With the database alone: see who has contents of which class and about how
// long they are, put an old content of the same subject, column and class back
// (the ledger tells), or delete. With database and key store: the same. With
// the key-encryption key as well, or in the process's memory: everything.
package vault
