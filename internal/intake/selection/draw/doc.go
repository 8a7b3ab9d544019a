// Package draw assigns candidates to examiners by a public draw that anybody can
// compute again.
//
// Before the draw each contributor publishes a commitment, SHA-256(secret ‖ salt).
// Then the lists are closed, the secrets and salts are revealed, and a public
// value is taken that nobody could know before. With lp(x) for the length of x in
// bytes as four bytes, big-endian, followed by x:
//
//	H = SHA-256( lp(candidates) ‖ lp(examiners) ‖ lp(conflicts) )      the files as they are
//	S = SHA-256( "muster/draw/v1" ‖ 0x00 ‖ lp(name) ‖ H ‖ lp(secret 1) ‖ … ‖ lp(secret k) ‖ lp(public) )
//	order of candidate c           : HMAC-SHA256(S, "c" ‖ lp(c)), ascending
//	preference of c for examiner e : HMAC-SHA256(S, "a" ‖ lp(c) ‖ lp(e)), ascending
//
// In that order each candidate takes the preferred examiner who has capacity left
// and no conflict. Who finds nobody is drawn again in a draw of its own.
//
// As long as one contributor keeps the secret until the lists are closed, nobody
// can steer the outcome; whoever knows all secrets and the public value before
// can. A record proves that the outcome follows from what it reveals; that the
// commitments are those published before is for the reader to compare.
//
// The package does no input or output.
package draw
