// Command extract writes the first face of a TrueType collection as a font of
// its own: the library that makes PDFs reads no collections.
package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "extract:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return errors.New("usage: extract COLLECTION FONT")
	}
	collection, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	font, err := firstFace(collection)
	if err != nil {
		return err
	}
	return os.WriteFile(args[1], font, 0o644)
}

const (
	headerSize = 12 // of a font: version, number of tables, three search hints
	recordSize = 16 // of a table's entry: tag, checksum, offset, length
)

// firstFace copies the header, the entries and the tables of the first font,
// each table on a boundary of four bytes.
func firstFace(data []byte) ([]byte, error) {
	if len(data) < 16 || string(data[:4]) != "ttcf" {
		return nil, errors.New("not a TrueType collection")
	}
	at := int(binary.BigEndian.Uint32(data[12:]))
	if at+headerSize > len(data) {
		return nil, errors.New("the collection ends early")
	}
	tables := int(binary.BigEndian.Uint16(data[at+4:]))
	records := data[at+headerSize:]
	if len(records) < tables*recordSize {
		return nil, errors.New("the collection ends early")
	}
	out := append([]byte(nil), data[at:at+headerSize+tables*recordSize]...)
	for i := range tables {
		record := records[i*recordSize:]
		from, length := int(binary.BigEndian.Uint32(record[8:])), int(binary.BigEndian.Uint32(record[12:]))
		if from+length > len(data) {
			return nil, fmt.Errorf("table %q ends early", record[:4])
		}
		binary.BigEndian.PutUint32(out[headerSize+i*recordSize+8:], uint32(len(out)))
		out = append(out, data[from:from+length]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out, nil
}
