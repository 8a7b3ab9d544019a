package app

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/office/role"
	"muster/internal/office/signin"
	"muster/internal/office/staff"
)

// Version is the version of this build; the release sets it.
var Version = "0.1.0-dev"

// firstPosts are what the first administrator may do until others are
// appointed: load the people and the quotas, staff the offices.
var firstPosts = []access.Role{role.Administrator, role.PersonnelClerk, role.CountyRegistrar, role.QuotaOfficer}

// FirstAdministrator makes the first account of an installation and returns its
// first password, which nobody can read again.
func (a *App) FirstAdministrator(ctx context.Context) (password string, err error) {
	root := a.Road.Tree().Root().Code
	id, err := a.OpenAccount(ctx, "admin", "Administrator", firstPosts[0], root)
	if err != nil {
		return "", err
	}
	for _, r := range firstPosts[1:] {
		if err := a.Appoint(ctx, id, r, root); err != nil {
			return "", err
		}
	}
	password = NewPassword()
	return password, a.NewDesk().SetPassword(ctx, id, password)
}

// FirstAdministratorLogin is the sign-in name of the oldest open account that
// administers the whole tree today, "" where there is none: ids begin with
// the time at which they were made.
func (a *App) FirstAdministratorLogin() string {
	root := a.Road.Tree().Root()
	if root == nil {
		return ""
	}
	holders := a.Directory.Holders(a.Road.Tree(), role.Administrator, root.Place, a.Today())
	if len(holders) == 0 {
		return ""
	}
	return slices.MinFunc(holders, func(x, y staff.Account) int { return strings.Compare(string(x.ID), string(y.ID)) }).Login
}

// NewDesk is where people sign in.
func (a *App) NewDesk() *signin.Desk { return signin.NewDesk(a.Road, a.Directory, a.Vault) }

// NewPassword makes a random password of 80 bits.
func NewPassword() string {
	raw := make([]byte, 10)
	_, _ = rand.Read(raw) // never fails: it ends the program instead
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw))
}
