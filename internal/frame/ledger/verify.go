package ledger

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"reflect"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"muster/internal/frame/db"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

// Inspection is what Verify needs to know beside the database.
type Inspection struct {
	// Tables are all tables of records. The facts of a table that is not among
	// them are checked against their leaves, its rows are not.
	Tables []*record.Table
	// Verifier is the public key of the checkpoints.
	Verifier note.Verifier
	// Claim is the digest under which a unique value is claimed; kind is the
	// table and the field, "person.id_no".
	Claim func(kind, value string) []byte
}

// LogRoot is one log as Verify recomputed it.
type LogRoot struct {
	Log  unit.Code `json:"log"`
	Size int64     `json:"size"`
	Root tlog.Hash `json:"root"` // base64
}

// String is the line of the log: code, size and root in base64.
func (l LogRoot) String() string {
	return fmt.Sprintf("%s %d %s", l.Log, l.Size, base64.StdEncoding.EncodeToString(l.Root[:]))
}

// Report is the outcome of a verification.
type Report struct {
	Logs     []LogRoot // in the order of their codes
	Facts    int64     // revisions compared with their leaves
	Records  int64     // current records compared with their newest revision
	Bytes    int64     // leaves, payloads and facts that were hashed
	Findings int64
}

// Leaves is the number of leaves of all logs.
func (r Report) Leaves() (n int64) {
	for _, l := range r.Logs {
		n += l.Size
	}
	return n
}

// Root is the RFC 6962 tree hash over the lines of the logs, each line without
// its end one entry. Two installations with the same root hold the same history.
func (r Report) Root() tlog.Hash {
	var t tree
	for _, l := range r.Logs {
		t.push(tlog.RecordHash([]byte(l.String())))
	}
	return t.root()
}

// WriteTo writes a line for each log and the root over these lines.
func (r Report) WriteTo(w io.Writer) (n int64, err error) {
	for _, l := range r.Logs {
		k, err := fmt.Fprintln(w, l)
		if n += int64(k); err != nil {
			return n, err
		}
	}
	root := r.Root()
	k, err := fmt.Fprintln(w, base64.StdEncoding.EncodeToString(root[:]))
	return n + int64(k), err
}

// verification is one run of Verify.
type verification struct {
	Inspection
	store  db.Store
	key    [32]byte // of the sums over sets, drawn for this run, so that nobody can prepare rows that cancel out
	tables map[string]*record.Table
	blank  map[string]reflect.Value // an empty record of each, for what absent members mean
}

// Verify recomputes every log from its first leaf and compares everything that
// is stored with it: the head, the nodes, the signed checkpoints, the columns
// and the payload of each leaf, the revisions of all records, their tables, the
// claims of unique values, the counts, and the list of who was shown to whom.
// report is called once for each thing that does not fit, in the order of the
// logs, never twice at a time.
//
// The state of one county is read from one snapshot, so that a running
// installation can be verified. Two things cannot be found from the inside: that
// the newest leaves were cut off together with everything they wrote since the
// last checkpoint, and that a checkpoint was deleted. Whoever kept a checkpoint
// outside finds both. The error is about reading, not about what was found.
func Verify(ctx context.Context, store db.Store, in Inspection, report func(Finding)) (Report, error) {
	v := &verification{Inspection: in, store: store, tables: map[string]*record.Table{}, blank: map[string]reflect.Value{}}
	_, _ = rand.Read(v.key[:]) // never fails: it ends the program instead
	for _, t := range in.Tables {
		v.tables[t.Name], v.blank[t.Name] = t, reflect.ValueOf(t.New()).Elem()
	}
	var out Report
	tell := func(f Finding) {
		out.Findings++
		report(f)
	}
	logs, err := v.logs(ctx)
	if err != nil {
		return out, err
	}
	counties, err := v.all(ctx, logs, func(c *county) {
		out.add(c)
		for _, f := range c.findings {
			tell(f)
		}
		c.release()
	})
	if err != nil {
		return out, err
	}
	return out, v.across(ctx, counties, tell)
}

func (r *Report) add(c *county) {
	if c.found {
		r.Logs = append(r.Logs, LogRoot{c.log, c.tree.size, c.tree.root()})
	}
	r.Facts, r.Records, r.Bytes = r.Facts+c.factCount, r.Records+c.recordCount, r.Bytes+c.bytes
}

// all verifies the counties, as many at a time as there are processors, and
// hands each to done in the order of their codes.
func (v *verification) all(ctx context.Context, logs []unit.Code, done func(*county)) ([]*county, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	counties, errs := make([]*county, len(logs)), make([]error, len(logs))
	ready := make([]chan struct{}, len(logs))
	for i, log := range logs {
		counties[i], ready[i] = &county{v: v, log: log}, make(chan struct{})
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(logs)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(logs); i = int(next.Add(1)) - 1 {
				errs[i] = v.store.Read(ctx, counties[i].verify)
				close(ready[i])
			}
		})
	}
	defer workers.Wait()
	for i := range counties {
		<-ready[i]
		if errs[i] != nil {
			cancel()
			return counties, fmt.Errorf("county %s: %w", logs[i], errs[i])
		}
		done(counties[i])
	}
	return counties, nil
}

// homes reads the different values of the first column of a table's key, with
// one look-up for each of them.
const homes = `WITH RECURSIVE home(code) AS (SELECT MIN(%[2]s) FROM %[1]s UNION ALL
	SELECT (SELECT MIN(t.%[2]s) FROM %[1]s t WHERE t.%[2]s > home.code) FROM home WHERE home.code IS NOT NULL)
	SELECT code FROM home WHERE code IS NOT NULL`

// logs lists every county that any table names, so that rows of a county that
// does not exist come to light like any others.
func (v *verification) logs(ctx context.Context) ([]unit.Code, error) {
	from := [][2]string{{"ledger_head", "log"}, {"ledger_leaf", "log"}, {"ledger_node", "log"}, {"ledger_checkpoint", "log"},
		{"fact", "county"}, {"tally", "county"}}
	for _, t := range v.Tables {
		from = append(from, [2]string{t.Name, "county"})
	}
	var all []unit.Code
	err := v.store.Read(ctx, func(tx *db.Tx) error {
		all = all[:0]
		for _, f := range from {
			var codes []unit.Code
			if err := eachText(tx, fmt.Sprintf(homes, f[0], f[1]), func(text string) { codes = append(codes, unit.Code(text)) }); err != nil {
				return err
			}
			all = append(all, codes...)
		}
		return nil
	})
	slices.Sort(all)
	return slices.Compact(all), err
}
