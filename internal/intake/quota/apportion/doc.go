// Package apportion divides seats over the office tree by exact arithmetic.
//
// The seats of the whole go to the root; the seats of each unit are divided
// among its children in proportion to their weights, within their bounds. The
// bounds of a unit hold where the unit itself is given seats and do not
// propagate: a parent's seats are fixed first and then divided.
//
// Two methods are known. Webster gives one seat after the other to the child
// with the largest weight/(seats+½), so that more seats for the whole never
// take one from anybody. LargestRemainder gives everybody the floor of its
// exact share, where the share is the weight times one factor for all siblings,
// clamped to the bounds, and the seats left to the largest fractions. Ties go to
// the larger weight and then to the smaller code, compared by bytes.
//
// Nothing is rounded anywhere: weights are decimals of any length, and every
// comparison is one of whole numbers (128 bits where they fit, math/big where
// they do not). The package does no input or output and trusts nobody: it
// refuses a tree with a cycle, two roots or a duplicate code. Whoever can change
// its input changes its output; the input is what has to be published.
package apportion
