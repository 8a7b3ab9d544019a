package webtest

import (
	"fmt"
	"strconv"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/intake/cases"
	"muster/internal/intake/preservice"
	"muster/internal/intake/selection"
	"muster/internal/office/role"
)

// Pupils is how many people the course of a bench has.
const Pupils = 6

// Education plays a course up to the morning after its last day: six doubly
// qualified people, attendance, two tests, an injury. Number 2 was absent on the
// second day, number 3 excused on the third; the n-th person has 60+5n in drill and
// 70+4n in knowledge.
func (b *Bench) Education() *Bench {
	b.T.Helper()
	b.Extra("officer2", "吕干事", role.CountyOfficer, County)
	b.Certify(role.Selector, "selection")
	for i := range Pupils {
		b.InState(fmt.Sprintf("测试丙%02d", i+1), 61+i, cases.Qualified, cases.ReachQualified)
	}
	first := b.App.Today()
	b.Course = b.Do(role.CountyOfficer, role.Intake, "preservice_course.open", act.Answer{}, &preservice.Opening{Cycle: b.Cycle.Subject, Home: b.Cycle.County,
		Name: "2026 年下半年役前教育", Venue: "民兵训练基地", From: first, Until: first.AddDays(4)})
	b.Do(role.CountyOfficer, role.Intake, "preservice_course.enrol", b.Course, &preservice.Enrolling{})
	for n := range 5 {
		body := &preservice.Attending{Course: b.Course.Subject, Home: b.Course.County, Day: first.AddDays(n)}
		switch n {
		case 1:
			body.Absent = []string{"2"}
		case 2:
			body.Excused = []string{"3"}
			b.Injury = b.Do(role.CountyOfficer, role.Intake, "preservice_injury.record", act.Answer{}, &preservice.Harming{Place: b.Pupil(3).ID, Home: County, Day: body.Day, Told: "训练中扭伤踝关节"})
		}
		b.Do(role.CountyOfficer, role.Intake, "preservice_day.record", act.Answer{}, body)
		if n < 4 {
			b.NextDay()
		}
	}
	b.marks(first.AddDays(4))
	b.NextDay()
	b.WithPasswords()
	return b
}

func (b *Bench) marks(day clock.Date) {
	for _, sort := range []preservice.Sort{preservice.Drill, preservice.Knowledge} {
		body := &preservice.Testing{Course: b.Course.Subject, Home: b.Course.County, Sort: sort, Day: day}
		for n := 1; n <= Pupils; n++ {
			mark := 60 + 5*n
			if sort == preservice.Knowledge {
				mark = 70 + 4*n
			}
			body.Marks = append(body.Marks, strconv.Itoa(n)+"="+strconv.Itoa(mark))
		}
		b.Do(role.CountyOfficer, role.Intake, "preservice_test.record", act.Answer{}, body)
	}
}

// Pupil is the place with a number.
func (b *Bench) Pupil(n int64) *preservice.Place {
	b.T.Helper()
	found := At[preservice.Place](b, preservice.Places, "number = $1", n)
	if len(found) != 1 {
		b.T.Fatalf("%d places have the number %d", len(found), n)
	}
	return found[0]
}

// Complete completes the course, by the second officer.
func (b *Bench) Complete() {
	b.T.Helper()
	b.As(b.Extra("officer2", "", role.CountyOfficer, County), role.Intake, "preservice_course.complete", b.Course, &preservice.Empty{})
}

// Band notes the bands of body and mind of somebody, as an import of the medical
// conclusion would.
func (b *Bench) Band(name string, physique, psychology cases.Band) {
	b.T.Helper()
	Attest[cases.Case](b, cases.Table, `UPDATE application SET physique_band = $1, psychology_band = $2 WHERE id = $3`, string(physique), string(psychology), string(b.Cases[name].Subject))
}

// Scored completes the course and posts the score of everybody; one of them objects,
// two have a page of their own.
func (b *Bench) Scored() {
	b.T.Helper()
	for name := range b.Cases {
		b.Band(name, "middle", "high")
	}
	b.Complete()
	for name := range b.Cases {
		b.Do(role.Selector, role.Selection, "application.score", b.Cases[name], &selection.Words{})
	}
	b.As(b.Self("测试丙03"), role.Own, "application.object_score", b.Cases["测试丙03"], &selection.Objecting{Grounds: "第三天是请假,不应计缺勤"})
	b.Citizen("测试丙01", "scored")
	b.Citizen("测试丙03", "objecting")
	b.WithPasswords()
}

// EducationTour lists the pages of the education.
func EducationTour(b *Bench) map[string][]string {
	at := string(b.Course.County) + "/" + string(b.Course.Subject)
	return map[string][]string{
		Login(role.CountyOfficer): {"/education/" + at, "/r/preservice_course/" + at, "/r/preservice_place", "/act/preservice_day.record", "/act/preservice_test.record",
			"/r/preservice_injury", "/education/injury/" + string(b.Injury.County) + "/" + string(b.Injury.Subject)},
	}
}
