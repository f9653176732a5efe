/** Texts come translated from the page: `data-words-NAME` on the body. */
export function words(name: string): string {
  return document.body.getAttribute(`data-words-${name}`) ?? "";
}
