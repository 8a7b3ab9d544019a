// Package tips is the tip line: somebody tells the inspectors of a wrong without
// saying who they are, and reads the answer with a receipt.
//
// A report is sealed with HPKE (RFC 9180) to the office one level above the unit
// that it is about; it is addressed to the inspectors of that office whom the
// report does not name and who hold no post in that unit. The receipt, 24 digits
// that are shown once, gives two things through Argon2id: the number of a letter
// box, of which the server keeps a keyed digest, and a key pair, of which the
// server keeps the public half and seals the answers to it. A lost receipt cannot
// be made again.
//
// Of a report the server keeps the day and nothing finer: it is dropped into a box
// of which a row says neither hour nor order nor sender, and the box is emptied
// once a day by an act of the system. What is in the box today stands in no log
// yet; whoever can delete rows there can suppress a report of today, which its
// reporter notices because the receipt opens nothing. This is the price of a log
// that does not tell at what minute somebody wrote.
//
// Whoever holds the database learns which office got how many reports on which
// day, how long they are in steps of some thousand characters, and who may read
// them. Whoever also holds the keys of the vault and the process can read reports,
// but not answers to reporters.
package tips

import (
	"muster/internal/frame/access"
	"muster/internal/frame/house"
	"muster/internal/office/role"
)

// Declare declares the registers and acts of the tip line.
func Declare(h *house.House) {
	declareKeys(h)
	declareTips(h)
	declareMessages(h)
}

// addressed are those to whom a report is addressed, and nobody else.
var addressed = access.Grant{Role: role.Inspector, Relation: access.Listed, Field: "addressed", Purposes: []access.Purpose{role.Integrity}}

// system is the product itself, when it empties the box.
var system = access.Grant{Role: access.System, Relation: access.Anybody}
