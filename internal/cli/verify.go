package cli

import (
	"io"

	"muster/internal/app"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ledger"
)

// VerifyLog recomputes every log of an installation.
type VerifyLog struct{ Folder }

func (c *VerifyLog) run(env *Env, a *app.App) error {
	clean, err := verifyLog(env, a, env.Stdout)
	if err == nil && !clean {
		return exitCode(1)
	}
	return err
}

// shownFindings is how many findings are named one by one.
const shownFindings = 1000

// verifyLog writes a line for each log and the root over them to out, and names
// on stderr what does not fit.
func verifyLog(env *Env, a *app.App, out io.Writer) (clean bool, err error) {
	findings := []ledger.Finding{}
	report, err := a.VerifyLog(env, func(f ledger.Finding) {
		if findings = append(findings, f); len(findings) <= shownFindings {
			env.Remark(f.Text())
		}
	})
	if err != nil {
		return false, err
	}
	if env.JSON {
		root := report.Root()
		return len(findings) == 0, env.Result(map[string]any{"logs": report.Logs, "root": root, "leaves": report.Leaves(),
			"records": report.Records, "facts": report.Facts, "findings": findings})
	}
	if _, err := report.WriteTo(out); err != nil {
		return false, err
	}
	switch len(findings) {
	case 0:
	case 1:
		env.Remark(i18n.T("发现 1 处与日志不符。", "1 thing does not fit the logs."))
	default:
		env.Remark(i18n.T("发现 {n} 处与日志不符。", "{n} things do not fit the logs.").With("n", len(findings)))
	}
	return len(findings) == 0, nil
}
