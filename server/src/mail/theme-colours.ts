import type { Cover } from "@turnout/contract/events";

/** The colours of an email, in light or in dark mode. */
export interface ThemeColours {
  page: string;
  sheet: string;
  ink: string;
  muted: string;
  line: string;
  /** Buttons, and the text on them. */
  accent: string;
  onAccent: string;
  accentText: string;
  soft: string;
}

/** An event's cover theme; `sun` is the product itself. */
export type EmailTheme = Cover["theme"] | "sun";

const day = { ink: "#241629", muted: "#655a6c" };
const night = { ink: "#f7f1f6", muted: "#b9adc0" };

/** The web app's own colours (a test compares them with its tokens.css and cover-colours.css): an email looks like the page it links to. */
export const themes: Record<EmailTheme, { light: ThemeColours; dark: ThemeColours }> = {
  sun: {
    light: {
      ...day,
      page: "#fbf7f4",
      sheet: "#ffffff",
      line: "#e5dde3",
      accent: "#ffc72e",
      onAccent: "#241629",
      accentText: "#6c2b7c",
      soft: "#fff1c9",
    },
    dark: {
      ...night,
      page: "#17121c",
      sheet: "#221b29",
      line: "#3a3043",
      accent: "#ffcb3d",
      onAccent: "#241629",
      accentText: "#ffd467",
      soft: "#41331a",
    },
  },
  confetti: {
    light: {
      ...day,
      page: "#fdf5f1",
      sheet: "#ffffff",
      line: "#e7dfdd",
      accent: "#c93a1c",
      onAccent: "#ffffff",
      accentText: "#b13116",
      soft: "#ffe6de",
    },
    dark: {
      ...night,
      page: "#1d1311",
      sheet: "#29201e",
      line: "#433b39",
      accent: "#ff8a6b",
      onAccent: "#2a0f08",
      accentText: "#ffa58c",
      soft: "#4a2117",
    },
  },
  sunrise: {
    light: {
      ...day,
      page: "#fdf4f3",
      sheet: "#ffffff",
      line: "#e7dedf",
      accent: "#8f2f73",
      onAccent: "#ffffff",
      accentText: "#8f2f73",
      soft: "#fbe3ef",
    },
    dark: {
      ...night,
      page: "#1d111d",
      sheet: "#291e29",
      line: "#433943",
      accent: "#ffab55",
      onAccent: "#2b1024",
      accentText: "#ffb978",
      soft: "#4a2030",
    },
  },
  waves: {
    light: {
      ...day,
      page: "#f2f8f7",
      sheet: "#ffffff",
      line: "#dde1e2",
      accent: "#0c6079",
      onAccent: "#ffffff",
      accentText: "#0c6079",
      soft: "#d8f0ee",
    },
    dark: {
      ...night,
      page: "#0e181c",
      sheet: "#1b2528",
      line: "#373f43",
      accent: "#6fd0d3",
      onAccent: "#06252f",
      accentText: "#83d9db",
      soft: "#123a45",
    },
  },
  grid: {
    light: {
      ...day,
      page: "#faf6ee",
      sheet: "#ffffff",
      line: "#e5e0da",
      accent: "#173a66",
      onAccent: "#ffffff",
      accentText: "#173a66",
      soft: "#e1eaf6",
    },
    dark: {
      ...night,
      page: "#171614",
      sheet: "#242321",
      line: "#3e3e3c",
      accent: "#f4b81e",
      onAccent: "#1b1a17",
      accentText: "#f6c64b",
      soft: "#3f3416",
    },
  },
  botanical: {
    light: {
      ...day,
      page: "#f6f7ef",
      sheet: "#ffffff",
      line: "#e1e0db",
      accent: "#24613f",
      onAccent: "#ffffff",
      accentText: "#24613f",
      soft: "#e0efdd",
    },
    dark: {
      ...night,
      page: "#121813",
      sheet: "#1f2520",
      line: "#3a3f3b",
      accent: "#a5cf83",
      onAccent: "#12261a",
      accentText: "#afd590",
      soft: "#21382a",
    },
  },
  night: {
    light: {
      ...day,
      page: "#f5f5fc",
      sheet: "#ffffff",
      line: "#dfe0f0",
      accent: "#2f348f",
      onAccent: "#ffffff",
      accentText: "#2f348f",
      soft: "#e4e6fb",
    },
    dark: {
      ...night,
      page: "#0f1230",
      sheet: "#191d45",
      line: "#333979",
      accent: "#ffd05a",
      onAccent: "#151a42",
      accentText: "#ffd46b",
      soft: "#2b2f6b",
    },
  },
  paper: {
    light: {
      ...day,
      page: "#fcf5ef",
      sheet: "#ffffff",
      line: "#e6dfdb",
      accent: "#9b4034",
      onAccent: "#ffffff",
      accentText: "#953b30",
      soft: "#fae5da",
    },
    dark: {
      ...night,
      page: "#1b1412",
      sheet: "#28211f",
      line: "#423c3a",
      accent: "#f0b08c",
      onAccent: "#30130f",
      accentText: "#f3bb9c",
      soft: "#48271f",
    },
  },
  bloom: {
    light: {
      ...day,
      page: "#fdf3f7",
      sheet: "#ffffff",
      line: "#e7dde2",
      accent: "#a8326f",
      onAccent: "#ffffff",
      accentText: "#a12f6a",
      soft: "#fde2ee",
    },
    dark: {
      ...night,
      page: "#1c1118",
      sheet: "#281e25",
      line: "#43393f",
      accent: "#ff9dbd",
      onAccent: "#360f24",
      accentText: "#ffafc9",
      soft: "#4b1f38",
    },
  },
};
