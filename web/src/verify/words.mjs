// The words of certificates, for people: what stands in the code is for machines. A word
// that is not here is shown as it stands. The command shows the same ones.
export const kinds = {
  registration: { zh: "兵役登记证明", en: "certificate of military service registration" },
};

export const names = {
  name: { zh: "姓名", en: "name" },
  "id-ends": { zh: "公民身份号码末四位", en: "citizen number ends with" },
  year: { zh: "登记年度", en: "year of registration" },
  conclusion: { zh: "登记结论", en: "conclusion" },
  concluded: { zh: "结论日期", en: "concluded on" },
  office: { zh: "登记机关", en: "office" },
  entry: { zh: "日志记录", en: "entry of the log" },
  issued: { zh: "出具日期", en: "issued on" },
};

export const values = {
  conclusion: {
    must_serve: { zh: "应服兵役", en: "liable for service" },
    exempt: { zh: "免服兵役", en: "exempt" },
    barred: { zh: "不得服兵役", en: "barred" },
  },
};

export const asOf = {
  zh: "证明的是出具之日的登记情况。请与证件对照;此后有无变更,凭编号向登记机关查询。",
  en: "It says what held on the day of issue. Compare it with the card; the office answers by the number whether it still holds.",
};

const same = (text) => ({ zh: text, en: text });
const of = (table, word) => (Object.hasOwn(table, word) ? table[word] : same(word));

// certificateLines are what a certificate says, one text for each line.
export function certificateLines(p) {
  const kind = of(kinds, p.type);
  return [
    { zh: `属实:${kind.zh} ${p.number}`, en: `Genuine: ${kind.en} ${p.number}` },
    ...p.says.map(([name, value]) => {
      const label = of(names, name), said = of(Object.hasOwn(values, name) ? values[name] : {}, value);
      return { zh: `${label.zh}:${said.zh}`, en: `${label.en}: ${said.en}` };
    }),
    asOf,
  ];
}
