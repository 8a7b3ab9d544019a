package tool

import (
	"muster/internal/intake/selection/choicefile"
	"strconv"

	"muster/internal/frame/fault"
	"muster/internal/intake/quota/apportion"
)

// Apportion is the command "apportion".
type Apportion struct {
	In     string `required:"" placeholder:"FILE" help:"Units with their weights and bounds: unit,parent,weight,min,max."`
	Seats  int64  `required:"" placeholder:"N" help:"Seats of the root."`
	Method string `default:"webster" enum:"webster,largest-remainder" help:"webster or largest-remainder."`
}

// Help is the example under --help.
func (*Apportion) Help() string {
	return "Example:\n  muster apportion --in bases.csv --seats 400000 > seats.csv"
}

var basesColumns = columns{kind: "bases", required: []string{"unit", "parent", "weight"}, optional: []string{"min", "max"}}

// Run writes unit,parent,seats in the order of the input.
func (a *Apportion) Run(env *Env) error {
	method, err := apportion.ParseMethod(a.Method)
	if err != nil {
		return err
	}
	t, err := env.readTable(a.In, basesColumns)
	if err != nil {
		return err
	}
	var units []apportion.Unit
	if err := t.each(func(r row) error {
		u, err := baseOf(r)
		units = append(units, u)
		return err
	}); err != nil {
		return err
	}
	seats, err := apportion.Divide(units, a.Seats, method)
	if err != nil {
		return t.placed(err)
	}
	if len(units) == 0 && a.Seats > 0 {
		env.remark("注意:文件中没有单位,{n} 个名额未分出。", "note: there is no unit in the file; {n} seats are not divided", "n", a.Seats)
	}
	return a.write(env, units, seats)
}

// baseOf reads a row of the bases; an empty min is 0, an empty max none.
func baseOf(r row) (u apportion.Unit, err error) {
	u = apportion.Unit{Code: r.cells[0], Parent: r.cells[1], Line: r.line}
	if u.Weight, err = apportion.ParseWeight(r.cells[2]); err != nil {
		return u, fault.As(err).At("", r.line, "weight")
	}
	least, err := wholeNumber(r.cells[3], r.line, "min")
	if err != nil {
		return u, err
	}
	if least != nil {
		u.Min = *least
	}
	u.Max, err = wholeNumber(r.cells[4], r.line, "max")
	return u, err
}

// wholeNumber reads a count of at least 0; nil for an empty cell.
func wholeNumber(cell string, line int, column string) (*int64, error) {
	if cell == "" {
		return nil, nil //nolint:nilnil // an empty bound is none
	}
	n, err := strconv.ParseInt(cell, 10, 64)
	if err != nil || n < 0 || cell[0] == '+' || cell[0] == '-' {
		return nil, fault.New(fault.Invalid, "csv.count", "“{value}”应是不小于 0 的整数。",
			"{value} must be a whole number of at least 0", "value", cell).At("", line, column)
	}
	return &n, nil
}

// share is a line of the result.
type share struct {
	Unit   string `json:"unit"`
	Parent string `json:"parent"`
	Seats  int64  `json:"seats"`
}

// write answers in the order of the input.
func (*Apportion) write(env *Env, units []apportion.Unit, seats []int64) error {
	if env.JSON {
		shares := make([]share, len(units))
		for i, u := range units {
			shares[i] = share{u.Code, u.Parent, seats[i]}
		}
		return env.say(shares, "", "")
	}
	out := choicefile.AppendRow(nil, "unit", "parent", "seats")
	for i, u := range units {
		out = choicefile.AppendRow(out, u.Code, u.Parent, strconv.FormatInt(seats[i], 10))
	}
	_, err := env.Stdout.Write(out)
	return unwritten("stdout", err)
}
