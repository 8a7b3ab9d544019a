package web

import (
	"net/http"
	"strings"

	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/signup"
)

// shownTypes are the kinds of upload that a browser shows; anything else is only
// offered to be saved. Neither can run anything: the policy of the answer forbids
// it (SECURITY, T24).
var shownTypes = []string{"image/jpeg", "image/png", "image/webp", "application/pdf"}

// documentFile sends the upload of a document to those who may open it.
func (s *server) documentFile(q *request) error {
	reg := s.App.Shelf.Get(signup.Documents.Name)
	look := reg.Look(q.actor, reg.Purpose(q.actor), "view")
	found, err := s.App.Road.One(q.Context(), look, unit.Code(q.PathValue("county")), ident.ID(q.PathValue("id")))
	if err != nil {
		return err
	}
	content, err := found.(*signup.Document).Open(q.Context(), s.App.Road, s.App.Vault, look)
	if err != nil {
		return err
	}
	if len(content) == 0 {
		return fault.New(fault.Unknown, "document.none", "没有上传文件。", "No file was uploaded.")
	}
	kind, disposition := http.DetectContentType(content), "attachment"
	for _, shown := range shownTypes {
		if strings.HasPrefix(kind, shown) {
			disposition = "inline"
		}
	}
	h := q.w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Content-Disposition", disposition+`; filename="document"`)
	_, err = q.w.Write(content)
	return err
}

// uploadLink is the way to the upload of a document, where there is one.
func uploadLink(d *signup.Document) []linkTo {
	if d.Digest == "" {
		return nil
	}
	return []linkTo{{"/upload/" + string(d.County) + "/" + string(d.ID), i18n.T("查看上传文件", "See the uploaded file")}}
}
