// Package insight answers questions about many people or many acts at once. It
// reads only: nothing here has a way to change a result, a case or a person, and
// what it shows are counts with the definition they rest on.
package insight
