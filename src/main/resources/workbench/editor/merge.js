/** Merges what two have made of one text, by lines. */

/** Of a table of lines by lines, which is made in the memory of the page. */
const MAX_CELLS = 4_000_000;

/** Pairs of lines that two texts share, in order, as [index in a, index in b]. */
function common(a, b) {
  let begin = 0;
  while (begin < a.length && begin < b.length && a[begin] === b[begin]) begin++;
  let end = 0;
  while (end < a.length - begin && end < b.length - begin && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  let left = a.slice(begin, a.length - end);
  let right = b.slice(begin, b.length - end);
  // Far apart in a long text: all between the first and the last change counts as changed.
  if (left.length * right.length > MAX_CELLS) left = right = [];
  const longest = Array.from({length: left.length + 1}, () => new Uint16Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      longest[i][j] = left[i] === right[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
    }
  }
  const pairs = Array.from({length: begin}, (unused, index) => [index, index]);
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    if (left[i] === right[j]) pairs.push([begin + i++, begin + j++]);
    else if (longest[i + 1][j] >= longest[i][j + 1]) i++;
    else j++;
  }
  for (let i = end; i > 0; i--) pairs.push([a.length - i, b.length - i]);
  return pairs;
}

/**
 * Merges two changes of a text.
 *
 * @returns the text with both; null when both have changed the same lines in different ways
 */
export function merge(base, mine, theirs) {
  const [o, a, b] = [base, mine, theirs].map(text => text.split("\n"));
  const inMine = new Map(common(o, a));
  const inTheirs = new Map(common(o, b));
  const merged = [];
  let last = [0, 0, 0];
  for (let i = 0; i <= o.length; i++) {
    const isEnd = i === o.length;
    if (!isEnd && !(inMine.has(i) && inTheirs.has(i))) continue;
    const now = isEnd ? [o.length, a.length, b.length] : [i, inMine.get(i), inTheirs.get(i)];
    const [old, ours, others] = [o, a, b].map((lines, side) => lines.slice(last[side], now[side]).join("\n"));
    const parts = [a.slice(last[1], now[1]), b.slice(last[2], now[2])];
    if (ours === others || others === old) merged.push(...parts[0]);
    else if (ours === old) merged.push(...parts[1]);
    else return null;
    if (!isEnd) merged.push(o[i]);
    last = now.map(each => each + 1);
  }
  return merged.join("\n");
}
