package duplicates_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"muster/internal/people/duplicates"
)

func TestScoreAroundItsThreshold(t *testing.T) {
	t.Parallel()
	base := duplicates.File{ID: "a", IDNo: "130102200803090011", Name: "王小明", BirthDate: "2008-03-09", Sex: "male", Phone: "19900000001"}
	for name, c := range map[string]struct {
		change   func(*duplicates.File)
		proposed bool
	}{
		"the same but for one digit of the number": {func(f *duplicates.File) { f.IDNo = "130102200803090031" }, true},
		"two neighbouring digits exchanged":        {func(f *duplicates.File) { f.IDNo = "130102200803900011" }, true},
		"another name, all else the same":          {func(f *duplicates.File) { f.Name = "赵六" }, false},
		"another person of the same day and name":  {func(f *duplicates.File) { f.IDNo, f.Phone = "130102200803090557", "19900000002" }, true},
		"a namesake born on another day": {func(f *duplicates.File) {
			f.IDNo, f.Phone, f.BirthDate = "130102200705010557", "19900000002", "2007-05-01"
		}, false},
		"somebody else altogether": {func(f *duplicates.File) {
			*f = duplicates.File{Name: "李四", IDNo: "110101199901011234", BirthDate: "1999-01-01", Sex: "female"}
		}, false},
	} {
		other := base
		c.change(&other)
		if got := duplicates.Score(base, other); (got >= duplicates.Threshold) != c.proposed {
			t.Errorf("%s: %d", name, got)
		}
		if duplicates.Score(base, other) != duplicates.Score(other, base) {
			t.Errorf("%s: the score depends on the order", name)
		}
	}
}

func TestSimilarity(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b     string
		from, to float64
	}{{"", "", 0, 0}, {"王", "", 0, 0}, {"王小明", "王小明", 1, 1}, {"MARTHA", "MARHTA", 0.961, 0.962}, {"DIXON", "DICKSONX", 0.813, 0.814}, {"王小明", "李大力", 0, 0}} {
		if got := duplicates.Similarity(c.a, c.b); got < c.from || got > c.to {
			t.Errorf("%s and %s: %v", c.a, c.b, got)
		}
	}
}

// TestPlantedPairsAreFound: of pairs that differ by a typing slip all are
// proposed, and among people who have nothing in common none.
func TestPlantedPairsAreFound(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 1))
	var files []duplicates.File
	for i := range 3000 {
		birth := fmt.Sprintf("20%02d-%02d-%02d", i%9, 1+i%12, 1+(i/12)%28)
		files = append(files, duplicates.File{ID: fmt.Sprintf("p%05d", i), Name: string(rune('一'+i)) + string(rune('万'+i)), BirthDate: birth, Sex: "male",
			IDNo: fmt.Sprintf("1301022%03d%04d%04d", i%1000, random.IntN(10000), i), Phone: fmt.Sprintf("199%08d", i)})
	}
	if pairs := duplicates.Find(files); len(pairs) != 0 {
		t.Fatalf("%d pairs among strangers, the first %+v", len(pairs), pairs[0])
	}
	for i := range 100 {
		twin := files[i*29]
		twin.ID, twin.IDNo = "t"+twin.ID, twin.IDNo[:16]+string('0'+(twin.IDNo[16]-'0'+1)%10)+twin.IDNo[17:]
		files = append(files, twin)
	}
	pairs := duplicates.Find(files)
	if len(pairs) != 100 {
		t.Errorf("%d of 100 planted pairs found", len(pairs))
	}
	for i, p := range pairs {
		if p.B != "t"+p.A || (i > 0 && pairs[i-1].Score < p.Score) {
			t.Errorf("pair %d: %+v", i, p)
		}
	}
}
