// Package crash proves what an acknowledgement is worth: a child process that
// serves acts is killed with SIGKILL in the middle of a load, again and again,
// and nothing that it acknowledged may be missing, nothing that a client sent
// again may be there twice, and the ledger must fit its root at each restart
// (SECURITY.md R1). The package holds tests only.
//
// MUSTER_CRASH_CYCLES sets the number of kills; 20 where it is empty.
package crash
