// Package penalty is the chain of the law from a fact to a measure, and nothing
// else: two officers find facts, the party is ordered to correct, told of facts,
// reasons and basis, heard where it asks, a lawyer reviews, the government decides,
// departments execute, each step by other people.
//
// No step may be left out, and none is the system's: an import, an absence of data
// or a timer cannot begin, decide or execute anything. The conduct, its order and
// its measures are tables of the pack. A penalty whose appeal succeeds is lifted in
// the act that decides it. Whoever holds this table could fake a state; the ledger
// lacks the steps and finds it.
package penalty
