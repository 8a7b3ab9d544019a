// Package clocks keeps the deadlines of the year running: it counts them by the
// policy pack, moves them past recorded outages, and asks for their reminders.
//
// A clock is the field tagged due of the record it belongs to; its room sets it
// with Due and Remind and lists itself in Running. An outage, recorded by two
// people, extends at once every clock that runs in its part of the country; the
// entry of the log that records the outage holds each record that it moved. A
// clock never does anything by itself: it reminds those who may act.
//
// Whoever holds the table of outages could lengthen time limits; every outage is
// signed by two people of different offices or roles, and the ledger shows which
// records it moved.
package clocks
