import { useLingui } from "@lingui/react/macro";
import type { CoverTheme } from "../../ui/cover.tsx";

export function useThemeNames(): Record<CoverTheme, string> {
  const { t } = useLingui();
  return {
    confetti: t`Confetti`,
    sunrise: t`Sunrise`,
    waves: t`Waves`,
    grid: t`Grid`,
    botanical: t`Botanical`,
    night: t`Night`,
    paper: t`Paper`,
    bloom: t`Bloom`,
  };
}
