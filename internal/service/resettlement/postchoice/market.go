package postchoice

import (
	"math"

	"muster/internal/frame/fault"
)

// Wish is one entry of a person's list, the best first.
type Wish struct {
	Post int32
	// Place is where the post ranks this person, lower first; equal places are
	// decided by the number of the person, lower first. Serial choice does not look
	// at it.
	Place uint32
}

// Market is the frozen inventory and everybody's wishes. It is filled by one
// goroutine and then read by any number.
type Market struct {
	places []int32
	wishes []Wish
	from   []uint32 // by person: the first of the wishes; one more for the end
	listed []int32  // by post: the last person who listed it, plus one
	asked  []int32  // by post: how many listed it
}

// most keeps numbers of people and of wishes within 32 bits.
const most = math.MaxInt32

// NewMarket opens a market with so many places at each post, which cannot be
// changed afterwards. A negative number of places is a fault of kind Invalid.
func NewMarket(places []int32) (*Market, error) {
	m := &Market{from: []uint32{0}}
	var err error
	if m.places, err = frozen(places); err != nil {
		return nil, err
	}
	m.listed, m.asked = make([]int32, len(places)), make([]int32, len(places))
	return m, nil
}

// frozen is a checked copy of an inventory.
func frozen(places []int32) ([]int32, error) {
	for post, n := range places {
		if n < 0 {
			return nil, fault.New(fault.Invalid, "postchoice.places", "第 {post} 号岗位的名额为负数。",
				"post {post} has a negative number of places", "post", post)
		}
	}
	return append([]int32(nil), places...), nil
}

// Grow makes room for so many more people and wishes.
func (m *Market) Grow(people, wishes int) {
	m.from = append(make([]uint32, 0, len(m.from)+people), m.from...)
	m.wishes = append(make([]Wish, 0, len(m.wishes)+wishes), m.wishes...)
}

// Add adds a person, who gets the next number, with a list of wishes that may be
// empty. A post that does not exist or stands twice on the list is a fault of
// kind Invalid, and the person is not added.
func (m *Market) Add(wishes ...Wish) error {
	person := m.People()
	if person >= most-1 || len(m.wishes)+len(wishes) > most {
		return fault.New(fault.Invalid, "postchoice.size", "人数或志愿数超过 {limit}。", "there are more than {limit} people or wishes", "limit", most)
	}
	for n, w := range wishes {
		if w.Post < 0 || int(w.Post) >= len(m.places) {
			m.forget(wishes[:n])
			return fault.New(fault.Invalid, "postchoice.post", "第 {n} 志愿:没有 {post} 号岗位。", "wish {n}: there is no post {post}", "n", n+1, "post", w.Post)
		}
		if m.listed[w.Post] == int32(person+1) {
			m.forget(wishes[:n])
			return fault.New(fault.Invalid, "postchoice.twice", "第 {n} 志愿:{post} 号岗位已列过一次。", "wish {n}: post {post} is on the list already", "n", n+1, "post", w.Post)
		}
		m.listed[w.Post] = int32(person + 1)
	}
	for _, w := range wishes {
		m.asked[w.Post]++
	}
	m.wishes = append(m.wishes, wishes...)
	m.from = append(m.from, uint32(len(m.wishes)))
	return nil
}

// forget undoes the marks of a list that was refused.
func (m *Market) forget(wishes []Wish) {
	for _, w := range wishes {
		m.listed[w.Post] = 0
	}
}

// People is how many people were added.
func (m *Market) People() int { return len(m.from) - 1 }

// Wishes is the list of a person. It must not be changed.
func (m *Market) Wishes(person int32) []Wish { return m.wishes[m.from[person]:m.from[person+1]] }

// Places is how many places a post has.
func (m *Market) Places(post int32) int32 { return m.places[post] }
