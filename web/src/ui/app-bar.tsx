import { useLingui } from "@lingui/react/macro";
import { createContext, type ReactNode, useContext } from "react";
import { LinkButton } from "./button.tsx";
import { Brand } from "./brand.tsx";
import { AppearanceMenu } from "./appearance-menu.tsx";
import "./app-bar.css";

/** What stands at the right of the bar for whoever is here: the root provides the account menu. */
export const AccountSlot = createContext<ReactNode>(null);
/** Where those sign in who have not; null for everybody else. */
export const SignInSlot = createContext<string | null>(null);

/** The bar on top of every page: the brand, where you can go, language and theme, you. `over` floats it over a cover. */
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
