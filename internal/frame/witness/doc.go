// Package witness is a second party that watches a log grow. It cosigns a
// checkpoint only if the log's key signed it and it extends the last checkpoint of
// the same log that this witness cosigned, which a consistency proof must show. An
// office that keeps two histories of one log gets a signature for one of them.
//
// What is exchanged follows C2SP tlog-witness: a request is the size that the
// witness saw last, the proof, and the checkpoint; an answer is the checkpoint with
// the witness's signature (tlog-cosignature/v1). Several of either stand in one
// file, one after the other, so that a stick between two machines is enough.
//
// The package does no input or output. A witness that forgets what it has seen, or
// that signs before what it saw is safe on the disk, is none: whoever calls keeps
// the state first and hands the answers out afterwards.
package witness
