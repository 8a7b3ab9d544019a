package api

import (
	"encoding/json"

	"muster/internal/frame/act"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/register"
)

// object is one object of the document.
type object = map[string]any

// openapi answers the description of the whole face, made from the book of acts
// and the shelf of registers.
func (s *server) openapi(x *exchange) error { return x.json(200, s.spec) }

// describe writes the OpenAPI 3.1.0 document.
func (s *server) describe() []byte {
	paths, schemas := object{}, object{
		"Answer":  answerSchema(),
		"Problem": problemSchema(),
		"Batch":   batchSchemaObject(),
	}
	for _, k := range s.app.Book.Kinds() {
		schemas[k.Name+".body"] = objectSchema(k.Body, k.Body.Fields, true)
		paths[actsPath+k.Name] = object{"post": actOperation(k)}
	}
	for _, r := range s.app.Shelf.All() {
		schemas[r.Table.Name] = recordSchema(r)
		for path, operation := range registerOperations(r) {
			paths[path] = object{"get": operation}
		}
	}
	paths[batchesPath] = object{"post": batchOperation()}
	raw, _ := json.Marshal(object{ // maps of texts, numbers and lists always encode
		"openapi":    "3.1.0",
		"info":       object{"title": "Muster", "version": "1", "description": both(i18n.T("兵役工作系统接口", "The interface of Muster"))},
		"servers":    []object{{"url": "/"}},
		"security":   []object{{"bearer": []string{}}},
		"paths":      paths,
		"components": object{"schemas": schemas, "securitySchemes": object{"bearer": object{"type": "http", "scheme": "bearer", "bearerFormat": tokenPrefix + "…"}}},
	})
	return raw
}

// both reads a text in both languages at once.
func both(t i18n.Text) string {
	if t.ZH == t.EN {
		return t.EN
	}
	return t.ZH + " · " + t.EN
}

func ref(name string) object { return object{"$ref": "#/components/schemas/" + name} }

func content(media string, schema object) object {
	return object{media: object{"schema": schema}}
}

func actOperation(k *act.Kind) object {
	description := both(k.Title)
	if k.Basis != "" {
		description += " (" + k.Basis + ")"
	}
	return object{
		"operationId": k.Name, "summary": both(k.Title), "description": description, "tags": []string{k.Table.Name},
		"parameters": []object{{"name": keyHeader, "in": "header", "schema": object{"type": "string", "maxLength": 200},
			"description": both(i18n.T("幂等键:同一键重发得到同一答复", "A repeat with the same key gets the same answer"))}},
		"requestBody": object{"required": true, "content": content("application/json", envelopeOf(k))},
		"responses":   withProblems(object{answered(k): object{"description": both(i18n.T("已办理", "Done")), "content": content("application/json", ref("Answer"))}}),
	}
}

func answered(k *act.Kind) string {
	switch {
	case len(k.Sign) > 0:
		return "202"
	case k.New:
		return "201"
	}
	return "200"
}

func envelopeOf(k *act.Kind) object {
	e := objectSchema(envelopeSchema, envelopeSchema.Fields, true)
	e["properties"].(object)["body"] = ref(k.Name + ".body")
	if !k.New {
		e["required"] = []string{"county", "subject"}
	}
	return e
}

func batchOperation() object {
	return object{"operationId": "batch", "summary": both(i18n.T("成批办理", "Many acts at once")),
		"requestBody": object{"required": true, "content": content("application/json", ref("Batch"))},
		"responses": withProblems(object{"200": object{"description": both(i18n.T("逐项结果", "A result for each act")),
			"content": content("application/json", resultsSchema())}})}
}

func registerOperations(r *register.Register) map[string]object {
	path, name, tag := registersPath+r.Table.Name, r.Table.Name, []string{r.Table.Name}
	page := object{"type": "object", "properties": object{"records": object{"type": "array", "items": ref(name)},
		"next": object{"type": "string"}, "count": object{"type": "integer"}}}
	operation := func(id string, title i18n.Text, parameters []object, content object) object {
		return object{"operationId": name + "." + id, "summary": both(title) + ": " + both(r.Table.Title), "tags": tag, "parameters": parameters,
			"responses": withProblems(object{"200": object{"description": both(r.Table.Title), "content": content}})}
	}
	file := object{}
	for _, f := range formats {
		file[f.media] = object{"schema": object{"type": "string"}}
	}
	return map[string]object{
		path: operation("list", i18n.T("列表", "List"), listParameters(r), content("application/json", page)),
		path + "/{county}/{id}": operation("one", i18n.T("查看", "View"), []object{
			inPath("county"), inPath("id"), inQuery("history", object{"type": "string", "enum": []string{"1"}}), inQuery("purpose", object{"type": "string"})},
			content("application/json", ref(name))),
		path + "/export": operation("export", i18n.T("导出", "Export"), append(listParameters(r)[:4:4],
			inQuery("format", object{"type": "string", "enum": []string{"csv", "xlsx", "json"}})), file),
	}
}

func inPath(name string) object {
	return object{"name": name, "in": "path", "required": true, "schema": object{"type": "string"}}
}

func inQuery(name string, schema object) object {
	return object{"name": name, "in": "query", "schema": schema}
}

func listParameters(r *register.Register) []object {
	text := object{"type": "string"}
	return []object{
		inQuery("filter", object{"type": "array", "items": object{"type": "string", "description": both(i18n.T("字段:值", "field:value"))}}),
		inQuery("sort", object{"type": "string", "enum": sortable(r)}),
		inQuery("search", text), inQuery("purpose", text),
		inQuery("limit", object{"type": "integer", "minimum": 1, "maximum": mostLimit, "default": defaultLimit}),
		inQuery("after", text), inQuery("count", object{"type": "string", "enum": []string{"only"}}),
	}
}

func sortable(r *register.Register) (out []string) {
	for _, f := range r.Table.Schema.Fields {
		if (f.Sort || f.Filter || f.Search || f.Name == "id") && f.Kind != field.Optional && !f.Hidden {
			out = append(out, f.Name, "-"+f.Name)
		}
	}
	return out
}
