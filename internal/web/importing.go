package web

import (
	"io"
	"net/http"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/register"
	"muster/internal/frame/register/transfer"
	"muster/internal/frame/sheet"
)

// importData is what the page of an import shows.
type importData struct {
	Table    *register.Register
	Kind     *act.Kind
	Columns  []*field.Field
	Summary  *transfer.Summary
	Dry      bool
	Rows     []wrongRow
	More     int // failed rows beyond those shown
	Fault    *fault.Fault
	FileName string
}

// wrongRow is one line of the report on the page.
type wrongRow struct {
	Line   int
	Column string
	Code   string
	Text   i18n.Text
}

const (
	largestFile = 64 << 20 // of an upload, in bytes
	shownRows   = 200      // of a report on the page; the file has all that are kept
	keptRows    = 20_000   // of a report in memory
)

func (q *request) importing() (*register.Register, *act.Kind, access.Purpose, error) {
	reg, _, err := q.open("import")
	if err != nil {
		return nil, nil, "", err
	}
	k := q.s.App.Book.Kind(reg.Import)
	if k == nil {
		return nil, nil, "", fault.New(fault.Unknown, "import.none", "“{register}”不接受导入。", "{register} takes no imports.", "register", reg.Table.Title)
	}
	purpose := register.FirstPurpose(k.By, q.actor)
	if !access.AnyRole(k.By, q.actor, purpose) {
		return nil, nil, "", access.Denied()
	}
	return reg, k, purpose, nil
}

func (s *server) importPage(q *request) error {
	reg, k, _, err := q.importing()
	if err != nil {
		return err
	}
	return q.show(importPage(q.page(importTitle(reg)), importData{Table: reg, Kind: k, Columns: k.Body.Visible()}))
}

func importTitle(reg *register.Register) i18n.Text {
	return i18n.T("导入:", "Import: ").And(reg.Table.Title)
}

// importFile imports an upload, or tries it where the reader asked for that.
func (s *server) importFile(q *request) error {
	reg, k, purpose, err := q.importing()
	if err != nil {
		return err
	}
	q.Body = http.MaxBytesReader(q.w, q.Body, largestFile)
	file, dry, err := q.upload()
	if err != nil {
		return err
	}
	defer file.Close()
	d := importData{Table: reg, Kind: k, Columns: k.Body.Visible(), Dry: dry, FileName: file.name}
	kept := report{Table: reg.Table.Name}
	summary, err := transfer.Import(q.Context(), s.App.Road, reg, q.actor, purpose, file, transfer.Options{Name: file.name, DryRun: dry,
		Aliases: s.App.FileAliases, Wrong: func(line int, err error) error {
			if len(kept.Rows) < keptRows {
				kept.Rows = append(kept.Rows, reportRow{line, err})
			}
			return nil
		}})
	if err != nil {
		if d.Fault = fault.As(err); d.Fault.Kind == fault.Internal || d.Fault.Kind == fault.Denied {
			return err
		}
	}
	d.Summary = &summary
	d.Rows, d.More = onPage(kept.Rows)
	s.reports.keep(q.account.ID, kept)
	status := http.StatusOK
	if d.Fault != nil {
		status = statuses[d.Fault.Kind]
	}
	return q.render(status, importPage(q.page(importTitle(reg)), d))
}

// uploaded is the file of a form, read as it comes in.
type uploaded struct {
	io.ReadCloser
	name string
}

// upload finds the file of the form. The dry run's tick stands before the file,
// so that the file need not be kept anywhere.
func (q *request) upload() (uploaded, bool, error) {
	parts, err := q.MultipartReader()
	if err != nil {
		return uploaded{}, false, unreadable(err)
	}
	dry := false
	for {
		part, err := parts.NextPart()
		if err != nil {
			return uploaded{}, dry, fault.New(fault.Invalid, "import.file", "请选择要导入的文件。", "Choose the file to import.").Because(err)
		}
		if part.FormName() == "dry" {
			dry = true
		}
		if part.FormName() == "file" && part.FileName() != "" {
			return uploaded{part, part.FileName()}, dry, nil
		}
	}
}

func onPage(rows []reportRow) (out []wrongRow, more int) {
	for i, r := range rows {
		if len(out) >= shownRows {
			return out, len(rows) - i
		}
		f := fault.As(r.Err)
		if len(f.Fields) == 0 {
			out = append(out, wrongRow{r.Line, f.Place.Column, f.Code, f.Text})
		}
		for _, e := range f.Fields {
			out = append(out, wrongRow{r.Line, e.Name, e.Code, e.Text})
		}
	}
	return out, 0
}

// importReport sends the rows of the reader's last import that failed.
func (s *server) importReport(q *request) error {
	kept := s.reports.of(q.account.ID)
	if kept.Table != q.PathValue("table") {
		return fault.New(fault.Unknown, "import.report", "没有可下载的报告;请重新导入。", "There is no report to download; please import again.")
	}
	out := &attachment{q: q, name: kept.Table + "-report.csv", kind: contentTypes["csv"]}
	var b strings.Builder
	if err := kept.write(sheet.NewCSV(&b, sheet.ReportHeader...), q.lang); err != nil {
		return err
	}
	_, err := io.WriteString(out, b.String())
	return err
}
