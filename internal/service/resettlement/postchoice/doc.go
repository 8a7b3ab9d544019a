// Package postchoice assigns posts to people who wish for them, in two ways.
//
// Serial choice: people choose one after the other in an order that was fixed
// before (by score), from an inventory that is frozen when the choice opens.
// Serial does it from ranked lists, Session with the people in the room; who
// takes in the room what stands first on the list and is still to be had gets the
// same post either way.
//
// Deferred acceptance: the posts have an order of their own among the people.
// Everybody proposes down the list of wishes; a post keeps the best proposals it
// has places for and lets the others go on. The outcome is stable (nobody and no
// post would rather have each other) and, of all stable outcomes, everybody's
// best at once. In both ways the true list is the best list to hand in.
//
// People and posts are numbers from 0; whoever calls keeps the names. Both
// outcomes answer for each person and each better wish why it was not to be had,
// and who was the last one ahead. The package does no input or output, and its
// result depends on nothing but its input: whoever can change the input changes
// the result, so the input is what has to be published.
package postchoice
