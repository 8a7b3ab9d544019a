package app

import (
	"context"
	"errors"
	"io"
	"regexp"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/sheet"
	"muster/internal/frame/unit"
	"muster/internal/office/offices"
	"muster/internal/office/staff"
)

// unitColumns are the columns of a file of units.
func (a *App) unitColumns() []sheet.Column {
	return []sheet.Column{
		{Name: "code", Required: true, Code: true, Aliases: a.aliases("units", "code")},
		{Name: "parent", Required: true, Code: true, Aliases: a.aliases("units", "parent")},
		{Name: "kind", Required: true, Aliases: a.aliases("units", "kind")},
		{Name: "name", Required: true, Aliases: a.aliases("units", "name")},
		{Name: "valid_from", Aliases: a.aliases("units", "valid_from")},
		{Name: "valid_to", Aliases: a.aliases("units", "valid_to")},
	}
}

// aliases are the names under which the policy pack knows a column.
func (a *App) aliases(kind, column string) []string { return a.Pack.Aliases(kind, column) }

// files are the kinds of files that are not named by the plural of their table.
var files = map[string]string{"person": "people", "quota_row": "quotas"}

// FileAliases are the further names that the policy pack gives a column of the
// files of a table.
func (a *App) FileAliases(table, column string) []string {
	kind, ok := files[table]
	if !ok {
		kind = table + "s"
	}
	return a.aliases(kind, column)
}

// ReadUnits reads a file of units. Every wrong row is a fault with its line; the
// file is good only where there is none.
func (a *App) ReadUnits(r io.Reader, name string) ([]offices.Row, error) {
	in, err := sheet.NewReader(r, name, a.unitColumns())
	if err != nil {
		return nil, err
	}
	var rows []offices.Row
	var wrong []error
	for {
		row, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			var u offices.Row
			if u, err = a.readUnit(row, name); err == nil {
				rows = append(rows, u)
				continue
			}
		}
		wrong = append(wrong, err)
		if f := fault.As(err); f.Kind == fault.Internal || f.Place.Line == 0 {
			break
		}
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	_, err = offices.Arrange(rows, name)
	return rows, err
}

// unitCode is what a code is made of: it stands in addresses and in file names.
var unitCode = regexp.MustCompile(`^[A-Za-z0-9.-]+$`)

// readUnit reads a row of a file of units; the pack knows the kinds of units.
func (a *App) readUnit(row sheet.Row, file string) (u offices.Row, err error) {
	u = offices.Row{Line: row.Line, Code: unit.Code(row.Get("code")), Parent: unit.Code(row.Get("parent")), Kind: unit.Kind(row.Get("kind")), Name: row.Get("name")}
	if u.Code == "" || u.Kind == "" || u.Name == "" {
		return u, fault.New(fault.Invalid, "unit.incomplete", "代码、类别、名称都须填写。", "Code, kind and name are all required.").At(file, row.Line, "")
	}
	if !unitCode.MatchString(string(u.Code)) {
		return u, fault.New(fault.Invalid, "unit.code", "代码“{code}”只能由字母、数字、点和短横组成。", "The code {code} may have letters, digits, dots and dashes only.", "code", u.Code).At(file, row.Line, "code")
	}
	kind, ok := a.Pack.UnitKindCode(string(u.Kind))
	if !ok {
		return u, fault.New(fault.Invalid, "unit.kind", "没有“{kind}”这种单位；可用：{kinds}。", "There is no kind of unit {kind}; there are: {kinds}.",
			"kind", u.Kind, "kinds", a.unitKinds()).At(file, row.Line, "kind")
	}
	u.Kind = unit.Kind(kind)
	for column, to := range map[string]*clock.Date{"valid_from": &u.ValidFrom, "valid_to": &u.ValidTo} {
		if text := row.Get(column); text != "" {
			if *to, err = clock.ParseDate(text); err != nil {
				return u, fault.As(err).At(file, row.Line, column)
			}
		}
	}
	return u, nil
}

func (a *App) unitKinds() i18n.Text {
	var zh, en []string
	for _, k := range a.Pack.UnitKinds() {
		zh, en = append(zh, k.Name.ZH), append(en, k.Code)
	}
	return i18n.T(strings.Join(zh, "、"), strings.Join(en, ", "))
}

// ImportUnits imports a whole office tree as one act of the system: all or
// nothing.
func (a *App) ImportUnits(ctx context.Context, rows []offices.Row) (act.Answer, error) {
	return a.Road.Do(ctx, act.Request{Kind: "unit.import", Body: offices.NewImport(rows), Actor: a.System(), Key: "units"})
}

// ImportUnitsBy imports a whole office tree as an act of somebody, or only tries
// it. The rows that the tree came from change nothing: again is true then. Any
// other rows are a Conflict where there is a tree already.
func (a *App) ImportUnitsBy(ctx context.Context, actor access.Actor, purpose access.Purpose, rows []offices.Row, dry bool) (again bool, err error) {
	body := offices.NewImport(rows)
	if root := a.Road.Tree().Root(); root != nil {
		if again, err = offices.Imported(ctx, a.Store, root.Code, body); again || err != nil {
			return again, err
		}
	}
	q := act.Request{Kind: "unit.import", Body: body, Actor: actor, Purpose: purpose}
	if dry {
		return false, a.Road.Try(ctx, q)
	}
	_, err = a.Road.Do(ctx, q)
	return false, err
}

// OpenAccount opens an account and appoints it to a post, by the system: for the
// first administrator and for rehearsals. It is not known who holds it.
func (a *App) OpenAccount(ctx context.Context, login, name string, r access.Role, at unit.Code) (ident.ID, error) {
	return a.OpenAccountOf(ctx, "", login, name, r, at)
}

// OpenAccountOf is OpenAccount for whoever has a citizen number.
func (a *App) OpenAccountOf(ctx context.Context, number, login, name string, r access.Role, at unit.Code) (ident.ID, error) {
	opened, err := a.Road.Do(ctx, act.Request{Kind: "account.open", Actor: a.System(), Body: &staff.Opening{Unit: at, Login: login, Name: name, IDNo: number}})
	if err != nil {
		return "", err
	}
	return opened.Subject, a.Appoint(ctx, opened.Subject, r, at)
}

// Appoint gives an account a post from today on, by the system.
func (a *App) Appoint(ctx context.Context, account ident.ID, r access.Role, at unit.Code) error {
	_, err := a.Road.Do(ctx, act.Request{Kind: "post.appoint", Actor: a.System(),
		Body: &staff.Appointment{Account: account, Unit: at, Role: staff.RoleName(r), From: a.Today()}})
	return err
}
