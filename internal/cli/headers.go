package cli

import (
	"sync"

	"muster/internal/frame/policy"
	"muster/policies"
)

// builtIn is the policy pack of the binary, loaded where a file asks for it.
var builtIn = sync.OnceValues(func() (*policy.Pack, error) {
	files, err := policies.Open("cn")
	if err != nil {
		return nil, err
	}
	return policy.Load(files)
})

// columnNames are the names that the built-in policy pack gives a column of a
// kind of file.
func columnNames(kind, column string) ([]string, error) {
	pack, err := builtIn()
	if err != nil {
		return nil, err
	}
	return pack.Aliases(kind, column), nil
}
