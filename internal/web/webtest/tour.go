package webtest

import (
	"net/url"

	"muster/internal/frame/act"
)

// Tour lists, for each sign-in, the pages that a test should look at.
func Tour(b *Bench) map[string][]string {
	record := func(table string, a act.Answer) string {
		return "/r/" + table + "/" + string(a.County) + "/" + string(a.Subject)
	}
	on := func(kind string, a act.Answer) string {
		return "/act/" + kind + "?_county=" + string(a.County) + "&_id=" + string(a.Subject)
	}
	return map[string][]string{
		"county_officer": {"/", "/account", "/r", "/r/application", "/r/application?state=applied&sex=male&sort=name", record("application", b.Cases["测试02"]), on("application.precheck", b.Cases["测试21"]), "/insight/funnel",
			"/paper-form", "/forms/application/" + string(b.Cases["测试01"].County) + "/" + string(b.Cases["测试01"].Subject), "/paper-form?code=" + url.QueryEscape(act.PaperCode("application.withdraw", b.Cases["测试02"].County, b.Cases["测试02"].Subject))},
		"county_registrar": {"/", "/registration/progress", "/r/person", "/r/person/import", record("person", b.People["测试01"]), "/act/person.record"},
		"quota_officer":    {"/", "/r/proposal", "/act/quota.issue"},
		"quota_approver":   {"/", "/r/cycle", record("proposal", b.Proposal), on("proposal.sign", b.Proposal)},
		"clerk":            {"/", "/post", "/act/application.apply", "/r/registration", "/registration/progress"},
		"desk":             {"/", "/r/application", "/r/exam_appointment", "/exam/desk", b.slip(), "/act/exam_appointment.walk_in", "/queue/130102?hold=1"},
		"examiner":         {"/", "/exam/section", b.sheet(), "/r/exam_section", "/act/exam_conflict.declare"},
		"chief_examiner":   {"/", "/exam/chief", b.joined(), "/r/exam"},
		"leader":           {"/", "/insight/funnel", "/insight/funnel?unit=" + string(County), "/insight/cohort", "/insight/forecast", "/insight/forecast?unit=" + string(County), "/insight/whatif?ask=1", "/insight/whatif?ask=1&unit=" + string(County), "/insight/radar?unit=" + string(County)},
		"inspector":        {"/insight/radar", "/insight/radar?unit=" + string(County), "/act/radar_lead.open?detector=funnel&about=" + string(County) + "&figures=95/120", "/r/radar_lead"},
		"personnel_clerk":  {"/", "/r/course", "/act/course.add", "/r/post", "/demo/notices"},
		"administrator":    {"/", "/r/unit", "/r/account"},
		"citizen":          {"/me"},
		"citizen2":         {"/me"},
	}
}
