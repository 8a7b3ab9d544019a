// Package forecast says for a county whether its quota will be met, from how many
// people are at each gate and how many passed each gate there, elsewhere and in
// earlier years.
//
// The rate of a gate in one county and one year is drawn from a beta distribution
// that all counties and years share; its mean and its spread are not known but
// weighed on a grid by everything on record (empirical Bayes with the doubt about
// its own estimate kept). What a county has shown this year moves its own rate away
// from the shared one, the further the more people it has shown. The people at each
// gate are then taken through the gates that remain, many times, with a seed: the
// intervals hold the doubt about the rates and the chance of each person.
//
// The model knows no dates, no people and no rows: that somebody is a woman beyond
// the most that a row takes, it does not see. The figures are counts of cases; it
// reads nothing of anybody (docs/guide/forecast.md has the calibration).
package forecast
