// Package policy reads a country's law as dated data and answers questions
// about it.
//
// A pack is a folder of YAML files: parameters, tables, questions with their
// clauses, deadlines, reason codes, gates, calendars. Every dated thing names
// its article and the days on which it is in force; the engine knows the law of
// no country. A Pack is immutable once loaded and safe for concurrent use. A
// View is the pack as it stands on one day; whoever decides something keeps the
// day and the pack's version beside the decision.
//
// Answers are three-valued. A fact that a rule in force consults and that is
// not given never turns into a yes or a no: the outcome of the question is
// "unknown", the answer lists what to ask, and every line that can be decided
// without it is already decided. A definite no among the lines is therefore
// visible at once, but it becomes the outcome only when nothing is missing any
// more: a person is never turned away by half a file. A fact counts as
// consulted if a clause that applies cannot be decided without it; `false &&
// missing` and `true || missing` are decided. Facts that only an authority may
// assert carry a presumption in the pack and are never asked of the person.
//
// What an attacker with this package could do: whoever writes pack files decides
// outcomes, so a pack is reviewed like code, its version is a hash of its
// content, and every decision records that version. Expressions cannot loop,
// reach the network or read a file; each has a cost limit. Facts are personal
// data: they are never logged, cached or put into an error here.
package policy
