// Package radar is the arithmetic by which offices, stations and examiners are
// compared with what their cases would lead one to expect: funnel plots against
// the case-mix-adjusted rate, and the power of blind re-examination against
// planted fraud.
//
// It is pure. What it finds is a lead for a human, about a process or an office:
// it names no candidate and has no way to change a result (SECURITY, D22).
package radar
