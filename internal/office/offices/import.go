package offices

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sort"
	"strings"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/unit"
)

// Row is one line of a file of units.
type Row struct {
	Line      int
	Code      unit.Code
	Parent    unit.Code
	Kind      unit.Kind
	Name      string
	ValidFrom clock.Date
	ValidTo   clock.Date
}

// Import is the body of importing a tree. The digest stands for the rows.
type Import struct {
	Digest string `f:"digest,required,hidden" zh:"文件摘要" en:"Digest of the file"`
	Count  int64  `f:"count,required,hidden,min=1" zh:"单位数" en:"Number of units"`
	Rows   []Row
}

// NewImport makes the body of an import from rows. Their order does not matter
// to the digest, as it does not to the tree.
func NewImport(rows []Row) *Import {
	sorted := slices.SortedFunc(slices.Values(rows), func(a, b Row) int { return strings.Compare(string(a.Code), string(b.Code)) })
	h := sha256.New()
	for _, r := range sorted {
		fmt.Fprintf(h, "%s\x00%s\x00%s\x00%s\x00%s\x00%s\n", r.Code, r.Parent, r.Kind, r.Name, r.ValidFrom, r.ValidTo)
	}
	return &Import{Digest: hex.EncodeToString(h.Sum(nil)), Count: int64(len(rows)), Rows: rows}
}

const importedQuery = `SELECT COUNT(*) FROM ledger_leaf WHERE log = $1 AND kind = $2 AND payload LIKE $3`

// Imported says whether these rows, and no others, were imported already into
// the log of the root: importing them again changes nothing, whatever happened
// to the units since.
func Imported(ctx context.Context, store db.Store, root unit.Code, body *Import) (bool, error) {
	n := int64(0)
	err := store.Read(ctx, func(tx *db.Tx) error {
		_, err := tx.One(importedQuery, []any{string(root), importName, `%"digest":"` + body.Digest + `"%`}, &n)
		return err
	})
	return n > 0, err
}

// importName is the name of the act of importing a tree.
const importName = "unit.import"

// Arrange checks rows as one tree and gives every unit its place and its home
// county. Refused, naming the line: no root, a second root, a doubled code, a
// missing parent, a cycle, a parent with too many children.
func Arrange(rows []Row, file string) ([]*unit.Unit, error) {
	children, root, err := index(rows, file)
	if err != nil {
		return nil, err
	}
	units := make([]*unit.Unit, 0, len(rows))
	var visit func(r *Row, place unit.Place, county unit.Code) error
	visit = func(r *Row, place unit.Place, county unit.Code) error {
		if r.Kind == unit.County {
			county = r.Code
		}
		units = append(units, &unit.Unit{Code: r.Code, Parent: r.Parent, Kind: r.Kind, Name: r.Name, Place: place,
			Home: home(r.Code, county), ValidFrom: r.ValidFrom, ValidTo: r.ValidTo})
		list := children[r.Code]
		if len(list) > unit.MaxChildren {
			return wrong(file, list[unit.MaxChildren], "parent", "unit.crowded", "上级“{code}”的下属单位过多。", "The parent {code} has too many units.", "code", r.Code)
		}
		for i, child := range list {
			if err := visit(child, place.Child(i), county); err != nil {
				return err
			}
		}
		return nil
	}
	if err := visit(root, unit.Place("").Child(0), ""); err != nil {
		return nil, err
	}
	if len(units) < len(rows) {
		return nil, cycle(rows, units, file)
	}
	return units, nil
}

// home is whose log keeps a unit's records: the county it lies in, itself where
// it lies above the counties.
func home(code, county unit.Code) unit.Code {
	if county != "" {
		return county
	}
	return code
}

func index(rows []Row, file string) (children map[unit.Code][]*Row, root *Row, err error) {
	byCode := make(map[unit.Code]*Row, len(rows))
	children = map[unit.Code][]*Row{}
	for i := range rows {
		r := &rows[i]
		if first := byCode[r.Code]; first != nil {
			return nil, nil, wrong(file, r, "code", "unit.doubled", "代码“{code}”与第 {line} 行重复。", "The code {code} is that of line {line} again.", "code", r.Code, "line", first.Line)
		}
		byCode[r.Code] = r
	}
	for i := range rows {
		r := &rows[i]
		switch {
		case r.Parent == "" && root != nil:
			return nil, nil, wrong(file, r, "parent", "unit.second_root", "只能有一个根单位;第 {line} 行已是根。", "There can be one root only; line {line} is it already.", "line", root.Line)
		case r.Parent == "":
			root = r
		case byCode[r.Parent] == nil:
			return nil, nil, wrong(file, r, "parent", "unit.no_parent", "上级代码“{code}”不存在。", "There is no parent with the code {code}.", "code", r.Parent)
		default:
			children[r.Parent] = append(children[r.Parent], r)
		}
	}
	if root == nil {
		return nil, nil, fault.New(fault.Invalid, "unit.no_root", "没有根单位(上级为空的一行)。", "There is no root (a row without a parent).").At(file, 0, "parent")
	}
	for _, list := range children {
		sort.Slice(list, func(i, j int) bool { return list[i].Code < list[j].Code })
	}
	return children, root, nil
}

func cycle(rows []Row, reached []*unit.Unit, file string) error {
	seen := map[unit.Code]bool{}
	for _, u := range reached {
		seen[u.Code] = true
	}
	for i := range rows {
		if !seen[rows[i].Code] {
			return wrong(file, &rows[i], "parent", "unit.cycle", "单位“{code}”的上级关系成环。", "The unit {code} is its own superior in the end: a cycle.", "code", rows[i].Code)
		}
	}
	return nil
}

func wrong(file string, r *Row, column, code, zh, en string, pairs ...any) error {
	return fault.New(fault.Invalid, code, zh, en, pairs...).At(file, r.Line, column)
}

// importTree stores a whole tree; the installation must have none.
func importTree(w *act.Work, root *Unit, body *Import, reload func()) error {
	if w.Tree.Len() > 0 {
		return fault.New(fault.Conflict, "unit.tree_exists", "单位树已导入;变更请逐项办理(新设、更名、撤销)。",
			"The office tree is there already; change it unit by unit (found, rename, dissolve).")
	}
	units, err := Arrange(body.Rows, "")
	if err != nil {
		return err
	}
	for i, u := range units {
		r := root
		if i > 0 {
			r = new(Unit)
			r.ID = w.NewID()
		}
		r.County, r.Unit, r.Place, r.State = units[0].Code, u.Code, u.Place, Standing
		r.Parent, r.Kind, r.Name, r.Home = u.Parent, u.Kind, u.Name, u.Home
		r.ValidFrom, r.ValidTo = u.ValidFrom, u.ValidTo
		w.Save(Table, r)
	}
	w.AfterCommit(reload)
	return nil
}
