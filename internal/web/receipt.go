package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"muster/internal/app"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/ledger"
	"muster/internal/frame/unit"
	"muster/internal/web/assets"
)

// ownReceipt sends a citizen the receipt of an entry about their own records. Of
// any other entry it says that there is none.
func (s *server) ownReceipt(q *request) error {
	log, seq := unit.Code(q.URL.Query().Get("log")), int64(-1)
	if n, err := strconv.ParseInt(q.URL.Query().Get("seq"), 10, 64); err == nil {
		seq = n
	}
	if !q.citizen() || seq < 0 {
		return s.nowhere(q)
	}
	own, err := q.ownRecords()
	if err != nil {
		return err
	}
	mine := false
	err = s.read(q.Context(), func(tx *db.Tx) error {
		mine, err = concerns(tx, own, log, seq)
		return err
	})
	if err != nil {
		return err
	}
	if !mine {
		return fault.New(fault.Unknown, "receipt.foreign", "没有关于您的这条记录。", "There is no such entry about you.")
	}
	r, err := s.App.Receipt(q.Context(), log, seq, app.Named{})
	if err != nil {
		return err
	}
	return q.download(fmt.Sprintf("receipt-%s-%d.txt", log, seq), "text/plain; charset=utf-8", []byte(r.Text()))
}

// concerns says whether an entry changed, showed or was meant for one of the
// records.
func concerns(tx *db.Tx, own []owned, log unit.Code, seq int64) (bool, error) {
	for _, o := range own {
		h := o.rec.Head()
		found, err := ledger.Concerns(tx, h.County, o.table.Name, h.ID, act.Subject(o.table, h.ID), log, seq)
		if found || err != nil {
			return found, err
		}
	}
	return false, nil
}

// download sends a file to be kept.
func (q *request) download(name, contentType string, content []byte) error {
	q.began = true
	header := q.w.Header()
	header.Set("Content-Type", contentType)
	header.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	header.Set("Content-Length", strconv.Itoa(len(content)))
	_, _ = q.w.Write(content) // a reader who has gone needs no answer
	return nil
}

// checkPage is the page for checking files offline, with the policy that it names
// itself: nothing runs in it but its own script, and it reaches nowhere.
var checkPage = sync.OnceValues(func() (page []byte, policy string) {
	page = assets.CheckPage()
	_, rest, _ := strings.Cut(string(page), `http-equiv="Content-Security-Policy" content="`)
	policy, _, _ = strings.Cut(rest, `"`)
	return page, policy + "; frame-ancestors 'none'"
})

func (s *server) verifyPage(q *request) error {
	page, policy := checkPage()
	if len(page) == 0 {
		return fault.New(fault.Unavailable, "assets.verify", "本程序构建时没有包含核验页面;请运行 make assets 后重新构建。",
			"This binary was built without the page for checking files; run `make assets` and build again.")
	}
	q.w.Header().Set("Content-Security-Policy", policy)
	if q.URL.Query().Has("save") {
		return q.download("muster-verify.html", "text/html; charset=utf-8", page)
	}
	q.began = true
	q.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	q.w.WriteHeader(http.StatusOK)
	_, _ = q.w.Write(page) // a reader who has gone needs no answer
	return nil
}
