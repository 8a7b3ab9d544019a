package web

import (
	"net/url"
	"strings"

	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/cycle"
	"muster/internal/intake/quota"
)

// ledgerData is what the public page of the quota ledger shows.
type ledgerData struct {
	Cycles    []option
	Unit      unit.Code
	Name      string
	Up        []linkTo
	Rows      []ledgerRow // the unit itself, then those directly below it
	Divisions []divisionData
	Moves     []movement
	Sound     bool // the entries sum up to the quotas
}

// ledgerRow is the account of one unit.
type ledgerRow struct {
	Name string
	Href string // empty for the unit of the page and for one with nothing below
	quota.Account
}

// divisionData is a division with all that anybody needs to compute it again.
type divisionData struct {
	*quota.Divided
	Method i18n.Text
	File   string
	Rows   []divisionRow
	Basis  []fact // the coefficients of the law, each with its article
}

type divisionRow struct {
	Unit                         string
	Inputs                       []string
	Weight, Least, Most, Outcome string
}

// inputNames are the figures of a basis, in their order.
var inputNames = []i18n.Text{i18n.T("已登记", "Registered"), i18n.T("人口", "Population"), i18n.T("毕业生和在校生", "Graduates, students"),
	i18n.T("以往上站", "Examined before"), i18n.T("以往合格", "Passed before"), i18n.T("灾情系数", "Disaster factor")}

// movement is one amendment.
type movement struct {
	*quota.Entry
	Kind     i18n.Text
	From, To string
}

// mostMoves is how many of the newest amendments the page shows.
const mostMoves = 100

// ledgerPage shows how the seats of an intake went down the tree and who has
// used how many. It is for everybody and holds nothing about any person.
func (s *server) ledgerPage(q *request) error {
	tree := s.App.Road.Tree()
	d := ledgerData{Unit: unit.Code(q.URL.Query().Get("unit"))}
	if root := tree.Root(); d.Unit == "" && root != nil {
		d.Unit = root.Code
	}
	if _, ok := tree.Get(d.Unit); !ok {
		return fault.New(fault.Unknown, "unit.unknown", "没有这个单位。", "There is no such unit.")
	}
	d.Name = tree.Name(d.Unit)
	err := s.read(q.Context(), func(tx *db.Tx) error { return q.readLedger(tx, &d) })
	if err != nil {
		return err
	}
	return q.show(ledgerPage(q.page(i18n.T("名额账目公开", "Public quota ledger")), d))
}

func (q *request) readLedger(tx *db.Tx, d *ledgerData) error {
	intake, err := q.ledgerCycles(tx, d)
	if err != nil || intake == "" {
		return err
	}
	tree := q.s.App.Road.Tree()
	for _, u := range tree.Up(d.Unit) {
		if u.Code != d.Unit {
			d.Up = append([]linkTo{{ledgerPath(intake, u.Code), i18n.Same(u.Name)}}, d.Up...)
		}
	}
	accounts, err := quota.Accounts(tx, intake)
	if err != nil {
		return err
	}
	d.rows(accounts, intake, tree)
	wrong, err := quota.Audit(tx, tree.Name)
	if err != nil {
		return err
	}
	d.Sound = len(wrong) == 0
	if err := q.readDivisions(tx, d, intake); err != nil {
		return err
	}
	return q.readMoves(tx, d, intake)
}

// ledgerCycles fills the choice of intakes and gives the one chosen: the newest
// that was opened, where the address names none.
func (q *request) ledgerCycles(tx *db.Tx, d *ledgerData) (ident.ID, error) {
	list, err := record.All[cycle.Cycle](tx, cycle.Table, "state IN ('open', 'closed') ORDER BY id DESC")
	if err != nil || len(list) == 0 {
		return "", err
	}
	chosen := ident.ID(q.URL.Query().Get("cycle"))
	if chosen == "" {
		chosen = list[0].ID
	}
	known := false
	for _, c := range list {
		d.Cycles = append(d.Cycles, option{Value: string(c.ID), Label: c.Name, Chosen: c.ID == chosen})
		known = known || c.ID == chosen
	}
	if !known {
		return "", fault.New(fault.Unknown, "cycle.unknown", "没有这个征集批次。", "There is no such intake.")
	}
	return chosen, nil
}

func (d *ledgerData) rows(accounts []*quota.Account, intake ident.ID, tree *unit.Tree) {
	above := map[unit.Code]bool{}
	for _, a := range accounts {
		above[a.Parent] = true
	}
	for _, a := range accounts {
		u, ok := tree.Get(a.Unit)
		if !ok || a.Unit != d.Unit && u.Parent != d.Unit {
			continue
		}
		row := ledgerRow{Name: u.Name, Account: *a}
		if a.Unit == d.Unit {
			d.Rows = append([]ledgerRow{row}, d.Rows...)
			continue
		}
		if above[a.Unit] {
			row.Href = ledgerPath(intake, a.Unit)
		}
		d.Rows = append(d.Rows, row)
	}
}

func ledgerPath(intake ident.ID, code unit.Code) string {
	return "/quota-ledger?" + url.Values{"cycle": {string(intake)}, "unit": {string(code)}}.Encode()
}

// readDivisions reads the divisions of the unit with what they rested on.
func (q *request) readDivisions(tx *db.Tx, d *ledgerData, intake ident.ID) error {
	list, err := record.All[quota.Divided](tx, quota.Divisions, "cycle = $1 AND unit = $2 AND state = $3 ORDER BY id DESC", string(intake), string(d.Unit), quota.Done)
	if err != nil {
		return err
	}
	for _, division := range list {
		v := divisionData{Divided: division, File: "/quota-ledger/bases.csv?" + url.Values{"county": {string(division.County)}, "id": {string(division.ID)}}.Encode()}
		for _, o := range quota.Method("").Options() {
			if o.Value == division.Method {
				v.Method = o.Label
			}
		}
		if v.Rows, err = q.divisionRows(division); err != nil {
			return err
		}
		bases, err := record.All[quota.Basis](tx, quota.Bases, "id = $1", string(division.Basis))
		if err != nil {
			return err
		}
		for _, b := range bases {
			v.Basis = q.coefficients(b)
		}
		d.Divisions = append(d.Divisions, v)
	}
	return nil
}

// coefficients reads the numbers that a basis was weighed by, as the law of its
// day words them.
func (q *request) coefficients(b *quota.Basis) (out []fact) {
	law := q.s.App.Pack.On(b.Day)
	for _, entry := range b.Coefficients {
		name, number, _ := strings.Cut(entry, "=")
		if p, err := law.Parameter(name); err == nil {
			out = append(out, fact{p.Label, value{Text: number + " (" + p.Article.In(q.lang) + ")"}})
		}
	}
	return out
}

// divisionRows shows a division unit by unit, those below the top.
func (q *request) divisionRows(d *quota.Divided) (out []divisionRow, err error) {
	units, err := d.Units(q.s.App.Road.Tree())
	if err != nil {
		return nil, err
	}
	inputs, shares := quota.Listed(d.Inputs), quota.Listed(d.Shares)
	for _, line := range strings.Split(strings.TrimSpace(string(d.BasesFile(units))), "\n")[2:] {
		cells := strings.Split(line, ",")
		row := divisionRow{Unit: q.unitName(unit.Code(cells[0])), Weight: cells[2], Least: cells[3], Most: cells[4], Outcome: shares[cells[0]]}
		if in := inputs[cells[0]]; in != "" {
			row.Inputs = strings.Split(in, "/")
		}
		out = append(out, row)
	}
	return out, nil
}

// readMoves reads the newest movements that touch the unit, and the transfers
// between those below it.
func (q *request) readMoves(tx *db.Tx, d *ledgerData, intake ident.ID) error {
	list, err := record.All[quota.Entry](tx, quota.Entries,
		"cycle = $1 AND (debit = $2 OR credit = $2 OR kind = 'transfer') AND kind NOT IN ('use', 'give_back') AND state = $3 ORDER BY id DESC",
		string(intake), string(d.Unit), quota.Posted)
	outside := i18n.T("上级", "the authority above").In(q.lang)
	side := func(code unit.Code) string {
		if code == "" {
			return outside
		}
		return q.unitName(code)
	}
	for _, e := range list {
		from, _ := q.s.App.Road.Tree().Get(e.Debit)
		inside := e.Debit == d.Unit || e.Credit == d.Unit || from != nil && from.Parent == d.Unit
		if !inside || len(d.Moves) == mostMoves {
			continue
		}
		d.Moves = append(d.Moves, movement{e, e.Kind.Label(), side(e.Debit), side(e.Credit)})
	}
	return err
}

// basesFile sends the bases of a division as the file that "muster apportion"
// reads, so that anybody can divide again.
func (s *server) basesFile(q *request) error {
	d := &quota.Divided{}
	err := s.read(q.Context(), func(tx *db.Tx) error {
		return quota.Divisions.Load(tx, unit.Code(q.URL.Query().Get("county")), ident.ID(q.URL.Query().Get("id")), d, false)
	})
	if err != nil {
		return err
	}
	units, err := d.Units(s.App.Road.Tree())
	if err != nil {
		return err
	}
	_, err = (&attachment{q: q, name: "bases-" + string(d.Unit) + ".csv", kind: "text/csv; charset=utf-8"}).Write(d.BasesFile(units))
	return err
}
