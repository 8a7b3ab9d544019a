// Package dispatch is the fifth gate: transports with their list, files reviewed
// before they leave, clothing, identity checked again, hand-over with two
// signatures, and return by the routes of the law.
//
// A transport is planned, its list is approved (ready), it departs, arrives and is
// done when everybody on it is handed over and every step of its mode is taken.
// The steps of each mode and their deadlines are a table of the pack. The list is
// approved as a root over its entries; whoever is handed over must be on the list
// of that root, and stand in the records as the last act left them. Liability
// passes at the hand-over: its instant and both signers are kept on the case.
//
// A return gives the seat back to the quota that it came from. Whoever holds these
// tables could change a list; the root and the ledger refuse it.
package dispatch
