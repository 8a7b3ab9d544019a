// Package choose finds the one best choice of candidates under quotas.
//
// A quota row speaks of the candidates in a unit's subtree who carry a tag (or
// of all of them): at most max of them are chosen, and at least min of them
// should be. Of all sets of candidates the chosen one
//
//  1. respects every max, and then
//  2. has the smallest total shortfall against the mins, and then
//  3. has the most members, and then
//  4. is first in merit order (score descending, tie ascending, id ascending):
//     of two sets, the one that holds the best-placed candidate in whom they
//     differ comes first.
//
// Somebody whom no row with a max covers has no seat to get. Rows with a max and
// rows without a tag (family A), and rows with a tag and a min (family B), must
// each be nested or disjoint; otherwise two rows could pass somebody over for
// somebody behind without a min asking for it, and the input is refused.
//
// # How it is found
//
// Candidates with the same smallest row of A and the same smallest row of B are
// interchangeable but for their merit; they form a cell, and a choice is a
// number for each cell. Criteria 1 to 3 are a flow of greatest reward from the
// root down the forest of A, through the cells, and up the forest of B: a seat
// pays one for itself and far more for each min that still lacks it. Three passes
// in merit order give a choice that is nearly always one of the best; prices
// prove it, or a primal-dual method finds prices and repairs it (optimum.go).
// The prices leave to every row and cell an interval in which its number is
// free. Criterion 4 is then a walk in merit order: a candidate is taken if the
// cell's number allows it or can be raised by an exchange around a circle within
// the intervals that takes nobody back; where there is none the cell closes for
// good (exchange.go).
//
// The package does no input or output. Its result depends on nothing but its
// input, and not on the order of it. Whoever can change the input changes the
// result: the input is what has to be published, with its hash.
package choose
