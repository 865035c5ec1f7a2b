// The words of our scripts. English is the key; the page's language decides. Django's catalogues do not
// reach scripts on purpose: a bundle must work from the cache, without the server.
import { ZH as FORM } from "./words-form.js";

const ZH = {
  ...FORM,
  "Please confirm": "请确认",
  "Confirm": "确定",
  "Cancel": "取消",
  "{n} selected": "已选 {n} 项",
  "The server could not be reached. Try again.": "连接不上服务器，请重试。",
  "The page could not be loaded.": "页面加载失败。",
  "Try again": "重试",
  "to send: {n}": "待同步 {n}",
  "refused: {n}": "被退回 {n}",
  "Not yet sent": "尚未上报",
  "Kept on this phone; sent as soon as there is a network.": "已保存在本机，有网络后自动上报。",
  "waiting": "等待上报",
  "refused": "被退回",
  "entered under another account": "由其他账号填报",
  "Send now": "立即上报",
  "Send again": "重新上报",
  "Save as file": "另存为文件",
  "Discard": "删除",
  "Discard this record? It was never received by the office.": "确定删除？这条记录指挥部并未收到。",
  "Received": "已收到",
  "Saved on this phone": "已保存在本机",
  "Sending …": "正在上报……",
  "Receipt": "查看回执",
  "Number": "编号",
  "Fill in another": "再填一份",
  "This phone could not store the form. Please keep this page open until it is sent.": "本机无法保存表单，上报完成前请不要关闭本页。",
  "The form could not be loaded.": "表单加载失败。",
  "This form cannot be opened on this page": "本页打不开这份表",
  "Nothing that you sent before is lost.": "以前已上报的内容不受影响。请改用下面的办法填写。",
  "Open the simple page instead": "改用简易页面填写",
  "Or call your grid worker or the headquarters.": "也可以给网格员或指挥部打电话。",
  "Fill it in with ODK Collect, or on paper.": "用 ODK Collect 填写，或先填纸质表。",
  "Tell those who wrote the form; the words below help them.": "请告诉制表人员，下面的技术信息对他们有用。",
  "For those who wrote the form": "技术信息（供制表人员查看）",
  "Numbers": "查看数据",
  "as of {at}": "截至 {at}",
  "No figures yet.": "暂无数据。",
  "No places to show.": "暂无可显示的区域。",
  "Whole area": "全部范围",
  "Map of the grids": "网格地图",
  "This device cannot draw the map; here is the list.": "本机无法显示地图，以下为列表。",
  "no data": "无数据",
  "Records on this phone are not sent yet. They stay here until you sign in again. Sign out?": "本机还有记录没有同步，将保留到您再次登录。确定退出？",
  "The form has changes that were not sent. Leave?": "表单尚未上报，确定离开？",
};

// A page that is kept on the phone is the same in every language: it takes the one last chosen here.
const root = document.documentElement;
if (root.hasAttribute("data-own-language")) {
  const chosen = /(?:^|; )gridward_language=([\w-]+)/.exec(document.cookie)?.[1] ?? navigator.language;
  root.lang = chosen.toLowerCase().startsWith("en") ? "en" : "zh-Hans";
}

export const chinese = root.lang.toLowerCase().startsWith("zh");

/** Further words of one page, English to Chinese. */
export function learn(words) {
  Object.assign(ZH, words);
}

export function say(text, values = {}) {
  const words = chinese ? (ZH[text] ?? text) : text;
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
