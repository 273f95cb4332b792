/**
 * The nonce of this page, by which styles that are written while it runs pass its Content-Security-Policy.
 *
 * Parts of Ant Design, such as the one that measures a scrollbar, make style elements without being told of it; so each
 * style element that a script makes gets it here. What is put in as markup does not, and stays refused.
 */
export const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce;

if (nonce) {
  const create = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
