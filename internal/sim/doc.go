// Package sim runs a synthetic province through a year on virtual time. Every
// step is an act by a simulated user in the right role, on the same road as any
// other: the simulation is the demo, the scenario test and the load generator.
//
// The same number of people and the same seed give the same season. The seed
// feeds names, dates, choices and record ids; it never feeds a key or a salt.
// Everybody in it is made up.
package sim
