// Package house is what a room declares itself into: the book of acts, the
// shelf of registers, the policy pack in force, the vault.
package house

import (
	"muster/internal/frame/act"
	"muster/internal/frame/policy"
	"muster/internal/frame/register"
	"muster/internal/frame/vault"
)

// House is handed to every room's Declare while the program is put together.
type House struct {
	Book  *act.Book
	Shelf *register.Shelf
	Pack  *policy.Pack
	Vault *vault.Vault
	// Derive gives a secret key of the installation for one purpose: always the
	// same one, not to be computed from the database. nil gives none.
	Derive func(purpose string) []byte
}
