// Command rates counts the five rates of a county in an intake again, from two
// files that muster export writes: the applications and the quotas. It shares no
// line with the product, so that somebody who doubts an assessment can check it:
//
//	muster export application --as OFFICER --out applications.csv
//	muster export quota --as OFFICER --out quotas.csv
//	go run ./scripts/rates COUNTY INTAKE applications.csv quotas.csv
//
// With the day of the assessment and the files of transports, defects of files, returns and
// reviews (registers transport, file_defect, recruit_return, review) it counts the
// timeliness as well:
//
//	go run ./scripts/rates COUNTY INTAKE applications.csv quotas.csv DAY transports.csv defects.csv returns.csv reviews.csv
//
// It prints a line for each rate: its name, numerator, denominator and value in
// hundredths of a percent, "-" where the denominator is nothing.
package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"log"
	"math/big"
	"os"
	"strconv"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 5 && len(os.Args) != 10 {
		log.Fatal("usage: rates COUNTY INTAKE APPLICATIONS.csv QUOTAS.csv [DAY TRANSPORTS.csv DEFECTS.csv RETURNS.csv REVIEWS.csv]")
	}
	if err := count(os.Args[1], os.Args[2], must(os.Args[3]), must(os.Args[4])).write(os.Stdout); err != nil {
		log.Fatal(err)
	}
	if len(os.Args) == 10 {
		n, d := timely(os.Args[1], os.Args[2], os.Args[5], files{must(os.Args[6]), must(os.Args[7]), must(os.Args[8]), must(os.Args[9])})
		fmt.Println("timeliness", n, d, hundredths(n, d))
	}
}

// must reads a file, or ends the program.
func must(path string) []row {
	rows, err := open(path)
	if err != nil {
		log.Fatal(err)
	}
	return rows
}

// row is one line of a file by its headings.
type row map[string]string

func open(path string) ([]row, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return read(file)
}

func read(from io.Reader) (out []row, err error) {
	lines, err := csv.NewReader(from).ReadAll()
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	for _, line := range lines[1:] {
		r := row{}
		for i, name := range lines[0] {
			r[name] = line[i]
		}
		out = append(out, r)
	}
	return out, nil
}

// figures are the counts that the five rates need.
type figures struct {
	seats, applied, summoned, examined, passed, qualified, handed, returned int64
}

// stages are the points that an application has passed, in order.
var stages = map[string]int{"01_applied": 1, "02_preselected": 2, "03_examined": 3, "04_physical_pass": 4, "05_qualified": 5, "06_scored": 6, "07_proposed": 7,
	"08_approved": 8, "09_dispatched": 9, "10_handed_over": 10}

// count counts what belongs to the county, whose units begin with its code, and to
// the intake.
func count(county, intake string, people, seats []row) (f figures) {
	for _, r := range seats {
		if r["unit"] == county && r["cycle"] == intake && r["state"] == "issued" {
			n, _ := strconv.ParseInt(r["seats"], 10, 64)
			f.seats += n
		}
	}
	for _, r := range people {
		if r["cycle"] != intake || r["state"] == "void" || len(r["unit"]) < len(county) || r["unit"][:len(county)] != county {
			continue
		}
		stage := stages[r["reach"]]
		fit := r["state"] != "physical_fail" // of who was found unfit when examined again
		for into, counts := range map[*int64]bool{&f.applied: true, &f.summoned: r["exam_on"] != "", &f.examined: stage >= 3, &f.passed: stage >= 4 && fit,
			&f.qualified: stage >= 5 && fit && r["state"] != "vetting_fail", &f.handed: r["handed_at"] != "", &f.returned: r["state"] == "returned"} {
			if counts {
				*into++
			}
		}
	}
	return f
}

func (f figures) write(to io.Writer) error {
	for _, rate := range []struct {
		name string
		n, d int64
	}{{"sign_up", f.applied, f.seats}, {"attendance", f.examined, f.summoned}, {"pass", f.passed, f.examined}, {"selection", f.qualified, f.seats}, {"return", f.returned, f.handed}} {
		if _, err := fmt.Fprintln(to, rate.name, rate.n, rate.d, hundredths(rate.n, rate.d)); err != nil {
			return err
		}
	}
	return nil
}

// hundredths is n of d in hundredths of a percent, the nearest whole one.
func hundredths(n, d int64) string {
	if d == 0 {
		return "-"
	}
	return big.NewRat(n*10000, d).FloatString(0)
}
