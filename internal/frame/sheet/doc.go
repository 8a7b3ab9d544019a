// Package sheet reads and writes tables the way offices pass them around: CSV
// and XLSX, read and written alike.
//
// # Reading
//
// A table has a header row, which is line 1, and its columns stand in any
// order. A column is known by its name or by one of its aliases (the Chinese
// names of a policy pack). An unknown, doubled or missing column refuses the
// whole table, since every row would be wrong. After that a bad row never
// stops the good ones: Next returns a fault with file, line and column for it
// and goes on with the next row.
//
// CSV is RFC 4180 in UTF-8, with or without a byte order mark, or in GB18030,
// which is what a Chinese spreadsheet saves by default; lines end in LF or
// CRLF. A quote that is opened and never closed costs its own row only: reading
// goes on with the line after the one that opened it. Of an XLSX file the first
// worksheet is read, each cell as the spreadsheet shows it, dates in ISO form.
// Rows without any content are passed over.
//
// Columns that hold identifiers are checked for what spreadsheets do to
// identifiers (see CheckCode), because a number such as 1.30102E+17 has lost
// the digits that no later check can restore.
//
// # Writing
//
// CSV goes out in UTF-8 without a byte order mark, with LF, quoted only where
// needed. A cell that a spreadsheet would run as a formula gets a leading
// apostrophe, which reading takes away again: what is exported can be imported.
//
// # What an attacker could do with it
//
// Uploaded files are hostile: a row is at most MaxRow bytes, an XLSX file at
// most MaxUpload bytes packed and MaxUnpacked bytes unpacked, and formulas are
// never evaluated. Large worksheets are unpacked into temporary files that
// Close removes; whoever can read the temporary folder of the process could
// read them meanwhile.
package sheet
