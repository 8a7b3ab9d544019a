// Package records reads the records of an intake into the integrity radar: pass
// rates by station, doctor and officer, pairs, speed, corrections, missing steps and
// blind re-examination.
//
// It reads only, through act.Road.Survey, so that every look is a leaf. What it
// hands out are counts about stations and members of the staff; no candidate
// is in it. The results of the sections are sealed and stay so: a doctor is judged
// by the conclusions of those whom they examined, whom the draw sent to them.
// Which section belongs to which examination is known by the blind key alone,
// which never leaves the server.
package records
