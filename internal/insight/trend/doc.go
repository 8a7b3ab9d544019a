// Package trend counts how many cases of a unit came to each point of the funnel,
// by intake and by groups of people, and says in one sentence what lies between two
// intakes: fewer applicants, or fewer who pass at which gate.
//
// It reads the counts in memory and nothing of anybody. A gate is the step from one
// point of the funnel to a later one; its rate has the people at the later point
// over those at the earlier one. Whoever may open every case counted here sees every
// count; to everybody else counts of fewer than five people are hidden, also those
// of the people lost between two points, with as many others as would tell them
// (package smallcell). What it does not promise is said there.
package trend
