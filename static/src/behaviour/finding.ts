/** Letters without their marks, so that "zoe" finds "Zoë". */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

/** Every word that was typed begins a word of the text. */
export function holds(text: string, typed: string): boolean {
  const folded = ` ${fold(text)}`;
  return fold(typed).split(/\s+/).filter(Boolean).every((word) => folded.includes(` ${word}`) || folded.includes(`-${word}`));
}
