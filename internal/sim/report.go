package sim

import (
	"fmt"
	"io"
	"text/tabwriter"

	"muster/internal/frame/access"
	"muster/internal/frame/i18n"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/office/role"
)

// Report is what a season came to.
type Report struct {
	People  int            `json:"people"`
	Seed    uint64         `json:"seed"`
	Acts    int            `json:"acts"`
	Seconds float64        `json:"seconds"`
	Funnel  []cases.Funnel `json:"funnel"` // the province first, then each city-level area
}

// Report reads the funnel by city from the counts.
func (s *Season) Report() (r Report, err error) {
	r = Report{People: s.options.People, Seed: s.options.Seed, Acts: s.Acts, Seconds: s.Took.Seconds()}
	tree := s.app.Road.Tree()
	for _, u := range append([]*unit.Unit{tree.Root()}, tree.Children(s.root)...) {
		f, err := cases.FunnelOf(s.app.Cube, u.Code, string(s.cycle))
		if err != nil {
			return r, err
		}
		f.Name = u.Name
		r.Funnel = append(r.Funnel, f)
	}
	return r, nil
}

// Write prints the funnel as a table.
func (r Report) Write(to io.Writer, lang i18n.Lang) error {
	out := tabwriter.NewWriter(to, 0, 4, 2, ' ', tabwriter.AlignRight)
	points := cases.Reach("").Options()
	fmt.Fprint(out, i18n.T("地区", "area").In(lang), "\t")
	for _, p := range points {
		fmt.Fprint(out, p.Label.In(lang), "\t")
	}
	fmt.Fprintln(out)
	for _, f := range r.Funnel {
		fmt.Fprint(out, f.Name, "\t")
		for _, p := range points {
			fmt.Fprint(out, f.Reach[cases.Reach(p.Value)], "\t")
		}
		fmt.Fprintln(out)
	}
	return out.Flush()
}

// DemoUser is somebody whom a visitor of the demo can sign in as.
type DemoUser struct {
	Login, Password string
	Role            access.Role
	Unit            unit.Code
}

// demoPassword is the password of every synthetic account that a demo lists.
const demoPassword = "muster-demo-2026"

// demoCounty is where the demo's visitors work.
const demoCounty unit.Code = "130102"

// Users prepares one account a role for visitors, and one citizen whose
// application has come far.
func (s *Season) Users() ([]DemoUser, error) {
	desk := s.app.NewDesk()
	var out []DemoUser
	add := func(login string, r access.Role, at unit.Code) error {
		account, ok := s.app.Directory.Login(login)
		if !ok {
			return fmt.Errorf("no account %s", login)
		}
		if err := desk.SetLasting(s.ctx, account.ID, demoPassword); err != nil {
			return err
		}
		out = append(out, DemoUser{login, demoPassword, r, at})
		return nil
	}
	citizens, err := s.citizens()
	if err != nil {
		return nil, err
	}
	for _, login := range citizens {
		if err := add(login, role.Citizen, demoCounty); err != nil {
			return nil, err
		}
	}
	city := s.app.Road.Tree().Ancestor(demoCounty, unit.City).Code
	for _, place := range []struct {
		at   unit.Code
		crew []member
	}{{demoCounty, countyCrew}, {departments[0].of(demoCounty), departmentCrew}, {city, cityCrew}, {s.root, provinceCrew}} {
		for _, m := range place.crew {
			if m.n > 1 {
				continue
			}
			if err := add(loginOf(place.at, m), m.role, place.at); err != nil {
				return nil, err
			}
		}
	}
	if err := add("admin", role.Administrator, s.root); err != nil {
		return nil, err
	}
	return out, add("personnel", role.PersonnelClerk, s.root)
}

func loginOf(at unit.Code, m member) string { return fmt.Sprintf("%s.%s.%d", at, m.role, m.n) }
