// The words of the place picker.
export const ZH = {
  "Places": "地点",
  "{n} places found": "找到 {n} 个地点",
  "No place found. Leave it as typed: somebody will look at it.": "没有找到。可照原样保留，由工作人员核定。",
  "No place found. Try another spelling.": "没有找到，请换个写法再试。",
  "Arrow keys choose, Enter takes it over, right shows what lies in it, Escape closes.": "上下键选择，回车确定，右键查看下级，Esc 关闭。",
  "China": "全国",
  "Pick from the tree": "按行政区划逐级选择",
  "{name} as a whole": "{name}（本级）",
  "What lies in it": "查看下级",
};
