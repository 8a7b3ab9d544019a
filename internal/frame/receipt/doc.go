// Package receipt is the files with which somebody outside proves what the
// ledger holds: a receipt (one leaf is in a signed log, and what one record said
// then) and a notice (a published list, or one row of it, as a leaf of the log
// committed to it).
//
// The package reads, writes and checks the files and does nothing else: no
// database, no clock, no disk. It does not use the code that writes the ledger,
// so that an error there cannot hide here. The page for browsers
// (web/src/verify) follows the same text; a test holds the two together.
//
// A receipt is text, line by line, with one spelling only:
//
//	muster/receipt/v1
//	leaf {"v":1,"log":"130102","seq":7,…}
//	index 7
//	proof <base64 of 32 bytes>           none or more, RFC 6962, from the leaf upwards
//	fact application/01… 3               optional, with the two lines after it
//	salt <base64>
//	body {"id":"01…",…}
//	key <name>+<id>+<base64>             the log's public key, to compare with a printed one
//
//	<the signed checkpoint, to the end of the file>
//
// Whoever holds the signing key can sign a log that never was. What finds that is
// a witness: somebody else who signs checkpoints of logs that only grow. A receipt
// without enough such signatures is genuine but not yet witnessed.
package receipt
