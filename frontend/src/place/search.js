// Places of the own county found on this device, by the same rules as on the server (ground/places/rules:
// spelling, picking): whole pinyin, initials, characters, characters of the same sound, or a mixture.
const WHOLE = 0, BEGINS = 1, LIKE = 2, INSIDE = 3;
const GAP = "(?:[a-z]* )?";
const HAN = /[\u3400-\u9fff]/;
const ENDINGS = [
  /(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|省|市)$/, /(?:自治州|地区|盟|市|州)$/, /(?:自治[县旗]|市|县|区|旗)$/,
  /(?:街道办事处|街道|办事处|镇|乡)$/, /(?:社区居民委员会|社区居委会|村民委员会|居民委员会|村村委会|居委会|村委会|社区|村)$/,
];

function letter(sign, before) {
  if (sign === "h" && "zcs".includes(before) && before) return "";
  if ("zcs".includes(sign)) return `${sign}h?`;
  if (sign === "n" || sign === "l") return "[nl]g?";
  if (sign === "g" && before === "n") return "g?";
  return sign === "u" || sign === "v" ? "[uv]" : sign;
}

const letters = (syllable) => [...syllable].map((sign, n) => letter(sign, syllable[n - 1] ?? "")).join("");

/** A village as people say it in an address: 灰汤村委会 is 灰汤村. As in ground/places/queries/picking. */
const spoken = (name) => name.replace(/(村|区)(?:居民委员会|居委会|村民委员会|村委会|委员会|委会)$/, "$1");

/** The names of one county, from the file that the server makes (queries.kept_offline). */
export class Places {
  constructor(file) {
    this.rows = [];
    this.lines = [];
    this.sounds = new Map();
    for (const [syllable, signs] of Object.entries(file.sounds)) for (const sign of signs) this.sounds.set(sign, syllable);
    for (const [code, level, name, pinyin, ...others] of file.names) {
      const row = { value: code.padEnd(12, "0"), label: name, level, opens: level < 5 };
      this.rows.push(row);
      this.learn(row, name, pinyin);
      for (let n = 0; n < others.length; n += 2) this.learn(row, others[n], others[n + 1]);
    }
    const divisions = new Map(this.rows.filter((row) => row.level < 6).map((row) => [row.value, row]));
    for (const row of this.rows) {
      const codes = new Set([2, 4, 6, 9, 12].map((width) => row.value.slice(0, width).padEnd(12, "0")));
      const outer = [...codes].map((code) => divisions.get(code)).filter((one) => one && one !== row);
      row.detail = [...outer, row].map((one) => one.label).join("");
    }
    this.divisions = divisions;
    this.county = file.county;
    for (const { row, text, pinyin } of [...this.lines]) if (row.level === 6) this.learnWithVillage(row, text, pinyin);
  }

  /** 灰汤村东方家园, as addresses have it. */
  learnWithVillage(row, text, pinyin) {
    const village = this.divisions.get(row.value);
    if (village?.level !== 5) return;
    const name = spoken(village.label);
    const heard = this.lines.find((line) => line.row === village).pinyin.split(" ").slice(0, name.length);
    this.learn(row, name + text, [...heard, pinyin].join(" "));
  }

  /** How an address begins with it, seen from a path: 灰汤村, 灰汤村东方家园. */
  address(row, near) {
    const town = near.replaceAll("/", "").slice(0, 9);
    if (town.length < 9 || row.level < 4 || !row.value.startsWith(town)) return spoken(row.detail);
    const village = row.level === 6 ? this.divisions.get(row.value) : undefined;
    return village ? (village.level === 5 ? spoken(village.label) : "") + row.label : spoken(row.label);
  }

  learn(row, text, pinyin) {
    const core = text.replace(ENDINGS[Math.min(row.level, 5) - 1], "");
    this.lines.push({ row, text, core: core.length > 1 ? core : text, pinyin, sound: this.heard(text) });
  }

  /** A text as syllables, one after the other; what has no sound stays. */
  heard(text) {
    return `|${[...text].map((sign) => this.fold(this.sounds.get(sign)) ?? sign).join("|")}|`;
  }

  fold(syllable) {
    return syllable?.replace(/^([zcs])h/, "$1").replace(/([aei])ng$/, "$1n").replace(/^n/, "l");
  }

  pattern(typed) {
    const pieces = [];
    for (const word of typed.split(/\s+/)) {
      let before = "";
      for (const sign of word) {
        if (HAN.test(sign)) {
          const syllable = this.sounds.get(sign);
          if (syllable) pieces.push(`${letters(syllable)}(?![a-z])`);
          before = "";
        } else if (/[a-z]/.test(sign)) {
          const piece = letter(sign, before);
          if (piece) pieces.push(piece);
          before = sign;
        } else if (/\d/.test(sign)) pieces.push(sign);
      }
    }
    return pieces.length ? new RegExp(`^(?:${pieces.join(GAP)})`) : null;
  }

  /** The best places for what was typed so far. `near`: a code or path of the own area. */
  search(typed, { near = "", under = "", limit = 10 } = {}) {
    const text = typed.trim().toLowerCase().slice(0, 60);
    if (!text) return [];
    const fits = /[a-z]/.test(text) ? this.byPinyin(text) : this.byText(text.replace(/\s+/g, ""));
    const inside = under.replace(/0+$/, "");
    const town = near.split("/")[0].slice(0, 9);
    const best = new Map();
    for (const [row, fit] of fits) {
      if (inside && (!row.value.startsWith(inside) || row.value === under)) continue;
      const far = town && row.value.startsWith(town) ? 0 : row.value.startsWith(this.county) ? 0.5 : 1.5;
      const score = fit + far;
      if (!best.has(row) || score < best.get(row)) best.set(row, score);
    }
    const order = (a, b) => a[1] - b[1] || a[0].label.length - b[0].label.length || (a[0].value < b[0].value ? -1 : 1);
    return [...best].sort(order).slice(0, limit).map(([row]) => this.told(row, near));
  }

  told(row, near) {
    return { ...row, said: this.address(row, near), rest: "" };
  }

  *byText(text) {
    const sound = this.heard(text);
    for (const line of this.lines) {
      const at = line.text.indexOf(text);
      if (at >= 0) yield [line.row, at ? INSIDE : text === line.core || text === line.text ? WHOLE : BEGINS];
      else if (line.sound.startsWith(sound)) yield [line.row, LIKE];
      else if (text.length > 1 && line.sound.includes(sound)) yield [line.row, INSIDE + 1];
    }
  }

  *byPinyin(text) {
    const pattern = this.pattern(text);
    if (!pattern) return;
    const joined = text.replace(/\s+/g, "");
    for (const line of this.lines) {
      if (!pattern.test(line.pinyin)) continue;
      const syllables = line.pinyin.split(" ");
      const initials = syllables.map((one) => one[0]).join("");
      const full = syllables.join("");
      const whole = [full, initials, initials.slice(0, -1), syllables.slice(0, -1).join("")];
      if (joined.length > 1 && whole.includes(joined)) yield [line.row, WHOLE];
      else yield [line.row, full.startsWith(joined) || initials.startsWith(joined) ? BEGINS : LIKE];
    }
  }

  /** What lies right below a code, and the way to it, as `places:tree` answers; null: not kept here. */
  below(under, near = "") {
    const way = [2, 4, 6, 9, 12].map((width) => this.rows.find((row) => row.level < 6 && row.value === under.slice(0, width).padEnd(12, "0")));
    const level = Math.max(0, ...way.map((row) => row?.level ?? 0));
    const digits = [0, 2, 4, 6, 9][level] ?? 12;
    const inside = this.rows.filter((row) => row.level > level && row.level < 6 && row.value.startsWith(under.slice(0, digits)));
    const next = Math.min(...inside.map((row) => row.level));
    const results = inside.filter((row) => row.level === next).map((row) => this.told(row, near));
    return results.length ? { way: [...new Set(way.filter(Boolean))], results } : null;
  }
}
