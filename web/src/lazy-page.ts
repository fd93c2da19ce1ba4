import { type ComponentType, createElement, lazy, useState } from "react";

type Page = ComponentType<object>;
export type LazyPage = Page & { preload: () => Promise<unknown> };

/** A page whose code is fetched when it is first shown, or earlier by `preload`; then it shows without a blink. */
export function lazyPage<Name extends string>(load: () => Promise<Record<Name, Page>>, name: Name): LazyPage {
  let loaded: Page | undefined;
  const preload = async () => {
    loaded ??= (await load())[name];
    return { default: loaded };
  };
  const LazyComponent = lazy(preload);

  function RoutedPage(props: object) {
    // Chosen once per mount: changing over later would remount the page and lose what is typed in it.
    const [Shown] = useState<Page>(() => loaded ?? LazyComponent);
    return createElement(Shown, props);
  }
  return Object.assign(RoutedPage, { preload });
}
