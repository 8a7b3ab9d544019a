// Package leads keeps what discipline inspectors look into because of an alarm of
// the integrity radar: who owns it, what was looked at, what was found.
//
// A lead is about an office, a station or an account of the staff, never about a
// candidate: it has no field that could name one. It is opened by a human who
// has read an alarm; nothing opens or closes one by itself. No act of this
// room writes any other table, so that a lead cannot change a result, a
// list or a case (SECURITY, D22). What follows from a finding is done by the acts of
// other rooms, each by its own people on its own grounds.
//
// Whoever holds this table could remove a lead; the ledger's verification finds
// that.
package leads
