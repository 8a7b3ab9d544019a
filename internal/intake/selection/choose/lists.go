package choose

import "strings"

// addUnits checks that the units form a tree. Parents may come after children.
func (in *Input) addUnits(units []Unit) error {
	in.unitAt = make(map[string]int32, len(units))
	for i := range units {
		u := &units[i]
		if u.Code == "" {
			return refuse(u.Line, "code", "choose.unit.code", "单位代码为空。", "the unit code is empty")
		}
		if first, twice := in.unitAt[u.Code]; twice {
			return refuse(u.Line, "code", "choose.unit.duplicate", "单位 {unit} 出现两次,先见于第 {first} 行。",
				"unit {unit} stands here a second time, after line {first}", "unit", u.Code, "first", units[first].Line)
		}
		in.unitAt[u.Code] = int32(i)
	}
	in.parents = make([]int32, len(units))
	root := -1
	for i := range units {
		u := &units[i]
		if u.Parent == "" {
			if root >= 0 {
				return refuse(u.Line, "parent", "choose.unit.roots", "单位 {unit} 与第 {first} 行的 {other} 都是根;只能有一个根。",
					"unit {unit} is a second root beside {other} in line {first}; there can be only one", "unit", u.Code, "other", units[root].Code, "first", units[root].Line)
			}
			root, in.parents[i] = i, -1
			continue
		}
		parent, ok := in.unitAt[u.Parent]
		if !ok {
			return refuse(u.Line, "parent", "choose.unit.parent", "单位 {unit} 的上级 {parent} 不在表中。",
				"the parent {parent} of unit {unit} is not in the table", "unit", u.Code, "parent", u.Parent)
		}
		in.parents[i] = parent
	}
	if i := findCycle(in.parents); i >= 0 {
		return refuse(units[i].Line, "parent", "choose.unit.cycle", "单位 {unit} 的上级链成环。",
			"the parents of unit {unit} run in a circle", "unit", units[i].Code)
	}
	return nil
}

// addTags checks that the tags form trees. No name may hold the sign that
// separates tags in a candidate's field.
func (in *Input) addTags(tags []Tag) error {
	for i := range tags {
		t := &tags[i]
		if t.Tag == "" || strings.Contains(t.Tag, "|") {
			return refuse(t.Line, "tag", "choose.tag.name", "标签“{tag}”不能为空,也不能含“|”。",
				"the tag {tag} must not be empty or contain |", "tag", quoteEmpty(t.Tag))
		}
		if first, twice := in.tagAt[t.Tag]; twice {
			return refuse(t.Line, "tag", "choose.tag.duplicate", "标签 {tag} 出现两次,先见于第 {first} 行。",
				"tag {tag} stands here a second time, after line {first}", "tag", t.Tag, "first", tags[first].Line)
		}
		in.tagAt[t.Tag] = int32(i)
	}
	in.tagUp = make([]int32, len(tags))
	for i := range tags {
		t := &tags[i]
		if in.tagUp[i] = -1; t.Parent == "" {
			continue
		}
		parent, ok := in.tagAt[t.Parent]
		if !ok {
			return refuse(t.Line, "parent", "choose.tag.parent", "标签 {tag} 的上级 {parent} 不在表中。",
				"the parent {parent} of tag {tag} is not in the table", "tag", t.Tag, "parent", t.Parent)
		}
		in.tagUp[i] = parent
	}
	if i := findCycle(in.tagUp); i >= 0 {
		return refuse(tags[i].Line, "parent", "choose.tag.cycle", "标签 {tag} 的上级链成环。",
			"the parents of tag {tag} run in a circle", "tag", tags[i].Tag)
	}
	return nil
}

// findCycle gives the first index whose chain of parents never ends, or -1.
func findCycle(parents []int32) int {
	ends := make([]bool, len(parents))
	seen := make([]int32, len(parents))
	for i := range parents {
		at := int32(i)
		for at >= 0 && !ends[at] {
			if seen[at] == int32(i)+1 {
				return i
			}
			seen[at] = int32(i) + 1
			at = parents[at]
		}
		for at = int32(i); at >= 0 && !ends[at]; at = parents[at] {
			ends[at] = true
		}
	}
	return -1
}

// addQuotas checks the rows by themselves; whether two of them overlap shows only
// once the candidates are known.
func (in *Input) addQuotas(quotas []Quota) error {
	lines := make(map[string]int, len(quotas))
	for _, q := range quotas {
		if err := checkQuota(&q, lines); err != nil {
			return err
		}
		lines[q.ID] = q.Line
		unit, ok := in.unitAt[q.Unit]
		if !ok {
			return refuse(q.Line, "unit", "choose.unit", "没有单位“{unit}”。", "there is no unit {unit}", "unit", quoteEmpty(q.Unit))
		}
		tag := int32(-1)
		if q.Tag != "" {
			var err error
			if tag, err = in.findTag(q.Tag, q.Line, "tag"); err != nil {
				return err
			}
		}
		in.rows = append(in.rows, row{Quota: q, unit: unit, tag: tag})
	}
	return nil
}

func checkQuota(q *Quota, lines map[string]int) error {
	first, twice := lines[q.ID]
	switch {
	case q.ID == "":
		return refuse(q.Line, "id", "choose.id", "编号为空。", "the id is empty")
	case twice:
		return refuse(q.Line, "id", "choose.quota.duplicate", "名额行 {quota} 出现两次,先见于第 {first} 行。",
			"quota row {quota} stands here a second time, after line {first}", "quota", q.ID, "first", first)
	case q.Min < 0 || q.Max != nil && *q.Max < 0:
		return refuse(q.Line, "", "choose.quota.negative", "名额行 {quota} 的上下限不能为负。",
			"the bounds of quota row {quota} must not be negative", "quota", q.ID)
	case q.Max != nil && q.Min > *q.Max:
		return refuse(q.Line, "", "choose.quota.crossed", "名额行 {quota} 的下限 {min} 大于上限 {max}。",
			"the min {min} of quota row {quota} is above its max {max}", "quota", q.ID, "min", q.Min, "max", *q.Max)
	}
	return nil
}
