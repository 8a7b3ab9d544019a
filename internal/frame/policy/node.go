package policy

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
)

// problems collects what is wrong with a pack, so that one reading of the files
// finds everything.
type problems struct{ list []*fault.Fault }

func (p *problems) add(file string, line int, code, zh, en string, pairs ...any) {
	p.list = append(p.list, fault.New(fault.Invalid, "policy."+code, zh, en, pairs...).At(file, line, ""))
}

// node is one value of a pack file with the place where it stands. The zero
// node is a value that is not there.
type node struct {
	value ast.Node
	file  string
	line  int
	to    *problems
}

// parse reads one file; a syntax error is a problem of its line.
func parse(file string, content []byte, to *problems) (root node, ok bool) {
	tree, err := parser.ParseBytes(content, 0)
	if err != nil {
		line, message := 1, err.Error()
		var syntax yaml.Error
		if errors.As(err, &syntax) {
			line, message = syntax.GetToken().Position.Line, syntax.GetMessage()
		}
		to.add(file, line, "syntax", "YAML 语法错误：{message}", "not valid YAML: {message}", "message", message)
		return node{}, false
	}
	if len(tree.Docs) != 1 || tree.Docs[0].Body == nil {
		to.add(file, 1, "syntax", "每个文件应恰好包含一个 YAML 文档。", "a file must hold exactly one YAML document.")
		return node{}, false
	}
	return node{value: tree.Docs[0].Body, file: file, line: 1, to: to}, true
}

func (n node) problem(code, zh, en string, pairs ...any) {
	n.to.add(n.file, n.line, code, zh, en, pairs...)
}

func (n node) wrongType(zh, en string) {
	n.problem("type", "此处应为{want}。", "{want} is expected here.", "want", i18n.T(zh, en))
}

// given says whether the value is there; an empty value counts as absent.
func (n node) given() bool {
	if n.value == nil {
		return false
	}
	_, null := n.value.(*ast.NullNode)
	return !null
}

func (n node) child(value ast.Node) node {
	at := n
	at.value = value
	if value != nil && value.GetToken() != nil {
		at.line = value.GetToken().Position.Line
	}
	return at
}

// pair is one entry of a mapping, in the order of the file.
type pair struct {
	name  string
	value node
}

func (n node) pairs() []pair {
	var entries []*ast.MappingValueNode
	switch value := n.value.(type) {
	case *ast.MappingNode:
		entries = value.Values
	case *ast.MappingValueNode:
		entries = []*ast.MappingValueNode{value}
	default:
		n.wrongType("一组“名称: 值”", "a mapping of names to values")
		return nil
	}
	list := make([]pair, 0, len(entries))
	for _, entry := range entries {
		value := n.child(entry.Value)
		value.line = entry.Key.GetToken().Position.Line
		list = append(list, pair{name: entry.Key.GetToken().Value, value: value})
	}
	return list
}

// record is a mapping whose field names are fixed.
type record struct {
	at     node
	fields map[string]node
}

// record reads a mapping; fields that are not among the known are problems.
func (n node) record(known ...string) record {
	r := record{at: n, fields: make(map[string]node, len(known))}
	for _, p := range n.pairs() {
		if !slices.Contains(known, p.name) {
			p.value.problem("field.unknown", "未知字段“{name}”。", "unknown field {name}.", "name", p.name)
			continue
		}
		r.fields[p.name] = p.value
	}
	return r
}

// get returns a field; the zero node where it is not given.
func (r record) get(name string) node { return r.fields[name] }

// has says whether a field is given.
func (r record) has(name string) bool { return r.fields[name].given() }

// need returns a field and reports its absence.
func (r record) need(name string) node {
	if !r.has(name) {
		r.at.problem("field.missing", "缺少字段“{name}”。", "the field {name} is missing.", "name", name)
	}
	return r.fields[name]
}

func (n node) list() []node {
	if !n.given() {
		return nil
	}
	sequence, ok := n.value.(*ast.SequenceNode)
	if !ok {
		n.wrongType("列表", "a list")
		return nil
	}
	items := make([]node, 0, len(sequence.Values))
	for _, value := range sequence.Values {
		items = append(items, n.child(value))
	}
	return items
}

// word reads any scalar as it is written.
func (n node) word() string {
	if !n.given() {
		return ""
	}
	switch value := n.value.(type) {
	case *ast.StringNode:
		return value.Value
	case *ast.LiteralNode:
		return value.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return value.GetToken().Value
	}
	n.wrongType("文字", "a text")
	return ""
}

func (n node) words() []string {
	var list []string
	for _, item := range n.list() {
		list = append(list, item.word())
	}
	return list
}

func (n node) whole() int64 {
	if value, ok := n.value.(*ast.IntegerNode); ok {
		if number, err := strconv.ParseInt(fmt.Sprint(value.Value), 10, 64); err == nil {
			return number
		}
	}
	if n.given() {
		n.wrongType("整数", "a whole number")
	}
	return 0
}

func (n node) number() float64 {
	switch value := n.value.(type) {
	case *ast.FloatNode:
		return value.Value
	case *ast.IntegerNode:
		return float64(n.whole())
	}
	if n.given() {
		n.wrongType("数字", "a number")
	}
	return 0
}

func (n node) flag() bool {
	if value, ok := n.value.(*ast.BoolNode); ok {
		return value.Value
	}
	if n.given() {
		n.wrongType("true 或 false", "true or false")
	}
	return false
}

func (n node) date() clock.Date {
	if !n.given() {
		return ""
	}
	day, err := clock.ParseDate(n.word())
	if err != nil {
		n.wrongType("日期（如 2026-01-01）", "a date such as 2026-01-01")
	}
	return day
}

// text reads a text in every language; a language that is missing is a problem.
func (n node) text() i18n.Text {
	if !n.given() {
		return i18n.Text{}
	}
	r := n.record("zh", "en")
	text := i18n.T(r.get("zh").word(), r.get("en").word())
	if !text.Complete() {
		n.problem("translation.missing", "缺少中文或英文文本。", "the Chinese or the English text is missing.")
	}
	return text
}
