import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { chooseLocale, localeNames, locales } from "../i18n.ts";
import { Menu } from "./menu.tsx";
import { chooseTheme, chosenTheme } from "./theme.ts";

/** Language and theme, in one small menu on every page; the way to sign in too, where the bar has no room for it. */
export function AppearanceMenu({ signIn }: { signIn: string | null }) {
  const { t, i18n } = useLingui();
  const [theme, setTheme] = useState(chosenTheme);
  const themes = [
    { value: "system", label: t`As this device`, icon: "settings" },
    { value: "light", label: t`Light`, icon: "sun" },
    { value: "dark", label: t`Dark`, icon: "moon" },
  ] as const;

  return (
    <Menu
      icon="globe"
      label={t`Language and theme`}
      items={[
        ...(signIn ? [{ label: t`Sign in`, icon: "user" as const, href: signIn, narrow: true }, null] : []),
        ...locales.map((locale) => ({
          label: <span lang={locale}>{localeNames[locale]}</span>,
          checked: i18n.locale === locale,
          onSelect: () => void chooseLocale(locale),
        })),
        null,
        ...themes.map(({ value, label, icon }) => ({
          label,
          icon,
          checked: theme === value,
          onSelect: () => setTheme(chooseTheme(value)),
        })),
      ]}
    />
  );
}
