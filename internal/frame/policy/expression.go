package policy

import (
	"math"
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	celast "cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// costLimit is the most that one expression may cost at worst. It is estimated
// when the pack is checked: without loops the estimate is a bound, and nothing
// needs to be counted while answers are given, which would double their time.
const costLimit = 2000

// longestText is the longest text, in characters, that a fact may have.
const longestText = 100

// sizes tells the cost estimate how long texts and tables can be.
type sizes struct{}

// EstimateSize bounds whatever comes from outside the expression.
func (sizes) EstimateSize(cost.AstNode) *cost.SizeEstimate {
	return &cost.SizeEstimate{Min: 0, Max: longestText}
}

// EstimateCallCost leaves the cost of calls to CEL's own table.
func (sizes) EstimateCallCost(string, string, *cost.AstNode, []cost.AstNode) *cost.CallEstimate {
	return nil
}

// The names that every expression may use.
const (
	nameOn    = "on"    // the day of the question
	nameLimit = "limit" // the limits of the clause
)

// expression is a compiled CEL expression.
type expression struct {
	program cel.Program
	names   []string // the names it uses
}

// environment declares what expressions may name: facts, parameters, tables,
// the day. There are no macros, hence no loops.
func (l *loader) environment() {
	options := []cel.EnvOption{cel.ClearMacros(), cel.CrossTypeNumericComparisons(true),
		cel.Variable(nameOn, cel.TimestampType), cel.Variable(nameLimit, cel.MapType(cel.StringType, cel.DynType))}
	for name, f := range l.pack.facts {
		options = append(options, cel.Variable(name, expressionTypes[f.Type]))
	}
	for name, p := range l.pack.parameters {
		options = append(options, cel.Variable(name, expressionTypes[p.kind]))
	}
	for name := range l.pack.tables {
		options = append(options, cel.Variable(name, cel.MapType(cel.StringType, cel.MapType(cel.StringType, cel.DynType))))
	}
	options = append(options, functions()...)
	env, err := cel.NewEnv(options...)
	if err != nil {
		l.add("pack.yaml", 1, "environment", "表达式环境无法建立：{why}", "the names of the pack cannot be used in expressions: {why}", "why", err)
	}
	l.env = env
}

// functions are the few operations that CEL lacks for the law.
func functions() []cel.EnvOption {
	return []cel.EnvOption{
		cel.Function("round", cel.Overload("round_decimal", []*cel.Type{cel.DoubleType, cel.IntType}, cel.DoubleType, cel.BinaryBinding(round))),
		cel.Function("day", cel.Overload("day_in_year", []*cel.Type{cel.IntType, cel.StringType}, cel.TimestampType, cel.BinaryBinding(dayOfYear))),
		cel.Function("min", cel.Overload("min_int", []*cel.Type{cel.IntType, cel.IntType}, cel.IntType, cel.BinaryBinding(
			func(a, b ref.Val) ref.Val { return min(a.(types.Int), b.(types.Int)) }))),
		cel.Function("max", cel.Overload("max_int", []*cel.Type{cel.IntType, cel.IntType}, cel.IntType, cel.BinaryBinding(
			func(a, b ref.Val) ref.Val { return max(a.(types.Int), b.(types.Int)) }))),
	}
}

// round rounds half away from zero to a number of decimal places. It takes the
// noise of binary fractions out of a quotient, so that a limit met exactly in
// decimal figures is met exactly here.
func round(x, places ref.Val) ref.Val {
	scale := math.Pow10(int(places.(types.Int)))
	return types.Double(math.Round(float64(x.(types.Double))*scale) / scale)
}

func dayOfYear(year, monthDay ref.Val) ref.Val {
	day, err := dayIn(int64(year.(types.Int)), string(monthDay.(types.String)))
	if err != nil {
		return types.NewErr("no such day")
	}
	return types.Timestamp{Time: day.Time()}
}

// compile checks an expression against the type wanted (nil: any simple one);
// every error is a problem of its line.
func (l *loader) compile(n node, want *cel.Type) *expression {
	if !n.given() || l.env == nil {
		return nil
	}
	checked, issues := l.env.Compile(n.word())
	if issues.Err() != nil {
		for _, e := range issues.Errors() {
			n.problem("expression", "表达式有误：{why}", "the expression does not compile: {why}", "why", strings.TrimSpace(e.Message))
		}
		return nil
	}
	if want != nil && !checked.OutputType().IsEquivalentType(want) {
		n.problem("expression.type", "表达式结果的类型是 {got}，应为 {want}。", "the expression gives {got} where {want} is needed.",
			"got", checked.OutputType(), "want", want)
		return nil
	}
	if cost, err := l.env.EstimateCost(checked, sizes{}); err != nil || cost.Max > costLimit {
		n.problem("expression.cost", "表达式过于复杂（估计 {cost}，上限 {limit}）。", "the expression is too costly ({cost} at worst, {limit} allowed).",
			"cost", cost.Max, "limit", costLimit)
		return nil
	}
	program, err := l.env.Program(checked, cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		n.problem("expression", "表达式有误：{why}", "the expression does not compile: {why}", "why", err)
		return nil
	}
	return &expression{program: program, names: namesIn(checked)}
}

// namesIn lists the names an expression uses; a limit as "limit.low".
func namesIn(checked *cel.Ast) []string {
	var names []string
	for _, reference := range checked.NativeRep().ReferenceMap() {
		if reference.Name != "" {
			names = append(names, reference.Name)
		}
	}
	celast.PreOrderVisit(checked.NativeRep().Expr(), celast.NewExprVisitor(func(e celast.Expr) {
		if e.Kind() == celast.SelectKind && e.AsSelect().Operand().Kind() == celast.IdentKind && e.AsSelect().Operand().AsIdent() == nameLimit {
			names = append(names, nameLimit+"."+e.AsSelect().FieldName())
		}
	}))
	return names
}

// native turns the value of an expression into what JSON shows.
func native(v ref.Val, zone *time.Location) any {
	switch x := v.(type) {
	case types.Int:
		return int64(x)
	case types.Double:
		return float64(x)
	case types.Bool:
		return bool(x)
	case types.String:
		return string(x)
	case types.Timestamp:
		if x.UTC().Truncate(24 * time.Hour).Equal(x.Time) {
			return x.UTC().Format(time.DateOnly)
		}
		return x.In(zone).Format(time.RFC3339)
	}
	return nil
}
