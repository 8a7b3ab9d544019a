// Package appeals is the way against every adverse outcome: the person asks for a
// review, somebody who has not touched the case decides, and the program carries
// the outcome out in the same act: the gate is opened again, the rank and the seat
// come back, the measure is lifted. What was done stands on the review.
//
// Every table whose acts take something from somebody names its remedy here
// (Against). Once a result was set aside, whoever made it does not make it again
// (guard). The place is kept from the adverse result until its review is over.
//
// Whoever holds this table could make a review look decided; the result would not
// be carried out, and the ledger shows who decided.
package appeals
