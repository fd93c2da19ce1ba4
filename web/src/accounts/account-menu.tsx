import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import { useLocation, useSearch } from "wouter";
import { api, read } from "../api/client.ts";
import { useGuestRefusalWords } from "../api/use-guest-refusal-words.ts";
import { AccountSlot, SignInSlot } from "../ui/app-bar.tsx";
import { initialsOf } from "../ui/avatar-look.ts";
import { Avatar } from "../ui/avatar.tsx";
import { LinkButton } from "../ui/button.tsx";
import { Menu } from "../ui/menu.tsx";
import { showToast } from "../ui/toast.ts";
import { withNext } from "./local-path.ts";
import { leaveSignedOut, useSession } from "./session.ts";
import { useSubmission } from "./use-submission.ts";
import "./account-menu.css";

/** Provides the account menu to every page's bar, with a bell beside it for whoever is signed in. */
export function AccountBar({ children, bell }: { children: ReactNode; bell?: ReactNode }) {
  const { state, account } = useSession();
  const [path] = useLocation();
  const here = useHere(path);
  const menu = useMemo(() => <AccountMenu bell={bell} />, [bell]);
  return (
    <AccountSlot value={menu}>
      <SignInSlot value={state === "known" && !account ? withNext("/sign-in", here) : null}>{children}</SignInSlot>
    </AccountSlot>
  );
}

/** The right end of the bar: a sign-in link, or the account's menu. It keeps its space until the session is known. */
function AccountMenu({ bell }: { bell: ReactNode }) {
  const { t } = useLingui();
  const session = useSession();
  const signOut = useSignOut();
  const [path] = useLocation();
  const here = useHere(path);
  if (session.state === "loading") return <span className="account-menu-wait" />;
  const { account } = session;
  if (!account) {
    if (path === "/sign-in" || path === "/confirm-email") return null;
    return (
      <LinkButton href={withNext("/sign-in", here)} size="sm" className="sign-in-link">
        {t`Sign in`}
      </LinkButton>
    );
  }
  // The accessible name contains the visible text, so that voice control finds it.
  const initials = initialsOf(account.name);
  return (
    <>
      {bell}
      <Menu
        label={t`${initials}: your account, ${account.name}`}
        face={<Avatar id={account.id} name={account.name} size={36} />}
        items={[
          { label: t`My events`, icon: "calendar", href: "/events" },
          { label: t`Account`, icon: "user", href: "/account" },
          null,
          { label: t`Sign out`, icon: "log-out", onSelect: signOut },
        ]}
      />
    </>
  );
}

function useSignOut() {
  const words = useGuestRefusalWords();
  const { submit, refusal } = useSubmission(() => read(api.POST("/api/auth/sign-out")), leaveSignedOut);
  const shown = useRef(refusal);
  useEffect(() => {
    if (refusal && refusal !== shown.current) showToast(words(refusal.code, refusal.facts), { tone: "danger" });
    shown.current = refusal;
  }, [refusal, words]);
  return () => void submit(undefined);
}

const elsewhere = ["/", "/sign-in", "/sign-up", "/reset-password", "/confirm-email"];

/** The page to return to after signing in; none on the sign-in pages themselves. */
function useHere(path: string): string | null {
  const search = useSearch();
  if (elsewhere.some((page) => path === page || (page !== "/" && path.startsWith(`${page}/`)))) return null;
  return search ? `${path}?${search}` : path;
}
