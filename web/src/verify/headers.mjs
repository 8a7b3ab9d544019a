// What the columns of tables are called in Chinese, by kind of table: the names
// that the policy pack knows. A test holds the two together.
export const headers = {
  units: {
    代码: "code", 单位代码: "code", 区划代码: "code", 上级代码: "parent", 上级单位: "parent", 上级: "parent", 类别: "kind", 单位类别: "kind", 级别: "kind",
    名称: "name", 单位名称: "name", 生效日期: "valid_from", 起始日期: "valid_from", 失效日期: "valid_to", 终止日期: "valid_to",
  },
  tags: { 标签: "tag", 类别: "tag", 上级标签: "parent", 上级: "parent" },
  quotas: { 编号: "id", 单位代码: "unit", 单位: "unit", 标签: "tag", 类别: "tag", 下限: "min", 最少: "min", 上限: "max", 最多: "max" },
  candidates: {
    编号: "id", 单位代码: "unit", 单位: "unit", 分数: "score", 得分: "score", 成绩: "score", 同分次序: "tie", 抽签号: "tie", 标签: "tags", 类别: "tags",
  },
  examiners: { 编号: "id", 容量: "capacity", 名额: "capacity" },
  conflicts: { 考生: "candidate", 主考: "examiner" },
};
