// The words of the light page. English is the key, as in ../words.js, which this page does not load.
const ZH = {
  "Please answer: {label}": "请填写：{label}",
  "The answer does not fit.": "填写内容不符合要求",
  "Please type a whole number.": "请填写整数",
  "Please type a number.": "请填写数字",
  "Please give a date.": "请填写日期",
  "Please give a time.": "请填写时间",
  "{n} answers need a look": "有 {n} 题需要修改",
  "People filled in": "已填好的人",
  "filled in": "已填好",
  "not finished": "未填完",
  "Change": "修改",
  "Remove": "删除",
  "Remove {name}?": "确定删除 {name}？",
  "The next person": "请填写下一位",
  "Address, phone and the like were taken over.": "住址、电话等已带入，请核对。",
  "Was at the same places as {name}": "去过的地方与 {name} 相同",
  "Please finish {name} first.": "请先填完 {name}。",
  "Send": "提交",
  "Send for {n} people": "提交 {n} 人",
  "Sending …": "正在上报……",
  "Received": "已收到",
  "Saved on this phone": "已保存在本机",
  "It is sent as soon as there is a network. You may close this page and open it later.": "有网络后自动上报。可以关闭本页，稍后再打开。",
  "Please keep this page open until it is sent.": "本机无法保存，上报完成前请不要关闭本页。",
  "Not accepted": "未被接收",
  "Receipt number": "回执号",
  "Some answers need a second look; a grid worker may call you.": "部分内容需要核实，网格员可能会给您打电话。",
  "Secret code": "查询码",
  "Replaces receipt": "替代原回执",
  "Keep number and code, or a picture of this page: with them you can look at your answers and correct them.": "请记下回执号和查询码，或截屏保存。凭它们可以查看、更正所填内容。",
  "Open the receipt": "打开回执",
  "Print": "打印",
  "Try again": "重试",
  "Fill in another": "再填一份",
  "Scan to look up {number}": "扫码查询 {number}",
  "{n} not yet sent. They are sent as soon as there is a network.": "本机还有 {n} 份未上报，有网络后自动上报。",
  "Somebody": "未填姓名",
  "Row {n}": "第 {n} 段",
};

const chinese = document.documentElement.lang.toLowerCase().indexOf("zh") === 0;

export function say(text, values = {}) {
  return ((chinese && ZH[text]) || text).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}
