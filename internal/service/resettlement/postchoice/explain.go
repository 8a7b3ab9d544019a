package postchoice

import "muster/internal/frame/i18n"

// Reason is why a wish was not to be had.
type Reason uint8

// The reasons.
const (
	TakenBefore  Reason = iota // people with an earlier turn took all places
	RankedHigher               // the post gave all places to people whom it ranks higher
	NoPlace                    // the post has no place at all
	Waived                     // a place was left at this turn; the person took another post
)

// Refusal is the answer about one wish.
type Refusal struct {
	Wish   int   // where it stands on the list, from 0
	Post   int32 // which post
	Reason Reason
	Ahead  int32 // the last of those ahead, at whose place the line was drawn; Nobody if none
}

var refusals = [...]i18n.Text{
	TakenBefore:  i18n.T("第 {n} 志愿“{post}”:名额已被次序在前的人选完,最后一个名额由 {ahead} 选走。", "wish {n}, {post}: people with earlier turns took all places; {ahead} took the last one"),
	RankedHigher: i18n.T("第 {n} 志愿“{post}”:名额都给了该岗位排序在前的人,其中最后一位是 {ahead}。", "wish {n}, {post}: all places went to people whom the post ranks higher, of whom {ahead} is the last"),
	NoPlace:      i18n.T("第 {n} 志愿“{post}”:该岗位没有名额。", "wish {n}, {post}: the post has no places"),
	Waived:       i18n.T("第 {n} 志愿“{post}”:轮到时还有名额,本人另选了岗位。", "wish {n}, {post}: a place was left at this turn; another post was taken"),
}

// Text words the answer. Names may be pseudonyms: who was ahead is somebody else.
func (r Refusal) Text(post, ahead string) i18n.Text {
	return refusals[r.Reason].With("n", r.Wish+1, "post", post, "ahead", ahead)
}
