import { Icon, iconNames } from "../icons.tsx";

const swatches = [
  ["bg", "ink"],
  ["surface", "ink"],
  ["raised", "muted"],
  ["sunken", "muted"],
  ["accent", "on-accent"],
  ["accent-soft", "accent-text"],
  ["going", "on-status"],
  ["going-soft", "going"],
  ["maybe", "on-status"],
  ["maybe-soft", "maybe"],
  ["declined", "on-status"],
  ["declined-soft", "declined"],
  ["waiting", "on-status"],
  ["waiting-soft", "waiting"],
  ["danger", "on-status"],
  ["danger-soft", "danger"],
] as const;

export function TypeAndColour() {
  return (
    <>
      <p
        style={{
          fontFamily: "var(--font-display)",
          fontSize: "var(--display-xl)",
          fontWeight: 800,
          lineHeight: 1,
          letterSpacing: "-0.04em",
        }}
      >
        Summer on the roof
      </p>
      <p style={{ fontFamily: "var(--font-display)", fontSize: "var(--display-lg)", fontWeight: 750, lineHeight: 1.1 }}>
        Forty-two are going
      </p>
      <p style={{ fontFamily: "var(--font-display)", fontSize: "var(--display-md)", fontWeight: 750, lineHeight: 1.1 }}>
        Friday 18 June, 19:00
      </p>
      <p>
        Text in 17 px with <a href="#main">a link in it</a>. Bring something to grill, we have plates. <strong>Doors open at seven.</strong>{" "}
        <span className="muted">Muted words say less.</span>
      </p>
      <div className="gallery-swatches">
        {swatches.map(([paper, ink]) => (
          <div key={paper} className="gallery-swatch" style={{ background: `var(--${paper})`, color: `var(--${ink})` }}>
            {ink} on {paper}
          </div>
        ))}
      </div>
      <div className="gallery-icons">
        {iconNames.map((name) => (
          <span key={name}>
            <Icon name={name} size={24} />
            {name}
          </span>
        ))}
      </div>
    </>
  );
}
