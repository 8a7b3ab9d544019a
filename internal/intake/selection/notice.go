package selection

import (
	"database/sql"
	"encoding/json"
	"strings"

	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/ledger"
	"muster/internal/frame/receipt"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
)

// rowOf is what the public list says of a case: no id, no score, no reason.
func rowOf(tree *unit.Tree, c *cases.Case) receipt.Row {
	return receipt.Row{Rank: c.Rank, Name: receipt.Mask(c.Name), Place: township(tree, c.Unit)}
}

// township is the name of the township or, where there is none above it, of the
// unit itself: a village would say too much about whom a masked name is.
func township(tree *unit.Tree, code unit.Code) string {
	if u := tree.Ancestor(code, unit.Township); u != nil {
		return u.Name
	}
	return tree.Name(code)
}

// noticeRoot is the hash over the public rows of a list, and the places on it as they
// are called today: units get new names.
func noticeRoot(tree *unit.Tree, list []*cases.Case) (root string, places []string) {
	rows := make([]receipt.Row, len(list))
	for i, c := range list {
		rows[i] = rowOf(tree, c)
		places = append(places, strings.ReplaceAll(rows[i].Place, "|", " "))
		rows[i].Place = places[i]
	}
	return receipt.ListRoot(rows), places
}

// PublishedList is a list as it was published, with the number of the leaf in its
// county's log that published it.
type PublishedList struct {
	Seq  int64
	Rows []receipt.Row
}

const (
	publishedLeaf = `SELECT l.seq, r.notice_root, r.notice_places FROM ranking r JOIN ledger_leaf l ON l.log = r.county AND l.subject = $3
		WHERE r.county = $1 AND r.id = $2 AND l.kind = 'ranking.publish' AND l.outcome = '' ORDER BY l.seq DESC LIMIT 1`
	casesOfList = `SELECT id FROM application WHERE county = $1 AND ranking = $2 ORDER BY rank`
)

// Published reads a list as it was on the day of its notice: names as the ledger
// had them then, places as they were called. A list that is not published is a fault
// of kind Unknown; one whose rows can no longer be written as they were, because a
// record was changed, of kind Conflict.
func Published(tx *db.Tx, tree *unit.Tree, county unit.Code, list ident.ID) (p PublishedList, err error) {
	var root, places string
	found, err := tx.One(publishedLeaf, []any{string(county), string(list), Rankings.Name + "/" + string(list)}, &p.Seq, &root, &places)
	if err != nil {
		return p, err
	}
	if !found || root == "" {
		return p, fault.New(fault.Unknown, "notice.unknown", "没有已公示的名单 {list}。", "There is no published list {list}.", "list", list)
	}
	var ids []ident.ID
	err = tx.Each(casesOfList, []any{string(county), string(list)}, func(rows *sql.Rows) error {
		var id ident.ID
		err := rows.Scan((*string)(&id))
		ids = append(ids, id)
		return err
	})
	for _, id := range ids {
		if err != nil {
			return p, err
		}
		var row receipt.Row
		row, err = rowThen(tx, tree, county, id, p.Seq)
		p.Rows = append(p.Rows, row)
	}
	if kept := strings.Split(places, "|"); len(kept) == len(p.Rows) {
		for i := range kept {
			p.Rows[i].Place = kept[i]
		}
	}
	if err == nil && (len(p.Rows) == 0 || receipt.ListRoot(p.Rows) != root) {
		err = fault.New(fault.Conflict, "notice.changed", "名单已不能按公示当日的样子写出(记录被改动);请运行 muster verify log。",
			"The list can no longer be written as it was published (a record was changed); run muster verify log.")
	}
	return p, err
}

// rowThen is the row of a case as the case was after a leaf of its log.
func rowThen(tx *db.Tx, tree *unit.Tree, county unit.Code, id ident.ID, seq int64) (receipt.Row, error) {
	_, body, _, err := ledger.FactOf(tx, county, cases.Table.Name, id, seq)
	if err != nil {
		return receipt.Row{}, err
	}
	var then struct {
		Rank int64     `json:"rank"`
		Name string    `json:"name"`
		Unit unit.Code `json:"unit"`
	}
	err = json.Unmarshal(body, &then)
	return receipt.Row{Rank: then.Rank, Name: receipt.Mask(then.Name), Place: township(tree, then.Unit)}, err
}

// Row is the position of a rank among the rows; none is a fault of kind Unknown.
func (p PublishedList) Row(rank int64) (int, error) {
	for i, r := range p.Rows {
		if r.Rank == rank {
			return i, nil
		}
	}
	return 0, fault.New(fault.Unknown, "notice.rank", "名单中没有第 {rank} 名。", "The list has no rank {rank}.", "rank", rank)
}
