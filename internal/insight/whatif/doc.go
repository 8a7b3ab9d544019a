// Package whatif chooses the list of an intake again from its stored records under
// other seats, quota rows, weights, standards or dates, and says in counts who would
// gain a place and who would lose it.
//
// It reads only: nothing here reaches a case, a list or a person. What the records
// cannot tell is said to be unknown and never guessed: whoever was turned away early
// was not examined, whoever failed the physical was not vetted. Small counts are
// hidden from everybody, and so are counts from which they could be computed;
// values that were measured are opened only where a draft judges them otherwise,
// each opening is a reading in the ledger, and what is specially guarded stays
// closed.
package whatif
