/** How the chart page looks. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#fbf8f4;--card:#fff;--ink:#241c2b;--soft:#6d6375;--line:#e7dfe6;--ours:#c2255c;--peer:#a99bb0;--before:#e599b6;--limit:#5b8a72;--good:#2b8a3e;--bad:#c92a2a}
@media(prefers-color-scheme:dark){:root{--ground:#17121b;--card:#211a26;--ink:#f3edf5;--soft:#a99db1;--line:#382d3f;--ours:#ff6b9d;--peer:#6b5c74;--before:#8c3a5c;--limit:#6fae8e;--good:#69db7c;--bad:#ff8787}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
header,main{max-width:62rem;margin:auto;padding:0 1.25rem}
header{padding-top:3.5rem}
h1{font-size:clamp(2rem,6vw,3.2rem);line-height:1.1;letter-spacing:-.03em;margin:0 0 1rem}
h2{font-size:1.35rem;letter-spacing:-.01em;margin:0 0 .35rem}
p{color:var(--soft);max-width:46rem;margin:.25rem 0 1rem}
nav{display:flex;flex-wrap:wrap;gap:.5rem;margin:1.5rem 0 2rem}
nav a{color:inherit;text-decoration:none;border:1px solid var(--line);background:var(--card);border-radius:99px;padding:.3rem .85rem;font-size:.9rem}
nav a:hover,nav a:focus-visible{border-color:var(--ours);color:var(--ours)}
section{background:var(--card);border:1px solid var(--line);border-radius:18px;padding:1.6rem clamp(1rem,3vw,2rem);margin:0 0 1.5rem}
figure{margin:1.4rem 0 0;padding-top:1.1rem;border-top:1px solid var(--line)}
figcaption{font-weight:600;margin-bottom:.7rem}
figcaption span{font-weight:400;color:var(--soft);font-size:.85rem;margin-left:.5rem}
svg{display:block;width:100%;min-width:36rem;height:auto;overflow:visible}
figure{overflow-x:auto}
svg text{font-size:13px;fill:var(--soft);dominant-baseline:central;font-variant-numeric:tabular-nums}
svg .name{text-anchor:end;fill:var(--ink)}
.ours .name{font-weight:700}
.ours rect{fill:var(--ours)}.before rect{fill:var(--before)}.peer rect{fill:var(--peer)}.limit rect{fill:var(--limit)}
path{stroke:var(--ink);stroke-opacity:.45;stroke-width:1.5}
.where{font-size:.8rem;margin:1.4rem 0 0}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
td{padding:.4rem .6rem .4rem 0;border-top:1px solid var(--line);vertical-align:top}
td:last-child{white-space:nowrap;font-weight:600}
.met td:last-child{color:var(--good)}.not-met td:last-child{color:var(--bad)}.not-measured td:last-child{color:var(--soft);font-weight:400}
summary{cursor:pointer;margin-bottom:.6rem}
`;
