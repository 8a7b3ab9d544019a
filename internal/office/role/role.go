// Package role is the words for who acts and why: the closed lists of roles and
// purposes. It has no behaviour; every room grants with these words.
package role

import (
	"muster/internal/frame/access"
	"muster/internal/frame/i18n"
)

// The roles (the table of roles and scopes is in docs/reference/access.md).
const (
	Citizen         access.Role = "citizen"
	Clerk           access.Role = "clerk"            // village, township, campus: helps, verifies, invites
	CountyOfficer   access.Role = "county_officer"   // the county conscription office: the workflow
	CountyRegistrar access.Role = "county_registrar" // concludes registrations
	Desk            access.Role = "desk"             // registration desk of an examination station
	Examiner        access.Role = "examiner"         // examines and proposes a finding
	ChiefExaminer   access.Role = "chief_examiner"   // concludes an examination
	Reviewer        access.Role = "reviewer"         // police, education, health: answers its question
	VettingChair    access.Role = "vetting_chair"    // concludes vetting
	VettingMember   access.Role = "vetting_member"   // visits and reports
	Inspector       access.Role = "inspector"        // discipline inspection: the integrity gate
	Supervisor      access.Role = "supervisor"       // an appointed citizen who looks on
	QuotaOfficer    access.Role = "quota_officer"    // proposes quotas
	QuotaApprover   access.Role = "quota_approver"   // signs quotas
	Selector        access.Role = "selector"         // scores, ranks, closes the list
	Approver        access.Role = "approver"         // approves for service
	Receiver        access.Role = "receiver"         // the receiving unit's officer
	AppealsOfficer  access.Role = "appeals_officer"  // decides reviews
	Assessor        access.Role = "assessor"         // the superior office that scores the work
	Government      access.Role = "government"       // the county government: decides penalties
	Leader          access.Role = "leader"           // sees figures, not files
	PersonnelClerk  access.Role = "personnel_clerk"  // keeps staff, posts, courses
	Administrator   access.Role = "administrator"    // units, accounts; no personal files
	Auditor         access.Role = "auditor"          // the logs
)

// Labels are the readings of the roles.
var Labels = map[access.Role]i18n.Text{
	Citizen:         i18n.T("公民", "Citizen"),
	Clerk:           i18n.T("基层专武干事", "Grassroots clerk"),
	CountyOfficer:   i18n.T("县(市、区)征兵办干事", "County officer"),
	CountyRegistrar: i18n.T("兵役登记员", "County registrar"),
	Desk:            i18n.T("体检站登记员", "Registration desk"),
	Examiner:        i18n.T("体检医生", "Examiner"),
	ChiefExaminer:   i18n.T("主检医师", "Chief examiner"),
	Reviewer:        i18n.T("联审部门人员", "Department reviewer"),
	VettingChair:    i18n.T("政治考核负责人", "Vetting chair"),
	VettingMember:   i18n.T("政治考核走访人员", "Vetting visitor"),
	Inspector:       i18n.T("纪检监察干部", "Discipline inspector"),
	Supervisor:      i18n.T("廉洁征兵监督员", "Citizen supervisor"),
	QuotaOfficer:    i18n.T("计划干事", "Quota officer"),
	QuotaApprover:   i18n.T("计划审批人", "Quota approver"),
	Selector:        i18n.T("定兵干事", "Selection officer"),
	Approver:        i18n.T("定兵审批人", "Approver"),
	Receiver:        i18n.T("接兵干部", "Receiving officer"),
	AppealsOfficer:  i18n.T("复核员", "Appeals officer"),
	Assessor:        i18n.T("考评员", "Assessor"),
	Government:      i18n.T("县级人民政府(处罚决定)", "County government (penalties)"),
	Leader:          i18n.T("领导", "Leader"),
	PersonnelClerk:  i18n.T("人事干事", "Personnel clerk"),
	Administrator:   i18n.T("系统管理员", "Administrator"),
	Auditor:         i18n.T("审计管理员", "Auditor"),
	access.System:   i18n.T("系统", "System"),
}

// The purposes.
const (
	Own          access.Purpose = "own"          // one's own matters
	Registration access.Purpose = "registration" // military service registration
	Intake       access.Purpose = "intake"       // the case of an applicant
	Medical      access.Purpose = "medical"
	Vetting      access.Purpose = "vetting"
	Integrity    access.Purpose = "integrity"
	Selection    access.Purpose = "selection"
	Dispatch     access.Purpose = "dispatch"
	Assessment   access.Purpose = "assessment"
	Review       access.Purpose = "review" // objections, reviews, appeals
	Office       access.Purpose = "office" // running the offices themselves
	Audit        access.Purpose = "audit"
	Penalty      access.Purpose = "penalty" // the chain of a penalty
)

// Purposes are the readings of the purposes.
var Purposes = map[access.Purpose]i18n.Text{
	Own:          i18n.T("本人事务", "own matters"),
	Registration: i18n.T("兵役登记", "registration"),
	Intake:       i18n.T("征集办理", "intake"),
	Medical:      i18n.T("体格检查", "medical examination"),
	Vetting:      i18n.T("政治考核", "vetting"),
	Integrity:    i18n.T("廉洁监督", "integrity"),
	Selection:    i18n.T("定兵", "selection"),
	Dispatch:     i18n.T("交接起运", "dispatch"),
	Assessment:   i18n.T("考核评价", "assessment"),
	Review:       i18n.T("复核申诉", "review"),
	Office:       i18n.T("机关事务", "office"),
	Audit:        i18n.T("审计", "audit"),
	Penalty:      i18n.T("行政处罚", "penalty"),
}

// Options lists every role that a post can carry.
func Options() []access.Role {
	return []access.Role{Clerk, CountyOfficer, CountyRegistrar, Desk, Examiner, ChiefExaminer, Reviewer, VettingMember, VettingChair, Inspector, Supervisor,
		QuotaOfficer, QuotaApprover, Selector, Approver, Receiver, AppealsOfficer, Assessor, Government, Leader, PersonnelClerk, Administrator, Auditor}
}

// Grant builds a grant whose relation is the actor's subtree.
func Grant(r access.Role, purpose access.Purpose) access.Grant {
	return access.Grant{Role: r, Relation: access.Subtree, Purposes: []access.Purpose{purpose}}
}

// Self builds the grant of a citizen for what is about the citizen.
func Self() access.Grant {
	return access.Grant{Role: Citizen, Relation: access.Self, Purposes: []access.Purpose{Own}}
}
