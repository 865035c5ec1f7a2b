// The words of the place picker.
export const ZH = {
  "Places": "地点",
  "China": "全国",
  "Pick from the tree": "按行政区划逐级选择",
  "{name} as a whole": "{name}（本级）",
  "What lies in it": "查看下级",
};
