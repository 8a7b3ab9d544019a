package crash

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"muster/internal/api"
	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/db/sqlite"
	"muster/internal/office/role"
	"muster/internal/people/idnumber"
)

const units = `code,parent,kind,name
13,,province,Hebei
1301,13,city,Shijiazhuang
130102,1301,county,Changan
130102001,130102,township,Jianbei
130102001001,130102001,village,Number One
`

// trial is one installation under load, and what its clients know of it.
type trial struct {
	*testing.T
	dir, token string
	control    bool
	random     *rand.Rand

	mu      sync.Mutex
	sent    int            // numbers of acts handed out so far
	open    []int          // sent and never answered: to be sent again
	answers map[int]string // acknowledged
	lost    []int          // acknowledged and not there
	doubled int
}

func newTrial(t *testing.T, control bool) *trial {
	t.Helper()
	dir := t.TempDir()
	if err := app.CreateKeys(dir, "muster.test"); err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(t.Context(), app.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	rows, err := a.ReadUnits(strings.NewReader(units), "units.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.ImportUnits(t.Context(), rows); err != nil {
		t.Fatal(err)
	}
	account, err := a.OpenAccount(t.Context(), "registrar", "Registrar", role.CountyRegistrar, "130102")
	if err != nil {
		t.Fatal(err)
	}
	token, err := api.IssueToken(t.Context(), a, account, a.Directory.PostsOf(account, a.Today())[0].ID, access.Strong)
	if err != nil {
		t.Fatal(err)
	}
	return &trial{T: t, dir: dir, token: token, control: control, random: rand.New(rand.NewPCG(1, 2)), answers: map[int]string{}}
}

// take hands out the number of an act: one without an answer first.
func (tr *trial) take() int {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	if n := len(tr.open); n > 0 {
		act := tr.open[n-1]
		tr.open = tr.open[:n-1]
		return act
	}
	tr.sent++
	return tr.sent
}

// acknowledged keeps an answer and says how many there are now.
func (tr *trial) acknowledged(n int, answer string) int {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.answers[n] = answer
	return len(tr.answers)
}

func (tr *trial) unanswered(n int) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.open = append(tr.open, n)
}

// post sends act n under its own key; an error means that nobody knows.
func (tr *trial) post(c child, client *http.Client, n int) (string, error) {
	birth := clock.NewDate(2000, 1, 1).AddDays(n / 400)
	number, err := idnumber.GB11643{}.Make("130102", birth, 2*(n%400)+1)
	if err != nil {
		return "", err
	}
	body := fmt.Sprintf(`{"body":{"unit":"130102001001","id_no":%q,"name":"P%d","birth_date":%q,"sex":"male"}}`, number, n, birth)
	r, err := http.NewRequest("POST", c.url+"/api/v1/acts/person.record", strings.NewReader(body))
	if err != nil {
		return "", err
	}
	r.Header = http.Header{"Authorization": {"Bearer " + tr.token}, "Content-Type": {"application/json"}, "Idempotency-Key": {key(n)}}
	w, err := client.Do(r)
	if err != nil {
		return "", err
	}
	defer w.Body.Close()
	answer, err := io.ReadAll(w.Body)
	if err == nil && w.StatusCode != http.StatusCreated {
		tr.Errorf("act %d: %d %s", n, w.StatusCode, answer)
	}
	return string(answer), err
}

func key(n int) string { return "act-" + strconv.Itoa(n) }

const clients = 16

// cycle loads a child, kills it after a random number of acknowledgements, and
// checks what is left.
func (tr *trial) cycle() {
	tr.Helper()
	c := start(tr.T, tr.dir, tr.control)
	transport := &http.Transport{MaxIdleConnsPerHost: clients}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	tr.repeat(c, client)
	until := len(tr.answers) + 1 + tr.random.IntN(300)
	var wait sync.WaitGroup
	for range clients {
		wait.Go(func() {
			for {
				n := tr.take()
				answer, err := tr.post(c, client, n)
				if err != nil {
					tr.unanswered(n)
					return
				}
				if tr.acknowledged(n, answer) == until {
					c.kill()
				}
			}
		})
	}
	wait.Wait()
	c.gone()
	tr.check()
}

// repeat sends some acknowledged acts again: the answer must be the first one.
func (tr *trial) repeat(c child, client *http.Client) {
	if tr.control {
		return // its answers were given too early to be whole
	}
	sample := 0
	for n, first := range tr.answers {
		if again, err := tr.post(c, client, n); err != nil || again != first {
			tr.Errorf("act %d sent again: %s %v, first %s", n, again, err, first)
		}
		if sample++; sample == 10 {
			return
		}
	}
}

// check opens the store that the dead child left and compares it with what was
// acknowledged.
func (tr *trial) check() {
	tr.Helper()
	store, err := sqlite.Open(context.Background(), filepath.Join(tr.dir, "muster.db"))
	if err != nil {
		tr.Fatal(err)
	}
	defer func() { _ = store.Close() }()
	err = store.Read(context.Background(), func(tx *db.Tx) error {
		stored := map[string]int{}
		err := tx.Each(`SELECT l.key, (SELECT COUNT(*) FROM person p WHERE p.county = l.log AND p.id = substr(l.subject, 8))
			FROM ledger_leaf l WHERE l.kind = 'person.record'`, nil, func(rows *sql.Rows) error {
			var key string
			var records int
			err := rows.Scan(&key, &records)
			stored[key] += records
			return err
		})
		if err != nil {
			return err
		}
		tr.compare(stored)
		var people int
		if _, err := tx.One(`SELECT COUNT(*) FROM person`, nil, &people); err != nil {
			return err
		}
		if people != len(stored) {
			tr.Errorf("%d people from %d keys", people, len(stored))
		}
		return tr.tree(tx)
	})
	if err != nil {
		tr.Fatal(err)
	}
}

func (tr *trial) compare(stored map[string]int) {
	for n := range tr.answers {
		if stored[key(n)] == 0 {
			tr.lost = append(tr.lost, n)
		}
	}
	for _, records := range stored {
		if records > 1 {
			tr.doubled++
		}
	}
}

// tree recomputes the root of the county's log from its leaves.
func (tr *trial) tree(tx *db.Tx) error {
	var hashes []tlog.Hash
	err := tx.Each(`SELECT leaf FROM ledger_leaf WHERE log = '130102' ORDER BY seq`, nil, func(rows *sql.Rows) error {
		var leaf []byte
		err := rows.Scan(&leaf)
		hashes = append(hashes, tlog.RecordHash(leaf))
		return err
	})
	if err != nil {
		return err
	}
	var size int
	var root []byte
	if _, err := tx.One(`SELECT size, root FROM ledger_head WHERE log = '130102'`, nil, &size, &root); err != nil {
		return err
	}
	if size != len(hashes) || tlog.Hash(root) != merkle(hashes) {
		tr.Errorf("the head of %d leaves does not fit the %d leaves", size, len(hashes))
	}
	return nil
}

// merkle is the tree hash of RFC 6962.
func merkle(hashes []tlog.Hash) tlog.Hash {
	if len(hashes) == 1 {
		return hashes[0]
	}
	k := 1
	for 2*k < len(hashes) {
		k *= 2
	}
	return tlog.NodeHash(merkle(hashes[:k]), merkle(hashes[k:]))
}

func cycles(t *testing.T) int {
	t.Helper()
	text := os.Getenv("MUSTER_CRASH_CYCLES")
	if text == "" {
		return 20
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNothingAcknowledgedIsLost(t *testing.T) {
	t.Parallel()
	tr := newTrial(t, false)
	for range cycles(t) {
		if tr.cycle(); len(tr.lost) > 0 || tr.doubled > 0 {
			t.Fatalf("%d acknowledged acts lost, %d doubled, of %d", len(tr.lost), tr.doubled, len(tr.answers))
		}
	}
	t.Logf("%d kills, %d acts acknowledged, none lost, none doubled", cycles(t), len(tr.answers))
}

// TestAnEarlyAnswerIsCaught is the control: the harness must see the loss that
// it looks for when the store answers before its commit.
func TestAnEarlyAnswerIsCaught(t *testing.T) {
	t.Parallel()
	tr := newTrial(t, true)
	for range 20 {
		if tr.cycle(); len(tr.lost) > 0 {
			return
		}
	}
	t.Error("20 kills of a store that answers early lost nothing: the harness is blind")
}
