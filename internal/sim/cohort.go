package sim

import (
	"fmt"
	"math/rand/v2"

	"muster/internal/frame/clock"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/people"
	"muster/internal/people/idnumber"
)

// someone is one synthetic person with what the season needs to know of them.
type someone struct {
	place       ident.ID // in the pre-service education
	number      string   // of that place
	injured     bool
	particulars people.Particulars
	home        *unit.Unit
	file        unit.Code   // home county of the file
	county      unit.Code   // that handles the case: of the file, but for who applies elsewhere
	at          cases.Place // of application; empty: the household
	birthYear   int

	id           ident.ID
	registration ident.ID
	application  ident.ID
	visit        visit // the newest appointment for the physical
	checks       []check
	round        ident.ID
	station      unit.Code // of the round: the police that seals

	healthy  bool            // passes the physical
	unclear  bool            // needs a recheck first
	spotless bool            // passes vetting
	active   bool            // the application is still on its way
	short    map[string]bool // sections in which the standard fails them
	class    bool            // of the class whose exemptions are concluded in one go

	bought  bool     // the pass was paid for, or somebody else was examined instead
	steered bool     // and by one doctor, who shares the money
	swapped bool     // somebody else was examined
	ghost   bool     // nobody was examined at all
	twice   bool     // a second station found otherwise
	eyes    ident.ID // the doctor of the eyes, where there are several
	doubted bool     // the receiving unit saw somebody else
}

// The characters that synthetic names are made of. Any likeness is chance.
var (
	surnames = []rune("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕")
	givens   = []rune("伟强磊洋勇军杰涛超明辉刚健鹏宇浩然博文昊天泽楠晨阳旭东海峰云飞志远思源嘉诚子轩雨桐欣怡梦瑶佳琪静雅晓丹若兰")
)

// drawn is the cohort of the season.
func (s *Season) drawn() ([]*someone, error) {
	if s.used == nil {
		s.used = map[string]int{}
	}
	return cohort(s.app.Road.Tree(), s.born(), s.options.People, s.used, s.options.Rates.filled(), s.random)
}

// cohort makes n people, spread over the villages by the census. used is how often
// each citizen number was given before it is told apart by its sequence.
func cohort(tree *unit.Tree, year, n int, used map[string]int, rates Rates, random *rand.Rand) ([]*someone, error) {
	spread, err := areas(tree)
	if err != nil {
		return nil, err
	}
	out := make([]*someone, n)
	for i := range out {
		if out[i], err = makeSomeone(home(spread, random), year, used, rates, random); err != nil {
			return nil, err
		}
	}
	return out, class(out, year, used, rates, random)
}

// classSize is the class of a school for the deaf, whose exemptions one registrar
// concludes on one day: more than the pack lets pass without a look from outside.
const classSize = 24

// class makes the last people of a cohort classmates, where it is large enough:
// young men of one village.
func class(all []*someone, year int, used map[string]int, rates Rates, random *rand.Rand) (err error) {
	if len(all) < 16*classSize {
		return nil
	}
	for i := len(all) - classSize; i < len(all); i++ {
		for {
			s, problem := makeSomeone(all[0].home, year, used, rates, random)
			if problem != nil {
				return problem
			}
			if s.particulars.Sex == people.Male && s.birthYear <= year-18 {
				s.class, s.healthy, all[i] = true, false, s
				break
			}
		}
	}
	return nil
}

func makeSomeone(at *unit.Unit, year int, used map[string]int, rates Rates, random *rand.Rand) (*someone, error) {
	s := &someone{home: at, file: at.Home, county: at.Home, healthy: random.Float64() < rates.Healthy, unclear: random.Float64() < 0.05, spotless: random.Float64() < rates.Spotless}
	age := drawAge(random)
	s.birthYear = year - age
	p := &s.particulars
	p.Sex = people.Male
	if random.Float64() < 0.18 {
		p.Sex = people.Female
	}
	p.BirthDate = clock.NewDate(s.birthYear, 1, 1).AddDays(random.IntN(365))
	p.Name = drawName(random)
	p.Phone = fmt.Sprintf("199%08d", random.IntN(100_000_000))
	s.school(age, year, random)
	number, err := drawNumber(s, used)
	p.IDNo = number
	return s, err
}

// drawAge: three in ten reach the age of registration this year, the others are
// the years above it, and a few volunteers the year below.
func drawAge(random *rand.Rand) int {
	switch x := random.Float64(); {
	case x < 0.02:
		return 17
	case x < 0.34:
		return 18
	default:
		return 19 + random.IntN(6)
	}
}

func drawName(random *rand.Rand) string {
	name := string(surnames[random.IntN(len(surnames))]) + string(givens[random.IntN(len(givens))])
	if random.Float64() < 0.75 {
		name += string(givens[random.IntN(len(givens))])
	}
	return name
}

// school gives an education that fits the age.
func (s *someone) school(age, year int, random *rand.Rand) {
	p := &s.particulars
	x := random.Float64()
	switch {
	case age <= 18:
		p.Education, p.Student = "senior_high", x < 0.7
		if x > 0.85 {
			p.Education = "vocational"
		}
	case x < 0.30:
		p.Education = "senior_high"
	case x < 0.42:
		p.Education = "vocational"
	case x < 0.72:
		p.Education, p.Student = "junior_college", age < 21
	case x < 0.97:
		p.Education, p.Student = "bachelor", age < 22
	default:
		p.Education, p.Student = "bachelor", false
		if age >= 24 {
			p.Education = "master"
		}
	}
	graduated := int64(s.birthYear + 18)
	switch p.Education {
	case "junior_college":
		graduated += 3
	case "bachelor":
		graduated += 4
	case "master":
		graduated += 6
	}
	if graduated > int64(year) && !p.Student {
		graduated = int64(year)
	}
	p.Graduation = &graduated
}

// drawNumber makes a citizen number with the right check character, each
// sequence of a day and a county once.
func drawNumber(s *someone, used map[string]int) (string, error) {
	key := fmt.Sprintf("%s%s%s", s.county, s.particulars.BirthDate, s.particulars.Sex)
	sequence := used[key] * 2
	if s.particulars.Sex == people.Male {
		sequence++
	}
	used[key]++
	return idnumber.GB11643{}.Make(string(s.county), s.particulars.BirthDate, sequence)
}
