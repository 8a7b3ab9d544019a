// Package tool is the commands that need no installation: apportion, choose,
// draw, and the verification of what choose and draw have published. They read
// and write files, and leave every rule to the pure packages.
//
// The same input gives the same bytes on every machine. Files are written
// beside their place and then moved there, the one that vouches for the others
// (bundle.json, record.json) last, so that a folder with it is complete.
//
// The commands trust nobody and hold no secrets but those that draw is given to
// reveal. Whoever can change all files of a folder can replace it by another
// that verifies; what protects against that is publishing the commitments and
// the hash of the result elsewhere.
package tool
