package sim

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/ledger"
	"muster/internal/frame/policy"
	"muster/internal/frame/unit"
	"muster/internal/intake/quota"
)

// Options say which season to run.
type Options struct {
	Dir      string
	People   int
	Seed     uint64
	Progress Progress // nil: none

	Fraud *Fraud // nil: an honest year; otherwise the season ends after the gate whose records show it

	Store db.Store                  // nil: muster.db in Dir
	Units func() (io.Reader, error) // nil: all offices of Hebei

	// What can be changed while everybody does and is what they did and were: to
	// compare a season with what the records of another one say of the change.
	Pack  *policy.Pack                                     // nil: the pack of this build
	Seats int64                                            // 0: three in a hundred people, at least twenty
	Rows  func(county unit.Code, seats int64) []*quota.Row // nil: a third graduates, a tenth open to women
	Rates Rates                                            // the zero value: those of the demo

	// When the season is played, and how old its people are then.
	CutOff clock.Date // last day of sign-up; zero: that of the notice, after everybody has signed up
	Before int        // so many years before the usual one
	Older  int        // everybody is so many years older than people of a season are

	Earlier int // so many smaller seasons of the years before are played first

	After func(step string, s *Season) error // called after each step; nil: never
}

// Progress is told how a season goes on.
type Progress interface {
	Begin(name i18n.Text, total int)
	Step(n int)
	End()
}

// Season is a year of a synthetic province.
type Season struct {
	ctx      context.Context
	app      *app.App
	clock    *clock.Manual
	random   *rand.Rand
	progress Progress
	options  Options
	used     map[string]int // citizen numbers that were given, by county, day of birth and sex
	equipped bool           // the stations have their rooms

	root      unit.Code
	cities    []unit.Code // units between the province and its counties
	counties  []unit.Code
	people    []*someone
	staffed   int // members of the staff
	crew      map[unit.Code]map[member]access.Actor
	personnel access.Actor
	cycle     ident.ID
	opened    clock.Date
	following ident.ID // the intake after it
	quotas    map[unit.Code]ident.ID
	rankings  map[unit.Code]ident.ID
	courses   map[unit.Code]ident.ID
	queued    []task
	refusing  []*refusal
	stopped   []task // refused by a limit of speed, to be done after the release

	// A test may take part in a season: between its phases (meanwhile), whose own
	// acts may then be refused for what was done there (lenient).
	meanwhile func(phase string) error
	lenient   bool
	refusals  map[string]int // by code

	Acts int           // acts that were done, the loading of the tree not counted
	Took time.Duration // for these acts, in real time
}

// task is one act with what to do with its answer.
type task struct {
	request act.Request
	done    func(act.Answer)
}

func text(zh, en string) i18n.Text { return i18n.T(zh, en) }

// Run makes an installation in o.Dir and runs a whole intake year. The caller
// closes the returned App.
func Run(ctx context.Context, o Options) (*Season, error) {
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, err
	}
	if err := app.CreateKeys(o.Dir, app.DemoName); err != nil {
		return nil, err
	}
	s := &Season{ctx: ctx, random: rand.New(rand.NewPCG(o.Seed, 0x6d7573746572)), progress: o.Progress, options: o,
		quotas: map[unit.Code]ident.ID{}, rankings: map[unit.Code]ident.ID{}, courses: map[unit.Code]ident.ID{}}
	virtual := clock.NewManual(morning(s.day(1, 5).AddDays(-weeks * o.Earlier)))
	a, err := app.Open(ctx, app.Options{Dir: o.Dir, Clock: virtual, Random: newSeeded(o.Seed), Store: o.Store, Pack: o.Pack, Demo: true})
	if err != nil {
		return nil, err
	}
	s.app, s.clock = a, virtual
	if err := s.run(); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return s, nil
}

// App is the installation of the season.
func (s *Season) App() *app.App { return s.app }

// Release lets the season's clock run on, so that the installation can be used.
func (s *Season) Release() { s.clock.Release() }

func (s *Season) run() error {
	if err := s.loadTree(); err != nil {
		return err
	}
	began := clock.System{}.Now() // real time: it is what is measured
	all := s.steps()
	for i, step := range all {
		if s.options.Earlier > 0 && i == settled {
			if err := s.earlier(); err != nil {
				return err
			}
			s.clock.Set(morning(s.day(1, 5)))
		}
		if err := step.run(); err != nil {
			return err
		}
		if s.options.After == nil {
			continue
		}
		if err := s.options.After(step.name, s); err != nil {
			return err
		}
	}
	s.Took = clock.System{}.Now().Sub(began)
	_, err := ledger.Sign(s.ctx, s.app.Store, s.app.Keys.Signer, s.app.Keys.Signer.Name(), s.clock.Now())
	return err
}

// step is one part of the year.
type step struct {
	name string
	run  func() error
}

// settled is the first step that has to do with people: by then the offices stand.
const settled = 3

// steps are the parts of the year in their order; Options.After is told their names.
// Of registration the pack knows the rules since the usual year only, and who is
// played a year older registered the year before.
func (s *Season) steps() []step {
	all := []step{{"hire", s.hire}, {"departments", s.assignDepartments}, {"line", s.openLine}, {"settle", s.settle}, {"register", s.register},
		{"year", s.registrationYear}, {"issue", s.issue}, {"sign_up", s.signUp}, {"examine", s.examine}, {"close", s.close}, {"review", s.review}, {"vet", s.vet},
		{"educate", s.educate}, {"score", s.score}, {"rank", s.rank}, {"watch", s.watch}, {"approve", s.approve}, {"send", s.send}, {"accuse", s.accuse}, {"assess", s.assess}, {"judge", s.judge}, {"next", s.next}}
	if s.options.Before > 0 || s.options.Older > 0 {
		all = slices.DeleteFunc(all, func(t step) bool { return t.name == "register" || t.name == "year" })
	}
	if f := s.options.Fraud; f != nil {
		return all[:1+slices.IndexFunc(all, func(t step) bool { return t.name == f.shows() })]
	}
	return all
}

// Cycle is the intake of the season.
func (s *Season) Cycle() ident.ID { return s.cycle }

// loadTree imports Hebei's offices as one act.
func (s *Season) loadTree() error {
	open := s.options.Units
	if open == nil {
		open = Units
	}
	file, err := open()
	if err != nil {
		return err
	}
	rows, err := s.app.ReadUnits(file, "hebei_units.csv")
	if err != nil {
		return err
	}
	rows = withDepartments(rows)
	s.begin(text("导入机构树", "Load the office tree"), 1)
	if _, err := s.app.ImportUnits(s.ctx, rows); err != nil {
		return err
	}
	s.step(1)
	s.end()
	tree := s.app.Road.Tree()
	s.root = tree.Root().Code
	tree.Walk(s.root, func(u *unit.Unit) bool {
		switch {
		case u.Kind == unit.County:
			s.counties = append(s.counties, u.Code)
		case u.Kind == unit.City:
			s.cities = append(s.cities, u.Code)
		}
		return true
	})
	return nil
}

// batchSize is how many acts share a commit.
const batchSize = 1000
