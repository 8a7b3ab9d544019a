package tool

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"
	"time"
)

// BenchmarkChooseCommand is the second half of goal P4: the whole command as a
// multiple of reading its candidates and writing its files, which may be 3.
func BenchmarkChooseCommand(b *testing.B) {
	for _, people := range []int{10_000, 100_000, 1_000_000, 4_000_000} {
		b.Run(fmt.Sprint(people), func(b *testing.B) {
			s := setup(b)
			args := s.country(people)
			s.must(args...)
			plain := s.readAndWrite()
			b.ResetTimer()
			for b.Loop() {
				s.must(args...)
			}
			each := b.Elapsed() / time.Duration(b.N)
			b.ReportMetric(float64(each.Milliseconds()), "ms")
			b.ReportMetric(float64(plain.Milliseconds()), "files-ms")
			b.ReportMetric(float64(each)/float64(plain)/3, "of-limit")
		})
	}
}

// readAndWrite reads the inputs and writes the outputs with encoding/csv.
func (b *bench) readAndWrite() time.Duration {
	var chosen [][]string
	b.rows("out/chosen.csv", func(row []string) error {
		chosen = append(chosen, row)
		return nil
	})
	start := time.Now()
	for _, name := range []string{"c.csv", "u.csv", "q.csv"} {
		b.write("plain-"+name, func(out *csv.Writer) { b.rows(name, out.Write) })
	}
	b.write("plain-chosen.csv", func(out *csv.Writer) {
		if err := out.WriteAll(chosen); err != nil {
			b.Fatal(err)
		}
	})
	return time.Since(start)
}

func (b *bench) rows(name string, visit func([]string) error) {
	f, err := os.Open(b.path(name))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	reader := csv.NewReader(bufio.NewReaderSize(f, 1<<16))
	for {
		row, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err := errors.Join(err, visit(row)); err != nil {
			b.Fatal(err)
		}
	}
}

func (b *bench) write(name string, fill func(*csv.Writer)) {
	f, err := os.Create(b.path(name))
	if err != nil {
		b.Fatal(err)
	}
	out := csv.NewWriter(f)
	fill(out)
	out.Flush()
	if err := errors.Join(out.Error(), f.Close()); err != nil {
		b.Fatal(err)
	}
}
