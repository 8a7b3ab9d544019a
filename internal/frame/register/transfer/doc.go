// Package transfer moves the records of a register into and out of files: CSV,
// XLSX and JSON lines.
//
// A row of an import is an act like any other. It carries a key made from its
// own content, so that the same file imported twice, or again after a broken
// line, does each row once. A wrong row is reported with its line and leaves
// the others alone; so is the second of two rows with one key. An export holds what the list would show, no more.
//
// Whoever uploads a file can do by it only what their post may do anyhow.
package transfer
