// Package browsertest looks at the pages in a real browser: axe-core on each
// page in each language at phone and desktop width, and screenshots where the
// environment variable SCREENSHOTS names a folder.
package browsertest
