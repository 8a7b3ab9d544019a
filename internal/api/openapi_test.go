package api_test

import (
	"strings"
	"testing"
)

// TestOpenAPIDescribesEverything checks the structure of the document: the
// version, that every reference leads somewhere, that operation ids are unique,
// that each operation has answers, and that each act and register is there.
func TestOpenAPIDescribesEverything(t *testing.T) {
	t.Parallel()
	b := setup(t)
	doc := b.want(b.do("GET", "/api/v1/openapi.json", "", ""), 200)
	if doc["openapi"] != "3.1.0" || doc["info"].(map[string]any)["title"] == "" || doc["info"].(map[string]any)["version"] == "" {
		t.Errorf("head %v %v", doc["openapi"], doc["info"])
	}
	components := doc["components"].(map[string]any)
	schemas := components["schemas"].(map[string]any)
	if components["securitySchemes"].(map[string]any)["bearer"].(map[string]any)["scheme"] != "bearer" {
		t.Error("no bearer scheme")
	}
	follow(t, doc, schemas)
	seen := map[string]bool{}
	paths := doc["paths"].(map[string]any)
	for path, methods := range paths {
		for method, operation := range methods.(map[string]any) {
			checkOperation(t, path, method, operation.(map[string]any), seen)
		}
	}
	for _, k := range b.app.Book.Kinds() {
		if paths["/api/v1/acts/"+k.Name] == nil {
			t.Errorf("act %s is missing", k.Name)
		}
		properties, _ := schemas[k.Name+".body"].(map[string]any)["properties"].(map[string]any)
		for _, f := range k.Body.Fields {
			p, _ := properties[f.Name].(map[string]any)
			if p == nil || !strings.Contains(p["description"].(string), f.Label.ZH) || !strings.Contains(p["description"].(string), f.Label.EN) {
				t.Errorf("%s.%s is described as %v", k.Name, f.Name, p)
			}
		}
	}
	for _, r := range b.app.Shelf.All() {
		for _, ending := range []string{"", "/{county}/{id}", "/export"} {
			if paths["/api/v1/registers/"+r.Table.Name+ending] == nil {
				t.Errorf("register %s%s is missing", r.Table.Name, ending)
			}
		}
	}
}

func checkOperation(t *testing.T, path, method string, operation map[string]any, seen map[string]bool) {
	t.Helper()
	id, _ := operation["operationId"].(string)
	if id == "" || seen[id] {
		t.Errorf("%s %s has the operation id %q", method, path, id)
	}
	seen[id] = true
	responses := operation["responses"].(map[string]any)
	for _, status := range []string{"401", "403", "404", "422", "503"} {
		if responses[status] == nil {
			t.Errorf("%s %s lacks %s", method, path, status)
		}
	}
	for status, response := range responses {
		if response.(map[string]any)["description"] == "" {
			t.Errorf("%s %s: %s has no description", method, path, status)
		}
	}
	if (method == "post") != (operation["requestBody"] != nil) {
		t.Errorf("%s %s and its body disagree", method, path)
	}
	named := map[string]bool{}
	list, _ := operation["parameters"].([]any)
	for _, p := range list {
		p := p.(map[string]any)
		named[p["name"].(string)] = true
		if p["in"] == "path" && (p["required"] != true || !strings.Contains(path, "{"+p["name"].(string)+"}")) {
			t.Errorf("%s: path parameter %v", path, p)
		}
	}
	for _, part := range strings.Split(path, "{")[1:] {
		if name, _, _ := strings.Cut(part, "}"); !named[name] {
			t.Errorf("%s does not describe {%s}", path, name)
		}
	}
}

// follow checks that every reference leads to a schema and every schema with a
// type has a known one.
func follow(t *testing.T, node any, schemas map[string]any) {
	t.Helper()
	switch node := node.(type) {
	case map[string]any:
		if to, ok := node["$ref"].(string); ok && schemas[strings.TrimPrefix(to, "#/components/schemas/")] == nil {
			t.Errorf("%s leads nowhere", to)
		}
		for _, child := range node {
			follow(t, child, schemas)
		}
	case []any:
		for _, child := range node {
			follow(t, child, schemas)
		}
	}
}
