package tally

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/frame/unit"
	"muster/migrations"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// tree is a province with counties and villages, of which one may lie elsewhere.
func tree(moved bool) *unit.Tree {
	units := []*unit.Unit{{Code: "1"}}
	for c := range 3 {
		county := unit.Code(fmt.Sprintf("1%d", c))
		units = append(units, &unit.Unit{Code: county, Parent: "1"})
		for v := range 3 {
			units = append(units, &unit.Unit{Code: unit.Code(fmt.Sprintf("%s%d", county, v)), Parent: county})
		}
	}
	if moved {
		units[len(units)-1].Parent = "10"
	}
	return unit.NewTree(units)
}

// changes draws changes of counts, some of units that no tree knows.
func changes(t *rapid.T) (out []Delta) {
	for range rapid.IntRange(1, 60).Draw(t, "changes") {
		at := rapid.SampledFrom([]unit.Code{"1", "10", "100", "101", "110", "122", "gone"}).Draw(t, "unit")
		cell := rapid.StringMatching(`[ab]?\|[xyz]\|[12]`).Draw(t, "cell")
		kind := rapid.SampledFrom([]string{"application", "person"}).Draw(t, "kind")
		out = append(out, Delta{Key{kind, at, cell}, rapid.Int64Range(-3, 3).Draw(t, "by")})
	}
	return out
}

// under says whether a unit is another or lies below it.
func under(tree *unit.Tree, code, top unit.Code) bool {
	for {
		if code == top {
			return true
		}
		u, ok := tree.Get(code)
		if !ok || u.Parent == "" {
			return false
		}
		code = u.Parent
	}
}

// same compares what the cube says of every unit by some places with a count over
// the changes.
func same(t rapid.TB, cube *Cube, tree *unit.Tree, all []Delta, places []int) {
	t.Helper()
	for _, kind := range []string{"application", "person", "nothing"} {
		for _, top := range []unit.Code{"1", "10", "11", "12", "100", "122", "gone", "never"} {
			want, got := map[string]int64{}, map[string]int64{}
			for _, d := range all {
				if d.Kind == kind && under(tree, d.Unit, top) {
					cell, values := strings.Split(d.Cell, "|"), []string{}
					for _, p := range places {
						values = append(values, cell[p])
					}
					want[strings.Join(values, "|")] += d.By
				}
			}
			maps.DeleteFunc(want, func(_ string, n int64) bool { return n == 0 })
			if err := cube.Each(kind, top, places, func(values []string, n int64) { got[strings.Join(values, "|")] += n }); err != nil {
				t.Fatal(err)
			}
			if !maps.Equal(want, got) {
				t.Fatalf("%s of %s by %v: %v, counted %v", kind, top, places, got, want)
			}
		}
	}
}

// TestTheCubeCountsAsOneWould: of every unit, by any fields, after any changes and
// after a move of a unit.
func TestTheCubeCountsAsOneWould(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cube, before := NewCube(), tree(false)
		cube.SetTree(before)
		first, second := changes(t), changes(t)
		places := rapid.SampledFrom([][]int{{0}, {2, 1}, {0, 1, 2}, {}}).Draw(t, "places")
		cube.apply(first)
		same(t, cube, before, first, places)
		cube.apply(second)
		same(t, cube, before, append(first, second...), places)
		cube.SetTree(tree(true))
		same(t, cube, tree(true), append(first, second...), places)
	})
}

// TestTheCubeIsReadAgain: the stored changes make the same counts, whatever the cube
// held before, and those that follow are added to them.
func TestTheCubeIsReadAgain(t *testing.T) {
	t.Parallel()
	stored := []Delta{{Key{"person", "100", "a|x|1"}, 5}, {Key{"person", "101", "b|x|1"}, 2}, {Key{"person", "100", "a|x|1"}, -1}, {Key{"application", "122", "|y|2"}, 1}}
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		if err := db.Migrate(t.Context(), store, migrations.FS); err != nil {
			t.Fatal(err)
		}
		var rows [][]any
		for i, d := range stored {
			rows = append(rows, []any{"10", int64(i), d.Kind, string(d.Unit), d.Cell, d.By})
		}
		if err := store.Write(t.Context(), func(tx *db.Tx) error { return tx.Bulk("tally", columns, rows, "") }); err != nil {
			t.Fatal(err)
		}
		cube := NewCube()
		cube.apply([]Delta{{Key{"person", "100", "a|x|1"}, 99}})
		if err := cube.Load(t.Context(), store, tree(false))(); err != nil {
			t.Fatal(err)
		}
		same(t, cube, tree(false), stored, []int{0, 1})
		more := []Delta{{Key{"person", "100", "a|z|1"}, 1}, {Key{"person", "100", "a|x|1"}, -4}}
		cube.apply(more)
		same(t, cube, tree(false), append(stored, more...), []int{0, 1})
	})
}

// TestWhatComesWhileCountsAreRead: a commit that was stored before the reading and is
// told after it began is counted once, a later one as well, and nobody is shown counts
// before; where reading fails, whoever asks is told so.
func TestWhatComesWhileCountsAreRead(t *testing.T) {
	t.Parallel()
	key, places := Key{"person", "100", "a|x|1"}, []int{0}
	begun := func() *Cube {
		cube := NewCube()
		cube.SetTree(tree(false))
		cube.read = make(chan struct{})
		for seq := range int64(4) {
			cube.take(commit{map[unit.Code]int64{"10": seq}, map[unit.Code]map[Key]int64{"10": {key: 1}}})
		}
		return cube
	}
	cube := begun()
	asked := make(chan int64)
	go func() {
		n := int64(0)
		_ = cube.Each("person", "1", places, func(_ []string, k int64) { n += k })
		asked <- n
	}()
	s := stored{map[string]*table{}, map[unit.Code]int64{"10": 3}} // leaves 0, 1 and 2
	tableOf(s.tables, "person").change(key, 3)
	cube.mu.Lock()
	cube.replace(s, nil)
	close(cube.read)
	cube.mu.Unlock()
	if n := <-asked; n != 4 {
		t.Errorf("%d people, there are four", n)
	}
	cube = begun()
	cube.mu.Lock()
	cube.replace(stored{}, errors.New("the disk is gone"))
	close(cube.read)
	cube.mu.Unlock()
	if err := cube.Each("person", "1", places, func([]string, int64) {}); !fault.Coded(err, "tally.unread") {
		t.Errorf("unread counts are shown: %v", err)
	}
}

// TestCountsAreReadWhileTheyChange: readers see whole commits, here two changes that
// cancel each other out, also of cells that appear while they read.
func TestCountsAreReadWhileTheyChange(t *testing.T) {
	t.Parallel()
	cube := NewCube()
	cube.SetTree(tree(false))
	cube.apply([]Delta{{Key{"person", "100", "a|x|0"}, 1}})
	var writer sync.WaitGroup
	writer.Go(func() {
		for i := range 2000 {
			cube.take(commit{deltas: map[unit.Code]map[Key]int64{"10": {{"person", "100", fmt.Sprintf("a|x|%d", i)}: -1, {"person", "100", fmt.Sprintf("a|x|%d", i+1)}: 1}}})
		}
	})
	for range 2000 {
		n := int64(0)
		err := cube.Each("person", "1", []int{2}, func(_ []string, k int64) { n += k })
		if n != 1 || err != nil {
			t.Fatalf("%d people, there is one; %v", n, err)
		}
	}
	writer.Wait()
}
