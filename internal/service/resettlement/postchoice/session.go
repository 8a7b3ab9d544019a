package postchoice

import "muster/internal/frame/fault"

// Session is a serial choice with the people in the room: one turn after the
// other, from the inventory as it stood when the session opened. A session is not
// for concurrent use.
type Session struct {
	order []int32
	next  int
	turns *Turns
}

// Open freezes the inventory and the order. Order names each person from 0
// exactly once; otherwise it is a fault of kind Invalid.
func Open(places, order []int32) (*Session, error) {
	left, err := frozen(places)
	if err != nil {
		return nil, err
	}
	t, err := newTurns(left, order)
	if err != nil {
		return nil, err
	}
	return &Session{order: append([]int32(nil), order...), turns: t}, nil
}

// Turn is whose turn it is; ok is false when everybody had theirs.
func (s *Session) Turn() (person int32, ok bool) {
	if s.next == len(s.order) {
		return Nobody, false
	}
	return s.order[s.next], true
}

// Left is how many places of a post are still to be had.
func (s *Session) Left(post int32) int32 { return s.turns.left[post] }

// Take gives a post to the person whose turn it is. Another person's turn, or a
// post without a place left, is a fault of kind Conflict; nothing changes then.
func (s *Session) Take(person, post int32) error {
	if err := s.check(person); err != nil {
		return err
	}
	if post < 0 || int(post) >= len(s.turns.left) {
		return fault.New(fault.Invalid, "postchoice.session.post", "没有 {post} 号岗位。", "there is no post {post}", "post", post)
	}
	if s.turns.left[post] == 0 {
		return fault.New(fault.Conflict, "postchoice.session.full", "{post} 号岗位已无名额,请另选。", "post {post} has no place left; choose another", "post", post)
	}
	s.turns.take(person, post)
	s.next++
	return nil
}

// Pass ends the turn of a person who takes nothing, under the terms of Take.
func (s *Session) Pass(person int32) error {
	if err := s.check(person); err != nil {
		return err
	}
	s.next++
	return nil
}

func (s *Session) check(person int32) error {
	if turn, ok := s.Turn(); !ok || turn != person {
		return fault.New(fault.Conflict, "postchoice.session.turn", "现在不是 {person} 号选岗。", "it is not the turn of {person}", "person", person)
	}
	return nil
}

// Close ends the session and gives its outcome. Turns not yet had are a fault of
// kind Conflict: whoever takes nothing has to pass.
func (s *Session) Close() (*Turns, error) {
	if person, ok := s.Turn(); ok {
		return nil, fault.New(fault.Conflict, "postchoice.session.open", "还有人未选岗,下一位是 {person} 号。",
			"not everybody has chosen; next is {person}", "person", person)
	}
	return s.turns, nil
}
