package cli

import (
	"fmt"

	"muster/internal/app"
	"muster/internal/frame/i18n"
	"muster/internal/intake/selection"
)

// VerifyScores computes every posted score and every ranked list again.
type VerifyScores struct{ Folder }

func (c *VerifyScores) run(env *Env, a *app.App) error {
	findings := 0
	n, err := a.VerifyScores(env, func(f selection.Finding) {
		if findings++; findings <= shownFindings {
			env.Remark(i18n.Same(f.String() + ": ").And(f.What))
		}
	})
	if err != nil {
		return err
	}
	if env.JSON {
		err = env.Result(map[string]any{"scores": n, "findings": findings})
	} else {
		_, err = fmt.Fprintln(env.Stdout, i18n.T("重新计算成绩 {n} 份,发现 {k} 处不符。", "{n} scores computed again, {k} findings.").With("n", n, "k", findings).In(env.Lang))
	}
	if err == nil && findings > 0 {
		return exitCode(1)
	}
	return err
}
