// Package journal keeps wrapped data keys in one append-only file, apart from
// the database.
//
// # File
//
// The file is a sequence of records of 96 bytes, each ending in a CRC-32C of
// the rest. A batch record says how many records follow it and has their
// SHA-256; a batch is written and synchronised by one Sync. Class records give
// a class name the number that key records use. Key records hold one wrapped
// key each. Opening reads the file once into an index of about 55 bytes a key;
// the keys themselves are read from the file when needed.
//
// # Crash
//
// Only the last batch can be incomplete, because the next one is not written
// before it is synchronised. So an incomplete end of the file is cut off
// (Torn tells how much), but a damaged batch with a sound one after it is not
// the trace of a crash: then opening is refused and nothing is changed.
//
// # Destroying
//
// Destroy writes a new file without the keys, synchronises it, puts it in place
// by renaming, synchronises the folder, and overwrites the destroyed records in
// the old file's blocks with zeros. Storage that keeps old blocks below the file
// system (snapshots, flash memory) keeps wrapped keys at most, which the next
// rotation of the key-encryption key makes useless.
//
// An attacker who reads the file learns how many subjects have keys of which
// class, and nothing that opens without the key-encryption key.
package journal
