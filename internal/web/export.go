package web

import (
	"fmt"
	"net/http"

	"muster/internal/frame/fault"
	"muster/internal/frame/register/transfer"
	"muster/internal/frame/sheet"
)

// contentTypes are the formats of an export.
var contentTypes = map[string]string{"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

// export sends what the list would page through, as a file. Once it has begun
// it can only be broken off, so that half a file is never taken for a whole.
func (s *server) export(q *request) error {
	reg, _, err := q.open("export")
	if err != nil {
		return err
	}
	query, err := q.query(reg)
	if err != nil {
		return err
	}
	format := q.URL.Query().Get("format")
	if contentTypes[format] == "" {
		return fault.New(fault.Invalid, "export.format", "没有这种导出格式。", "There is no such export format.")
	}
	out := &attachment{q: q, name: fmt.Sprintf("%s-%s.%s", reg.Table.Name, s.App.Today(), format), kind: contentTypes[format]}
	purpose := reg.Purpose(q.actor)
	if format == "jsonl" {
		err = transfer.ExportJSON(q.Context(), s.App.Road, reg, q.actor, purpose, query, out)
	} else {
		err = transfer.Export(q.Context(), s.App.Road, reg, q.actor, purpose, query, sheet.New(out, out.name, transfer.Header(reg)...))
	}
	if err == nil {
		out.start()
		return nil
	}
	if !q.began {
		return err
	}
	s.App.Log.Error("an export broke off", "table", reg.Table.Name, "error", err)
	panic(http.ErrAbortHandler)
}

// attachment is a file on its way to the reader; its headers go out with its
// first bytes.
type attachment struct {
	q          *request
	name, kind string
}

func (a *attachment) start() {
	if a.q.began {
		return
	}
	a.q.began = true
	a.q.w.Header().Set("Content-Type", a.kind)
	a.q.w.Header().Set("Content-Disposition", `attachment; filename="`+a.name+`"`)
}

// Write implements io.Writer.
func (a *attachment) Write(p []byte) (int, error) {
	a.start()
	return a.q.w.Write(p)
}
