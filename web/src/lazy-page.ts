import { type ComponentType, createElement, lazy, useState } from "react";
import { loadWords } from "./i18n.ts";

type Params = { params: Record<string, string | undefined> };
export type LazyPage = ComponentType<Params> & { preload: () => Promise<unknown> };

/**
 * A page of `pages/<file>.tsx` whose code and words are fetched when it is first shown, or earlier by `preload`; then it shows without a waiting screen.
 * It gets the `params` its path in routes.tsx names.
 */
export function lazyPage<Name extends string>(file: string, load: () => Promise<Record<Name, ComponentType<never>>>, name: Name): LazyPage {
  let loaded: ComponentType<Params> | undefined;
  const preload = async () => {
    const [code] = await Promise.all([load(), loadWords(file)]);
    loaded ??= code[name] as ComponentType<Params>;
    return { default: loaded };
  };
  const LazyComponent = lazy(preload);

  function RoutedPage(props: Params) {
    // Chosen once per mount: switching later would remount the page and lose its input.
    const [Shown] = useState<ComponentType<Params>>(() => loaded ?? LazyComponent);
    return createElement(Shown, props);
  }
  return Object.assign(RoutedPage, { preload });
}
