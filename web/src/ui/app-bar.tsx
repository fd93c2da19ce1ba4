import { useLingui } from "@lingui/react/macro";
import { createContext, type ReactNode, useContext } from "react";
import { LinkButton } from "./button.tsx";
import { Brand } from "./brand.tsx";
import { AppearanceMenu } from "./appearance-menu.tsx";
import "./app-bar.css";

/** The right end of the bar: the root provides the account menu. */
export const AccountSlot = createContext<ReactNode>(null);
/** The sign-in page's address; null when signed in. */
export const SignInSlot = createContext<string | null>(null);

/** The bar on top of every page: brand, navigation, language and theme, account. `over` floats it over a cover. */
export function AppBar({ children, over = false }: { children?: ReactNode; over?: boolean }) {
  const { t } = useLingui();
  const account = useContext(AccountSlot);
  const signIn = useContext(SignInSlot);
  return (
    <header className={`app-bar ${over ? "app-bar-over" : ""}`}>
      <a className="skip-link" href="#main">
        {t`Skip to the content`}
      </a>
      <Brand />
      <div className="app-bar-middle">{children}</div>
      <AppearanceMenu signIn={signIn} />
      {account ?? (
        <LinkButton href="/sign-in" size="sm">
          {t`Sign in`}
        </LinkButton>
      )}
    </header>
  );
}
